"""How events of contacts are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.contacts import events
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import public_id_of


def find_contact(public_id: str) -> int | None:
    """A contact by public id."""
    return Contact.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


add_kind(Kind("contact", "接触", "Contact", find_contact, public_id_of, "/contacts/{key}/"))


def number_dialled(access_code: str) -> str:
    """With the number a customer dialled, where they dialled one."""
    return by_language(f"，接入码 {access_code}", f", dialled {access_code}") if access_code else ""


declare(
    events.ContactOpened,
    ("接触开始", "Contact began"),
    ("{channel}{access_code}", "{channel}{access_code}"),
    channel=Contact.Channel,
    access_code=number_dialled,
)
declare(events.CustomerIdentified, ("识别客户", "Customer identified"))
declare(events.LanguageChosen, ("选择语言", "Language chosen"), ("{language}", "{language}"))
declare(events.BusinessTypeChosen, ("选择业务类型", "Business type chosen"), ("{business_type}", "{business_type}"))
declare(events.PersonAskedFor, ("要求人工服务", "Asked for a person"), ("队列 {queue_code}", "queue {queue_code}"))
declare(events.ContactAnswered, ("人工应答", "Answered by a person"), ("{agent_id}", "{agent_id}"))
declare(events.ContactGiven, ("坐席受理", "Seen to by an agent"), ("{agent_id}", "{agent_id}"))
declare(events.ContactHeld, ("保持", "On hold"), ("{seconds}", "for {seconds}"))
declare(events.ContactWrappedUp, ("话后小结", "Wrapped up"), ("{wrap_up_code}", "{wrap_up_code}"))
declare(events.ContactRated, ("客户评分", "Rated by the customer"), ("{rating} 分", "{rating} of 5"))
declare(
    events.ContactEnded,
    ("接触结束", "Contact ended"),
    ("{outcome}，时长 {seconds}，保持 {hold_seconds}", "{outcome}, after {seconds}, on hold {hold_seconds}"),
    outcome=Contact.Outcome,
)
