"""What the programme itself says on the telephone; `{count}`, `{wait}` and `{key}` are nothing private."""

from __future__ import annotations

from wanhao.service.speech.prompts import also_said
from wanhao.service.speech.texts import declare
from wanhao.service.telephony.menu import said_in_menus

TEXTS: dict[str, tuple[str, str]] = {
    "invalid-key": ("您的按键有误，请重新选择。", "That is not a valid choice. Please try again."),
    "no-key": ("没有收到您的按键，请重新选择。", "We did not receive your choice. Please try again."),
    "goodbye": ("感谢您的来电，再见。", "Thank you for calling. Goodbye."),
    "please-wait": ("正在为您转接人工服务，请稍候。", "We are connecting you to a colleague. Please hold the line."),
    "poll-closed": (
        "您好，本次活动现在不在开放时间，感谢您的参与，再见。",
        "This poll is not open now. Thank you. Goodbye.",
    ),
    "poll-again": (
        "您已经参与过了，每个号码只计一次，感谢您的支持，再见。",
        "You have taken part already; each number counts once. Thank you. Goodbye.",
    ),
    "poll-withheld": (
        "您的来电没有显示号码，无法计入，请显示号码后再拨。再见。",
        "Your number is withheld, so your call cannot be counted. Please call again showing it. Goodbye.",
    ),
    "waiting-next": ("您是下一位。", "You are the next in line."),
    "waiting-ahead": ("您前面还有{count}位客户在等待。", "Callers waiting before you: {count}."),
    "wait-range": ("预计等待时间{wait}，请稍候。", "The expected wait is {wait}. Please hold the line."),
    "wait-unknown": (
        "目前还无法估计等待时间，请稍候。",
        "We cannot say yet how long it will take. Please hold the line.",
    ),
    "callback-choice": (
        "如果您不想等待，请按{key}号键，我们将保留您的排队位置并回拨给您。",
        "If you would rather not wait, press {key}: you keep your place and we call you back.",
    ),
    "callback-number": (
        "我们将回拨您的来电号码，{digits}。确认请按一，使用其他号码请按二，继续等待请按星号键。",
        "We will call you back on the number you are calling from, {digits}. "
        "Press 1 to confirm, 2 for another number, or star to go on waiting.",
    ),
    "callback-enter": (
        "请输入您的电话号码，以井号键结束。",
        "Please enter your telephone number, followed by the hash key.",
    ),
    "callback-entered": (
        "您输入的号码是，{digits}。确认请按一，重新输入请按二，继续等待请按星号键。",
        "You entered {digits}. Press 1 to confirm, 2 to enter it again, or star to go on waiting.",
    ),
    "callback-not-a-number": ("您输入的号码有误。", "That is not a valid telephone number."),
    "callback-go-on": ("好的，请您继续等待，您的排队位置不变。", "Please hold the line. Your place has not changed."),
    "callback-agreed": (
        "已为您登记回拨，您的排队位置已保留，请保持电话畅通。感谢您的来电，再见。",
        "Your callback is noted and your place is kept. Please keep your telephone free. Goodbye.",
    ),
    "callback-kept": (
        "您之前登记了回拨，现在按保留的位置为您排队，请稍候。",
        "You had asked for a callback. You go on waiting from the place we kept. Please hold the line.",
    ),
    "callback-preview": (
        "回拨任务，请查看客户资料，按一键拨号。",
        "A callback. Look, then press 1 to dial.",
    ),
    "callback-dialling": ("正在接通客户。", "Connecting to the customer."),
    "callback-busy": ("客户电话正忙，稍后将再次回拨。", "The customer's line is busy. It will be tried again."),
    "callback-no_answer": ("客户没有应答。", "The customer did not answer."),
    "callback-wrong_number": ("客户号码是空号。", "The customer's number does not exist."),
    "callback-refused": ("客户拒绝接听。", "The customer refused the call."),
    "callback-failed": ("线路故障，未能接通客户。", "The line failed, the customer was not reached."),
    "queue-full": (
        "非常抱歉，目前等待的客户较多，请您稍后再拨。再见。",
        "We are sorry, too many customers are waiting at the moment. Please call again later. Goodbye.",
    ),
    "waits-elsewhere": (
        "坐席繁忙，正在为您转到其他客户代表，您已等待的时间会保留，请稍候。",
        "All our colleagues here are busy. You are waiting for other colleagues now and keep your place. Please hold.",
    ),
    "callback-instead": (
        "坐席全忙，我们可以稍后给您回电。",
        "All our colleagues are busy. We can call you back instead.",
    ),
    "waited-longest": (
        "非常抱歉，坐席全忙，让您久等了，请您稍后再拨。再见。",
        "We are sorry that nobody could take your call. Please call again later. Goodbye.",
    ),
    "queue-closed": (
        "您好，人工服务现在不在服务时间，请您在服务时间内来电。再见。",
        "Our colleagues are not at work now. Please call again during service hours. Goodbye.",
    ),
    "agent-lost": (
        "线路出现短暂中断，正在为您重新接通客户代表，请不要挂机。",
        "The line was interrupted. We are calling your representative again, please do not hang up.",
    ),
    "agent-not-back": (
        "非常抱歉，正在为您优先转接其他客户代表，请稍候。",
        "We are sorry. We are connecting you to another representative, ahead of the queue. Please hold.",
    ),
    "transferring-first": (
        "正在为您优先转接，请稍候。",
        "We are transferring your call, ahead of the queue. Please hold.",
    ),
    "transferring": ("正在为您转接，请稍候。", "We are transferring your call. Please hold."),
    "transfer-failed": (
        "转接没有成功，正在为您重新接通客户代表。",
        "The transfer did not succeed. We are calling your representative again.",
    ),
    "supervisor-joins": (
        "为保证服务质量，值班长加入本次通话。",
        "To assure the quality of our service, a supervisor joins this call.",
    ),
    "balance": ("您的账户余额为{amount}。", "The balance of your account is {amount}."),
    "balance-unknown": (
        "非常抱歉，没有查到来电号码的账户。",
        "We are sorry, we found no account for the number you are calling from.",
    ),
    "balance-failed": (
        "非常抱歉，暂时无法查询余额，请稍后再试。",
        "We are sorry, the balance cannot be looked up at the moment. Please try again later.",
    ),
    "not-told": (
        "非常抱歉，暂时无法查询，请稍后再试。",
        "We are sorry, this cannot be looked up at the moment. Please try again later.",
    ),
    "bill": ("您{month}的账单金额为{amount}。", "Your bill for {month} is {amount}."),
    "bill-due": (
        "您{month}的账单金额为{amount}，请于{day}前缴纳。",
        "Your bill for {month} is {amount}, due on {day}.",
    ),
    "bill-none": ("没有查到来电号码的账单。", "We found no bill for the number you are calling from."),
    "progress-some": ("您有{count}张工单。", "Tickets of yours: {count}."),
    "progress-one": (
        "工单号，{digits}，{kind}，目前状态：{status}。",
        "Ticket number {digits}. {kind}. It is now: {status}.",
    ),
    "progress-none": ("您目前没有处理中的工单。", "You have no tickets at the moment."),
    "pin-enter": ("请输入六位业务密码。", "Please enter your six digit business PIN."),
    "pin-wrong": (
        "业务密码错误，还可以再输入{count}次。",
        "This PIN is not right. Tries left: {count}.",
    ),
    "pin-locked": (
        "您的业务密码已被锁定，请转人工服务或携带证件到营业厅办理解锁。",
        "Your business PIN is locked. Please ask a representative, or visit a service hall with your identity card.",
    ),
    "pin-none": (
        "来电号码尚未设置业务密码，请转人工服务或到营业厅办理。",
        "No business PIN was set for this number. Please ask a representative, or visit a service hall.",
    ),
    "pin-six-digits": ("业务密码为六位数字。", "A business PIN has six digits."),
    "pin-new": ("请输入新的六位业务密码。", "Please enter your new six digit PIN."),
    "pin-again": ("请再次输入新密码。", "Please enter the new PIN again."),
    "pin-different": ("两次输入的密码不一致。", "The two PINs are not the same."),
    "pin-weak": (
        "该密码过于简单，请勿使用连续、重复的数字或电话号码的一部分。",
        "This PIN is too easy to guess. Please use no rows, no repeated digits and no part of your number.",
    ),
    "pin-changed": ("业务密码修改成功。", "Your business PIN was changed."),
    "pin-not-changed": ("业务密码没有修改。", "Your business PIN was not changed."),
    "voice-message": (
        "请在提示音后留言，结束请按井号键。",
        "Please leave your message after the tone. Press the hash key when you have finished.",
    ),
    "voice-message-kept": (
        "您的留言已保存，我们会尽快与您联系，再见。",
        "Your message has been kept and we will call you back as soon as we can. Goodbye.",
    ),
    "voice-message-empty": ("没有听到您的留言，再见。", "We did not hear a message. Goodbye."),
    "test-call": ("这是语音导航草稿的测试通话。", "This is a test call of a draft."),
    "test-queue": (
        "测试到此结束：正式来电将在此处转入人工队列。",
        "The test ends here: a real call would now wait for a representative.",
    ),
    "test-message": (
        "测试到此结束：正式来电将在此处留言。",
        "The test ends here: a real caller would now leave a message.",
    ),
    "rating": (
        "请对本次服务进行评价：非常满意请按五，满意请按四，一般请按三，不满意请按二，非常不满意请按一。",
        "Please rate our service. Press 5 for very satisfied, 4 for satisfied, 3 for fair, "
        "2 for dissatisfied, or 1 for very dissatisfied.",
    ),
    "rating-invalid": ("请按一到五之间的数字键进行评价。", "Please press a key from 1 to 5."),
    "rating-thanks": ("感谢您的评价，再见。", "Thank you for your rating. Goodbye."),
    "announcement-confirm": ("收到请按一。", "Press 1 to confirm."),
    "announcement-thanks": ("已确认，谢谢，再见。", "Confirmed. Thank you, goodbye."),
    "not-a-number": ("您拨打的号码有误，请核对后再拨。", "The number you dialled is not valid. Please check it."),
}

PLACES = {
    "waiting-ahead": "{count}",
    "wait-range": "{wait}",
    "balance": "{amount}",
    "bill": "{amount}",
    "bill-due": "{amount}",
    "progress-one": "{digits}",
    "callback-choice": "{key}",
    "callback-number": "{digits}",
    "callback-entered": "{digits}",
}

declare(TEXTS, places=PLACES)
also_said(said_in_menus)
