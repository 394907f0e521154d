"""How events of subscriptions are told."""

from wanhao.access.tmf import events
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import numbered

numbered("tmf_subscription", "接口订阅", "Subscription of an interface")

declare(events.SubscriptionMade, ("接口订阅建立", "Subscription made"), ("{api} {version}", "{api} {version}"))
declare(events.SubscriptionEnded, ("接口订阅结束", "Subscription ended"), ("", ""))
declare(
    events.SubscriberGaveUp,
    ("接口通知未送达", "Notification not delivered"),
    ("{notification}，试了 {attempts} 次", "{notification} after {attempts} attempts"),
)
declare(events.ThingWithdrawn, ("经接口撤回", "Taken back through the interface"), ("{key}", "{key}"))
declare(events.VisitWished, ("经接口登记期望上门", "Visit wished through the interface"), ("", ""))
declare(events.WordsChanged, ("经接口改了附加信息", "Further attributes changed through the interface"), ("", ""))
