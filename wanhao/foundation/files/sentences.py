"""How events of files are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.files import events
from wanhao.foundation.files.models import FileLimit

SIZE = ("{kind}，{size} 字节", "{kind}, {size} bytes")
declare(events.FileKept, ("上传附件", "File kept"), SIZE, kind=FileLimit.Type)
declare(events.FileOpened, ("查看附件", "File opened"), SIZE, kind=FileLimit.Type)
declare(events.FileErased, ("删除附件", "File erased"), ("{kind}：{reason}", "{kind}: {reason}"), kind=FileLimit.Type)
