"""How events of recordings are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.service.recordings import events

declare(events.RecordingReady, ("录音就绪", "Recording ready"), ("{seconds}", "{seconds}"))
declare(events.RecordingFailed, ("录音处理失败", "Recording failed"))
declare(events.RecordingPlayed, ("播放录音", "Recording played"), ("{staff_id}", "{staff_id}"))
declare(events.RecordingDeleted, ("录音到期删除", "Recording deleted"))
declare(events.VoiceMessageLeft, ("客户留言", "Voice message left"))
declare(events.VoiceMessageDone, ("留言已处理", "Voice message dealt with"))
