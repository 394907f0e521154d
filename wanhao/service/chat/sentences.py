"""How events of chats are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare, spell_seconds, staff_name
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.chat import events
from wanhao.service.chat.models import Conversation, Message

NOTICES = {
    "greeting": ("欢迎语", "greeting"),
    "place": ("排队位置和预计等待", "place and expected wait"),
    "serves_you": ("由谁服务", "who serves"),
    "passed_on": ("正在转接", "being passed on"),
    "returned": ("坐席离线，重新排队", "agent gone, queued again"),
    "waits_elsewhere": ("转到其他队列等待", "waits in another queue"),
    "nobody_free": ("无法接待", "nobody can serve"),
    "still_there": ("询问是否还在", "asked whether still there"),
    "ended_by_agent": ("坐席结束", "ended by the agent"),
    "ended_by_customer": ("客户结束", "ended by the customer"),
    "ended_by_silence": ("客户长时间未回复，结束", "ended, customer silent"),
    "ended_by_house": ("由我方结束", "ended by us"),
    "ended_by_callback": ("客户改为回拨，结束", "ended, the customer is called back"),
}
RETURNS = {
    "no_sign": ("坐席长时间无动作", "no sign of the agent"),
    "gone": ("坐席已离线", "the agent was gone"),
    "unserved": ("无人服务", "nobody served it"),
}
ENDS = {
    "agent": ("坐席结束", "by the agent"),
    "customer": ("客户结束", "by the customer"),
    "silence": ("客户长时间未回复", "the customer was silent"),
    "overflow": ("无法等待", "could not wait"),
    "callback": ("客户改为回拨", "the customer is called back"),
    "released": ("班长强拆", "released by a leader"),
}
KINDS = {"queue": ("队列", "queue"), "agent": ("坐席", "agent")}


def find_chat(public_id: str) -> int | None:
    """A chat by the public id of its contact."""
    return Conversation.objects.filter(contact__public_id=public_id).values_list("pk", flat=True).first()


def chat_key(number: int) -> str | None:
    """The public id of the contact."""
    return Conversation.objects.filter(pk=number).values_list("contact__public_id", flat=True).first()


def notice(name: object) -> object:
    """A notice in words."""
    return by_language(*NOTICES.get(str(name), (str(name), str(name))))


def why_returned(name: object) -> object:
    """Why it came back to the queue."""
    return by_language(*RETURNS.get(str(name), (str(name), str(name))))


def why_ended(name: object) -> object:
    """Why it ended."""
    return by_language(*ENDS.get(str(name), (str(name), str(name))))


def kind_of_target(name: object) -> object:
    """A queue or an agent."""
    return by_language(*KINDS.get(str(name), (str(name), str(name))))


def yes_or_no(value: object) -> object:
    """A truth in words."""
    return by_language("是", "yes") if value else by_language("否", "no")


def whither(code: object) -> object:
    """Into which queue it flowed on."""
    return code or by_language("无，会话结束", "none, the chat ended")


add_kind(Kind("chat", "在线会话", "Chat", find_chat, chat_key, "/contacts/{key}/"))

declare(
    events.ChatBegan,
    ("客户发起在线会话", "Chat begun"),
    ("入口 {entrance}，号码已验证：{is_verified}", "entrance {entrance}, number proved: {is_verified}"),
    is_verified=yes_or_no,
)
declare(
    events.MessageSent,
    ("发送消息", "Message sent"),
    ("第 {number} 条，{author}，{kind}", "number {number}, {author}, {kind}"),
    author=Message.Author,
    kind=Message.Kind,
)
declare(
    events.NoticeGiven,
    ("系统提示", "Notice given"),
    ("第 {number} 条：{notice}", "number {number}: {notice}"),
    notice=notice,
)
declare(events.ChatAccepted, ("坐席接入会话", "Chat accepted"), ("{agent_id}", "{agent_id}"))
declare(
    events.ChatTransferred,
    ("转接会话", "Chat passed on"),
    ("转至{kind} {target}，附内部说明：{has_note}", "to {kind} {target}, with a note: {has_note}"),
    kind=kind_of_target,
    has_note=yes_or_no,
)
declare(
    events.ChatReturned,
    ("会话退回队首", "Chat back at the head of the queue"),
    ("{reason}，客户已等回复 {unanswered_seconds}", "{reason}, customer waited for an answer {unanswered_seconds}"),
    reason=why_returned,
    unanswered_seconds=spell_seconds,
)
declare(
    events.ChatOverflowed,
    ("会话溢出", "Chat overflowed"),
    ("转到队列：{onward}", "on into queue: {onward}"),
    onward=whither,
)
declare(
    events.SilentCustomerAsked,
    ("询问客户是否还在", "Silent customer asked"),
    ("已沉默 {silent_seconds}", "silent for {silent_seconds}"),
    silent_seconds=spell_seconds,
)
declare(
    events.ChatEnded,
    ("会话结束", "Chat ended"),
    ("{reason}，共 {messages} 条消息", "{reason}, {messages} messages in all"),
    reason=why_ended,
)
declare(events.RatingExplained, ("客户补充评价", "Rating explained"))
declare(
    events.TranscriptRead, ("查看会话记录", "Transcript read"), ("{reader_id}", "{reader_id}"), reader_id=staff_name
)
declare(
    events.TranscriptDeleted,
    ("会话记录到期删除", "Transcript deleted when its time was over"),
    ("消息 {messages} 条，文件 {files} 个", "{messages} messages, {files} files"),
)
