"""Reasons and tags from the first day."""

from django.db import migrations

REASONS = {
    "begun": [("accepted", "已受理", "Accepted"), ("escalated", "升级受理", "Taken up as escalated")],
    "resolved": [
        ("solved", "已解决", "Solved"),
        ("explained", "已解释说明", "Explained"),
        ("workaround", "临时措施", "Workaround in place"),
        ("not-found", "未复现", "Could not be reproduced"),
        ("not-ours", "非我方原因", "Not our cause"),
    ],
    "closed": [
        ("confirmed", "客户确认已解决", "The customer confirmed"),
        ("informed", "已告知客户结果", "The customer was told"),
        ("not-reached", "多次联系未果", "Not reached after several tries"),
        ("withdrawn", "客户撤回", "Withdrawn by the customer"),
        ("nothing-to-do", "无需处理", "Nothing to do"),
    ],
    "reopened": [
        ("not-solved", "客户反映未解决", "Not solved for the customer"),
        ("came-back", "问题再次出现", "It came back"),
        ("mistake", "误操作", "Closed by mistake"),
    ],
    "merged": [("same-matter", "同一事项重复建单", "The same matter"), ("same-cause", "同一原因", "The same cause")],
}
TAGS = [
    ("key-customer", "重点客户", "Key customer"),
    ("media-risk", "舆情风险", "Risk of publicity"),
    ("wants-callback", "要求回电", "Wants a call back"),
    ("after-hours", "仅限下班后联系", "Only after working hours"),
]


def bring(apps, schema_editor):
    """One row for each."""
    reason, tag = apps.get_model("tickets", "StatusReason"), apps.get_model("tickets", "Tag")
    for step, rows in REASONS.items():
        for position, (code, name_zh, name_en) in enumerate(rows):
            names = {"name_zh": name_zh, "name_en": name_en, "position": position}
            reason.objects.get_or_create(step=step, code=code, defaults=names)
    for position, (code, name_zh, name_en) in enumerate(TAGS):
        names = {"name_zh": name_zh, "name_en": name_en, "position": position}
        tag.objects.get_or_create(code=code, defaults=names)


class Migration(migrations.Migration):
    replaces = [("tickets", "0008_usual_reasons")]
    dependencies = [("tickets", "0001_initial")]
    operations = [
        migrations.RunPython(bring, migrations.RunPython.noop),
    ]
