"""Past chats of the demo operator and the phrases its agents use. Everything is invented."""

from __future__ import annotations

from dataclasses import dataclass

GREETING = (
    "您好，欢迎使用万和电信在线客服！请稍候，客服人员马上为您服务。",
    "Welcome to Wanhe Telecom. Somebody of our staff will be with you in a moment.",
)
CLOSED = (
    "在线客服暂不在服务时间，您可以留下回拨，或拨打 10000 号。",
    "The chat is closed at the moment. Ask to be called back, or dial 10000.",
)

# short name, Chinese text, English text
PHRASES = [
    ("hello", "{customer}，您好，很高兴为您服务，请问有什么可以帮您？", "Hello {customer}, how may I help you?"),
    ("wait", "请您稍等，我马上为您查询。", "One moment please, I am looking it up."),
    ("thanks-wait", "感谢您的耐心等待。", "Thank you for waiting."),
    ("light", "请您看一下光猫上的 LOS 灯是否为红色，也可以拍照发给我。",
     "Please look whether the LOS light of the modem is red. You may send me a picture."),
    ("restart", "请您将光猫和路由器断电一分钟后重新通电，再试一下。",
     "Please switch the modem and the router off for one minute, then on again."),
    ("ticket", "已为您登记工单，处理结果会以短信告知您。",
     "I have opened a ticket for you. We tell you the outcome by short message."),
    ("number", "为保护您的信息，请提供办理业务的手机号码。", "Please give the number of the service."),
    ("else", "请问还有其他可以帮您的吗？", "Is there anything else I can do for you?"),
    ("bye", "感谢您的咨询，稍后请对本次服务作出评价，祝您生活愉快！我是{agent}。",
     "Thank you for writing to us. Please rate this chat in a moment. This was {agent}."),
]  # fmt: skip


@dataclass(frozen=True)
class PastChat:
    """A chat of so many minutes ago: who served it, what it was about, who said what (c: customer, a: agent)."""

    agent: str
    code: str
    minutes_ago: int
    waited_seconds: int
    rating: int | None
    said: tuple[str, ...]
    language: str = "zh"
    is_known: bool = True


CHATS = [
    PastChat(
        "8001",
        "broadband-fault",
        47,
        22,
        5,
        (
            "c 家里宽带从昨晚开始上不去网了",
            "a 您好，请您看一下光猫上的 LOS 灯是否为红色？",
            "c 是红的，一直闪",
            "p",
            "a 收到照片。LOS 灯红说明光路中断，我为您登记上门维修。",
            "c 今天能来吗",
            "a 最近的时段是今天下午两点到四点，已为您预约。",
            "c 好的谢谢",
        ),
    ),
    PastChat(
        "8001",
        "bill",
        95,
        8,
        4,
        (
            "c 这个月怎么多扣了 10 块钱",
            "a 请稍等，我为您查询账单。",
            "a 多出的 10 元是 18 日订购的流量加油包，当月有效。",
            "c 哦想起来了，是我自己点的",
            "a 好的，下月不会续订，请您放心。",
        ),
    ),
    PastChat(
        "8002",
        "plan",
        130,
        41,
        5,
        (
            "c 想换一个流量多点的套餐",
            "a 您近三个月平均使用流量 38GB，推荐 129 元套餐，含 60GB。",
            "c 换了马上生效吗",
            "a 变更次月 1 日生效，本月仍按原套餐计费。",
            "c 那就换吧",
            "a 已提交，请留意确认短信。",
        ),
    ),
    PastChat(
        "8006",
        "mobile-signal",
        190,
        15,
        3,
        (
            "c 小区地下车库一格信号都没有",
            "a 给您带来不便非常抱歉，请问是哪个小区？",
            "c 演示街 18 号",
            "a 已登记信号投诉，技术人员会联系您现场测试。",
            "c 上次也这么说 😓",
            "a 理解您的心情，我已备注重复反映并升级处理。",
        ),
    ),
    PastChat(
        "8002",
        "roaming",
        260,
        12,
        5,
        (
            "c Hello, I am flying to Singapore tomorrow. How do I switch on roaming?",
            "a Good afternoon. I can switch it on for you now. A day package costs 25 yuan.",
            "c Great, please do.",
            "a It is on. The package starts with your first use there.",
            "c Perfect, thanks!",
        ),
        "en",
    ),
    PastChat(
        "8007",
        "progress",
        320,
        5,
        4,
        (
            "c 我的移机办到哪一步了",
            "a 您的移机单已派给施工人员，预约明天上午上门。",
            "c 可以改到下午吗",
            "a 可以，已改为明天 14 点到 16 点。",
            "c 谢谢",
        ),
    ),
    PastChat(
        "8011",
        "complaint",
        400,
        66,
        2,
        (
            "c 营业厅说可以退押金，去了又说不行，来回跑两趟",
            "a 非常抱歉让您白跑一趟，我来核实。",
            "c 你们到底谁说了算",
            "a 已为您登记投诉，48 小时内给您答复。",
            "c 我等着",
        ),
    ),
    PastChat(
        "8001",
        "other",
        1450,
        9,
        None,
        (
            "c 你好",
            "a 您好，请问有什么可以帮您？",
            "c 没事了，问题解决了",
            "a 好的，祝您生活愉快。",
        ),
        is_known=False,
    ),
    PastChat(
        "8006",
        "bill",
        1500,
        18,
        5,
        (
            "c 电子发票怎么开",
            "a 您可以在掌上营业厅“我的-发票”里开具，也可以我发给您邮箱。",
            "c 找到了，谢谢 👍",
        ),
    ),
    PastChat(
        "8012",
        "broadband-fault",
        1580,
        33,
        4,
        (
            "c 晚上看视频老卡",
            "a 请问是所有设备都卡，还是某一台？",
            "c 都卡，手机也卡",
            "a 远程检测显示路由器连接了 23 台设备，建议重启路由器再试。",
            "c 重启后好多了",
            "a 好的，如再出现请随时联系我们。",
        ),
    ),
    PastChat(
        "8002",
        "plan",
        1700,
        20,
        5,
        (
            "c What is the cheapest plan with 5G?",
            "a The 59 yuan plan: 15 GB and 200 minutes.",
            "c Can I keep my number?",
            "a Yes. The change takes effect on the first of next month.",
        ),
        "en",
        False,
    ),
    PastChat(
        "8013",
        "mobile-signal",
        2890,
        27,
        3,
        (
            "c 高铁上打不了电话",
            "a 请问是哪一段？",
            "c 东江到西岭之间隧道里",
            "a 隧道覆盖正在建设，预计明年一季度完成。",
        ),
    ),
    PastChat(
        "8014",
        "progress",
        2950,
        11,
        5,
        (
            "c 补卡后收不到验证码",
            "a 补卡后短信功能 24 小时内恢复，我帮您检查一下状态。",
            "a 已刷新，请您现在再试一次。",
            "c 收到了！太快了",
        ),
    ),
    PastChat(
        "8007",
        "bill",
        3010,
        14,
        4,
        (
            "c 欠费停机了，交了钱多久恢复",
            "a 缴费后一般半小时内自动复机，我为您手动处理。",
            "c 好了能打了",
            "a 不客气。",
        ),
        is_known=False,
    ),
    PastChat(
        "8011",
        "complaint",
        4400,
        52,
        1,
        (
            "c 宽带修了三次还是断",
            "a 非常抱歉，我看到您的三次报修记录。",
            "c 我要求退费并且换线",
            "a 已升级为重点投诉，后台专人今天内联系您，并申请减免本月费用。",
            "c 再不好我就去投诉",
        ),
    ),
    PastChat(
        "8015",
        "broadband-fault",
        4460,
        24,
        5,
        (
            "c 光猫换了新的，要怎么设置",
            "a 请您把新光猫背面的序列号拍照发给我。",
            "p",
            "a 已为您下发数据，请等待两分钟。",
            "c 可以上网了，专业！",
        ),
    ),
    PastChat(
        "8012",
        "other",
        4520,
        7,
        5,
        (
            "c 你们地址在哪，想去营业厅办业务",
            "a 东江中心营业厅在演示街 1 号，9:00 到 18:00 营业，可以先取号再过去。",
            "c 好",
        ),
        is_known=False,
    ),
    PastChat(
        "8001",
        "plan",
        5800,
        16,
        4,
        (
            "c 合约还有几个月到期",
            "a 您的合约到明年 3 月 31 日。",
            "c 提前解约要赔多少",
            "a 剩余合约金为 160 元，到期后可自由变更。",
            "c 那算了",
        ),
    ),
    PastChat(
        "8006",
        "roaming",
        5870,
        31,
        5,
        (
            "c 在国外收到好多扣费短信",
            "a 请不要担心，这是到访地的欢迎短信，本身不收费。",
            "c 流量是关着的对吧",
            "a 是的，数据漫游目前关闭。",
            "c 放心了",
        ),
    ),
    PastChat(
        "8013",
        "bill",
        7300,
        10,
        None,
        (
            "c 上个月的账单能发我一份吗",
            "a 已将 10 月账单发送到您的短信，请查收。",
            "c 收到",
        ),
    ),
]
