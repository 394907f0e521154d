"""What callers hear about themselves, once their PIN was right: balance, last bill, the progress of their tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.service.ivr.rules import Kind
from wanhao.service.speech.numerals import spoken_count, spoken_day, spoken_digits, spoken_money, spoken_month
from wanhao.service.telephony.flow.pin_entry import is_themselves
from wanhao.service.telephony.flow.untold import Untold

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.menu_walk import Walk


async def tell(walk: Walk, kind: Kind) -> None:
    """Tell it to those who have said their PIN, or that it cannot be told now."""
    if not await is_themselves(walk):
        return
    leaf = {Kind.BALANCE: tell_balance, Kind.BILL: tell_bill, Kind.PROGRESS: tell_progress}[kind]
    try:
        await leaf(walk)
    except Untold:
        await walk.line.say("balance-failed" if kind is Kind.BALANCE else "not-told")


async def tell_balance(walk: Walk) -> None:
    """The balance of the account of the number they call from."""
    balance = await walk.answers.balance()
    if balance is None:
        await walk.line.say("balance-unknown")
        return
    walk.was_served = True
    await walk.line.say_private("balance", amount=spoken_money(balance, walk.line.language))


async def tell_bill(walk: Walk) -> None:
    """The month billed last, what it comes to and until when it is due."""
    bill, language = await walk.answers.last_bill(), walk.line.language
    if bill is None:
        await walk.line.say("bill-none")
        return
    walk.was_served = True
    values = {"month": spoken_month(bill.month_on, language), "amount": spoken_money(bill.amount, language)}
    if bill.due_on is None:
        await walk.line.say_private("bill", **values)
    else:
        await walk.line.say_private("bill-due", **values, day=spoken_day(bill.due_on, language))


async def tell_progress(walk: Walk) -> None:
    """The caller's newest tickets: the number figure by figure, what it is and how far it is in words."""
    language = walk.line.language
    tickets = await walk.answers.progress(language)
    if not tickets:
        await walk.line.say("progress-none")
        return
    walk.was_served = True
    await walk.line.say("progress-some", count=spoken_count(len(tickets), language))
    for ticket in tickets:
        digits = spoken_digits(ticket.number, language)
        await walk.line.say_private("progress-one", digits=digits, kind=ticket.kind, status=ticket.status)
