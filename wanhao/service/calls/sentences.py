"""How events of calls are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import numbered
from wanhao.service.calls import events
from wanhao.service.calls.models import AnnouncementCall, ArrangedCall

numbered("node", "话务进程", "Telephony process")
numbered("announcement", "电话通知", "Announcement by telephone")

declare(events.CallBegan, ("通话开始", "Call began"), ("{access_code}", "{access_code}"))
declare(events.MenuWalked, ("语音导航", "Voice menu"), ("{steps}", "{steps}"))
declare(events.BalanceTold, ("播报余额", "Balance told"))
declare(events.BillTold, ("播报账单", "Bill told"))
declare(events.ProgressTold, ("播报工单进度", "Progress of tickets told"), ("{tickets} 张", "{tickets} tickets"))
declare(events.CallHeld, ("通话保持", "Caller on hold"))
declare(events.CallResumed, ("恢复通话", "Caller off hold"), ("保持 {held_seconds}", "after {held_seconds}"))
declare(events.CallTransferred, ("转接", "Transferred"), ("{to_kind} {to}", "{to_kind} {to}"))
declare(events.CallConsulted, ("咨询", "Consulted"), ("{staff_id} → {to_kind} {to}", "{staff_id} → {to_kind} {to}"))
declare(
    events.QueueConsulted,
    ("排队咨询", "Waits in a queue to consult it"),
    ("{staff_id} → {queue_code}", "{staff_id} → {queue_code}"),
)
declare(events.ConsultationEnded, ("咨询结束", "Consultation ended"), ("{to}", "{to}"))
declare(events.ConferenceBegan, ("三方通话", "Conference"), ("{staff_id}、{to}", "{staff_id}, {to}"))
declare(events.ConferenceLost, ("会议混音中断", "Conference lost"))
declare(
    events.TransferCompleted,
    ("咨询转接完成", "Transfer completed"),
    ("{staff_id} → {to_kind} {to}", "{staff_id} → {to_kind} {to}"),
)
declare(events.CallListenedTo, ("监听", "Listened to"), ("{staff_id}", "{staff_id}"))
declare(events.CallWhispered, ("耳语指导", "Whispered"), ("{staff_id}", "{staff_id}"))
declare(events.CallJoined, ("强插通话", "Joined"), ("{staff_id}", "{staff_id}"))
declare(
    events.CallTakenOver, ("接管通话", "Taken over"), ("{from_staff_id} → {staff_id}", "{from_staff_id} → {staff_id}")
)
declare(events.SupervisorLeft, ("退出监听", "Supervisor left"), ("{staff_id}，{seconds}", "{staff_id}, {seconds}"))
declare(events.AgentLegLost, ("坐席端掉线", "Agent's telephone vanished"), ("{staff_id}", "{staff_id}"))
declare(
    events.AgentLegRecovered,
    ("坐席端恢复", "Agent came back"),
    ("{staff_id}，{after_seconds} 后", "{staff_id}, after {after_seconds}"),
)
declare(events.CallLost, ("通话因我方故障中断", "Call lost by us"), ("{reason}，{node}", "{reason}, {node}"))
declare(events.NodeStarted, ("话务进程启动", "Telephony process started"))
declare(events.NodeStopped, ("话务进程停止", "Telephony process stopped"))
declare(events.NodeLost, ("话务进程失联", "Telephony process lost"), ("{calls} 个通话", "{calls} calls"))
declare(events.MediaProcessLost, ("媒体进程失效", "Media process lost"))
declare(events.AnnouncementAsked, ("请求电话通知", "Announcement by telephone asked"), ("{staff_id}", "{staff_id}"))
declare(
    events.AnnouncementEnded,
    ("电话通知结束", "Announcement by telephone ended"),
    ("{staff_id}，{outcome}", "{staff_id}, {outcome}"),
    outcome=AnnouncementCall.Outcome,
)
declare(events.CallArranged, ("请求代拨客户", "Call to the customer arranged"), ("{staff_id}", "{staff_id}"))
declare(
    events.ArrangedCallEnded,
    ("代拨通话结束", "Arranged call ended"),
    ("{staff_id}，{outcome}", "{staff_id}, {outcome}"),
    outcome=ArrangedCall.Outcome,
)
