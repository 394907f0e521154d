"""The voice menu that installations have: every first step becomes a flow, published as its first version."""

from django.db import migrations
from django.utils import timezone

# What the programme says itself, and an administrator may have worded anew.
OWN_PROMPTS = [
    "invalid-key",
    "no-key",
    "goodbye",
    "please-wait",
    "waiting-next",
    "waiting-ahead",
    "queue-full",
    "waited-longest",
    "queue-closed",
    "agent-lost",
    "agent-not-back",
    "transferring",
    "transfer-failed",
    "balance",
    "balance-unknown",
    "balance-failed",
    "rating",
    "rating-invalid",
    "rating-thanks",
    "not-a-number",
]
NOTE = "原有语音菜单 / the menu as it was"


def bring_over(apps, schema_editor):
    """Copy steps, texts and numbers; what the programme does not say itself leaves the list of prompts."""
    nodes = nodes_of_old_menu(apps)
    names = unique_names(nodes)
    documents = {pk: document_of(node, names) for pk, node in nodes.items()}
    left = set(documents)
    made = {}
    codes = apps.get_model("telephony", "AccessCode").objects.order_by("pk")
    for code in codes:
        if code.first_node_id not in made:
            reached = reachable(apps, code.first_node_id)
            made[code.first_node_id] = (code, reached)
            left -= reached
    for position, (first, (code, reached)) in enumerate(made.items()):
        kept = reached | left if position == 0 else reached  # what no number leads to is not thrown away
        flow = make_flow(apps, code, names[first], [documents[pk] for pk in sorted(kept)])
        for other in codes.filter(first_node_id=first):
            make_number(apps, other, flow)
    if nodes and not made:
        keep_as_draft(apps, [documents[pk] for pk in sorted(documents)])
    forget_prompts(apps)


def nodes_of_old_menu(apps):
    """Rows of the old menu by number."""
    rows = apps.get_model("telephony", "MenuNode").objects.select_related("prompt", "queue", "hours")
    return {row.pk: row for row in rows}


def unique_names(nodes):
    """Names of steps in small letters, each once."""
    names = {}
    for pk, node in nodes.items():
        name = node.code.lower()
        names[pk] = name if name not in names.values() else f"{name[:30]}-{pk}"
    return names


def document_of(node, names):
    """A step as the editor keeps it; the editor arranges steps that lie on one spot."""
    document = {"code": names[node.pk], "kind": node.kind, "x": 0, "y": 0}
    document["branches"] = {branch.on: names[branch.to_id] for branch in node.branches.all()}
    document["timeout_seconds"], document["attempts"] = node.timeout_seconds, max(1, node.attempts)
    if node.prompt:
        document["text_zh"], document["text_en"] = node.prompt.text_zh, node.prompt.text_en
        document["recorded"] = {
            language: recording.name
            for language, recording in (("zh", node.prompt.recording_zh), ("en", node.prompt.recording_en))
            if recording
        }
    document["language"] = node.language
    document["queue"] = node.queue.code if node.queue else ""
    document["hours"] = node.hours.code if node.hours else ""
    return document


def reachable(apps, first):
    """Steps a caller who starts at `first` can come to."""
    branches = {}
    for node_id, to_id in apps.get_model("telephony", "MenuBranch").objects.values_list("node_id", "to_id"):
        branches.setdefault(node_id, []).append(to_id)
    seen, ahead = set(), [first]
    while ahead:
        pk = ahead.pop()
        if pk not in seen:
            seen.add(pk)
            ahead.extend(branches.get(pk, []))
    return seen


def make_flow(apps, code, first, documents):
    """A flow behind a number, its first version in use."""
    Flow, FlowVersion = apps.get_model("ivr", "Flow"), apps.get_model("ivr", "FlowVersion")
    flow = Flow.objects.create(
        code=f"menu-{code.number}"[:40].lower(),
        name_zh=code.name_zh,
        name_en=code.name_en,
        unit_id=code.unit_id,
        draft={},
        draft_changed_at=timezone.now(),
    )
    flow.draft = {"start": first, "nodes": with_sounds(apps, flow, documents)}
    flow.published = FlowVersion.objects.create(
        flow=flow, number=1, graph=flow.draft, published_at=timezone.now(), note=NOTE
    )
    flow.save()
    return flow


def with_sounds(apps, flow, documents):
    """The steps, with the recordings of their prompts as recordings of the flow."""
    Sound = apps.get_model("ivr", "Sound")
    nodes = []
    for document in documents:
        node = {name: value for name, value in document.items() if name != "recorded"}
        for language, file in document.get("recorded", {}).items():
            sound = Sound.objects.create(flow=flow, file=file, name=document["code"])
            node[f"sound_{language}"] = sound.public_id
        nodes.append(node)
    return nodes


def make_number(apps, old, flow):
    """The number opens the flow."""
    apps.get_model("ivr", "AccessCode").objects.create(
        number=old.number,
        name_zh=old.name_zh,
        name_en=old.name_en,
        flow=flow,
        unit_id=old.unit_id,
        language=old.language,
        is_active=old.is_active,
    )


def keep_as_draft(apps, documents):
    """A menu behind no number: a draft of the operator."""
    Unit, Flow = apps.get_model("accounts", "Unit"), apps.get_model("ivr", "Flow")
    unit = Unit.objects.filter(parent=None).first()
    if unit is None:
        return
    flow = Flow.objects.create(
        code="menu", name_zh="语音菜单", name_en="Voice menu", unit=unit, draft={}, draft_changed_at=timezone.now()
    )
    flow.draft = {"start": documents[0]["code"], "nodes": with_sounds(apps, flow, documents)}
    flow.save()


def forget_prompts(apps):
    """Prompts of steps are now texts of steps; those that reword what the programme says stay."""
    steps = apps.get_model("telephony", "MenuNode").objects.exclude(prompt=None)
    prompts = set(steps.values_list("prompt_id", flat=True))
    steps.update(prompt=None)
    apps.get_model("telephony", "Prompt").objects.filter(pk__in=prompts).exclude(code__in=OWN_PROMPTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ivr", "0001_initial"),
        ("telephony", "0004_calls_dialled"),
        ("routing", "0001_initial"),
        ("calendars", "0001_initial"),
    ]

    operations = [migrations.RunPython(bring_over)]
