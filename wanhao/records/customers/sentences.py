"""How events of customers are told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.foundation.audit.sentences import declare, field_names, spell_list
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.records.customers import events
from wanhao.records.customers.models import Address, LedgerEntry, Party, RiskMark, Subscription
from wanhao.records.customers.queries import public_id_of


def find_customer(public_id: str) -> int | None:
    """A customer by public id."""
    return Party.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def spell_parts(parts: Iterable[str]) -> str:
    """What of a customer an import touched."""
    words = {"customer": _("details"), "account": _("account"), "subscription": _("service"), "address": _("address")}
    return spell_list(words.get(part, part) for part in dict.fromkeys(parts)) or "–"


def spell_check(is_right: bool) -> str:
    """How a PIN check went."""
    return pgettext("PIN", "right") if is_right else pgettext("PIN", "wrong")


add_kind(Kind("customer", "客户", "Customer", find_customer, public_id_of, "/customers/{key}/"))

declare(
    events.CustomerRegistered,
    ("客户建档", "Customer registered"),
    ("{tier}，{segment}", "{tier}, {segment}"),
    tier=Party.Tier,
    segment=Party.Segment,
)
declare(
    events.CustomerChanged,
    ("客户资料变更", "Customer changed"),
    ("{changed_fields}",) * 2,
    changed_fields=field_names(Party),
)
declare(
    events.CustomerImported,
    ("客户导入", "Customer imported"),
    ("新增：{added}；变更：{changed}", "new: {added}; changed: {changed}"),
    added=spell_parts,
    changed=spell_parts,
)
declare(events.AccountOpened, ("开立账户", "Account opened"))
declare(
    events.SubscriptionAdded,
    ("新增业务", "Service added"),
    ("{service}，套餐 {plan_code}", "{service}, plan {plan_code}"),
    service=Subscription.Service,
)
declare(
    events.SubscriptionChanged,
    ("业务变更", "Service changed"),
    ("{changed_fields}",) * 2,
    changed_fields=field_names(Subscription),
)
declare(events.AddressAdded, ("新增地址", "Address added"), ("{purpose}", "{purpose}"), purpose=Address.Purpose)
declare(events.AddressRemoved, ("删除地址", "Address removed"), ("{purpose}", "{purpose}"), purpose=Address.Purpose)
declare(events.ContactNumberAdded, ("新增联系号码", "Contact number added"))
declare(events.ContactNumberRemoved, ("删除联系号码", "Contact number removed"))
declare(events.ConsentGiven, ("客户同意", "Consent given"), ("{purpose}", "{purpose}"))
declare(events.ConsentWithdrawn, ("客户撤回同意", "Consent withdrawn"), ("{purpose}", "{purpose}"))
declare(events.RiskMarked, ("标记风险", "Risk marked"), ("{mark}：{reason}", "{mark}: {reason}"), mark=RiskMark)
declare(events.RiskCleared, ("取消风险标记", "Risk cleared"), ("{mark}：{reason}", "{mark}: {reason}"), mark=RiskMark)
declare(events.PinSet, ("设置业务密码", "Business PIN set"))
declare(events.PinChecked, ("验证业务密码", "Business PIN checked"), ("{is_right}", "{is_right}"), is_right=spell_check)
declare(events.PinLocked, ("业务密码被锁定", "Business PIN locked"))
declare(events.PinUnlocked, ("解锁业务密码", "Business PIN unlocked"), ("{reason}", "{reason}"))
declare(
    events.LedgerBooked, ("账务入账", "Ledger booked"), ("{kind} ¥{amount}", "{kind} ¥{amount}"), kind=LedgerEntry.Kind
)
