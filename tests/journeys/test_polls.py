"""A vote by telephone: its own number, lines and count; no contact, no queue."""

import asyncio
from collections.abc import Callable

from softswitch.errors import DialFailed
from softswitch.phone import PhoneCall
from tests.factories.votes import make_poll
from tests.house import ask, until
from tests.journeys.people import People
from wanhao.foundation.accounts.models import Unit
from wanhao.service.contacts.models import Contact
from wanhao.service.votes import queries
from wanhao.service.votes.models import Poll
from wanhao.service.votes.queries import Result

ALICE, BOB, CAROL = "12100000301", "12100000302", "12100000303"


async def test_votes_are_counted_once_within_their_lines(people: People) -> None:
    before = await ask(Contact.objects.count)
    poll = await ask(open_poll)
    alice = await dials(people, ALICE, poll)
    bob = await dials(people, BOB, poll)
    assert await busy(people, CAROL, poll)
    await alice.press("1")
    await until(lambda: queries.result(poll).ballots == 1, what="the first vote is counted")
    await bob.press("7")  # not a choice: asked again
    await bob.wait_heard(20)
    await bob.press("2")
    await until(lambda: queries.result(poll).ballots == 2, what="the second vote is counted")
    await bob.hangup()  # without waiting for the thanks
    await asyncio.wait_for(alice.wait_ended(), 20)
    again = await dials(people, ALICE, poll)
    await again.press("2")
    result = await until(reports_everything(poll), seconds=20, what="what was not counted is reported")
    assert [answer.votes for answer in result.questions[0].choices] == [1, 1]
    assert (result.unheard["busy"], result.unheard["again"]) == (1, 1)
    await asyncio.wait_for(again.wait_ended(), 20)
    assert await ask(Contact.objects.count) == before


def open_poll() -> Poll:
    return make_poll(unit=Unit.objects.filter(kind="centre").first(), most_lines=2)


async def dials(people: People, number: str, poll: Poll) -> PhoneCall:
    """A caller who is let in; the number is known to telephony a few seconds after it was set up."""
    for _attempt in range(100):
        try:
            return await people.customer(number, dials=poll.number)
        except DialFailed:
            await asyncio.sleep(0.2)
    raise AssertionError("the poll never came on the air")


async def busy(people: People, number: str, poll: Poll) -> bool:
    try:
        await people.customer(number, dials=poll.number)
    except DialFailed as refused:
        return refused.code == 486
    return False


def reports_everything(poll: Poll) -> Callable[[], Result | None]:
    def look() -> Result | None:
        result = queries.result(poll)
        return result if result.unheard["busy"] and result.unheard["again"] else None

    return look
