"""What callers hear at a moment: published menus, announcements."""

from tests.factories.ivr import TEST, make_demo_flow
from wanhao.service.ivr import actions
from wanhao.service.ivr.models import AccessCode
from wanhao.service.speech import prompts
from wanhao.service.telephony import menu


def test_the_menu_of_a_moment_stays_what_it_was(db: None) -> None:
    flow = make_demo_flow()
    before = menu.current_menu()
    assert before.entrances["10000"].flow.graph.start == "welcome"
    quick = {**flow.draft, "start": "main-menu"}
    flow = actions.save_draft(flow.pk, quick, version=flow.draft_version, by=TEST)
    actions.publish(flow.pk, version=flow.draft_version, by=TEST)
    after = menu.current_menu().entrances["10000"].flow
    assert (after.graph.start, after.version) == ("main-menu", 2)
    kept = before.entrances["10000"].flow  # a call that began before goes on with this
    assert (kept.graph.start, kept.version) == ("welcome", 1)
    assert before.phrases.said(kept.prompt_of(kept.graph.steps["welcome"]), "en").text.startswith("Hello")


def test_numbers_out_of_use_and_unpublished_menus_are_not_dialled(db: None) -> None:
    make_demo_flow()
    AccessCode.objects.update(is_active=False)
    assert menu.current_menu().entrances == {}


def test_what_menus_say_is_made_ahead_and_kept(db: None) -> None:
    make_demo_flow()
    heard = menu.current_menu()
    assert prompts.everything() == heard.phrases
    flow = heard.entrances["10000"].flow
    assert flow.prompt_of(flow.graph.steps["welcome"]) in prompts.everything()
