"""How events of imports are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import numbered
from wanhao.foundation.imports import events

numbered("import", "导入", "Import")

declare(events.ListUploaded, ("上传导入文件", "List uploaded"), ("{kind}，{size} 字节", "{kind}, {size} bytes"))
declare(
    events.ListImported,
    ("完成导入", "List imported"),
    (
        "{kind}：新增 {created}，更新 {updated}，未变 {unchanged}，退回 {rejected}",
        "{kind}: {created} new, {updated} updated, {unchanged} unchanged, {rejected} rejected",
    ),
)
declare(events.ImportCancelled, ("取消导入", "Import cancelled"), ("{kind}", "{kind}"))
declare(events.ImportFailed, ("导入失败", "Import failed"), ("{kind}", "{kind}"))
