"""The demo operator 万和电信, wholly invented: its units, staff, queues and the words of its work.

Numbers lie outside the real numbering plan: mobiles begin with 121, fixed lines with 0900.
"""

from __future__ import annotations

from wanhao.foundation.accounts.rights import Role

# code, kind, Chinese name, English name, parent
UNITS = [
    ("wanhe", "operator", "万和电信", "Wanhe Telecom", ""),
    ("dongjiang", "region", "东江", "Dongjiang", "wanhe"),
    ("xiling", "region", "西岭", "Xiling", "wanhe"),
    ("dj-centre", "centre", "东江客户服务中心", "Dongjiang Service Centre", "dongjiang"),
    ("dj-team-1", "team", "综合一班", "General Team 1", "dj-centre"),
    ("dj-team-2", "team", "综合二班", "General Team 2", "dj-centre"),
    ("dj-team-fault", "team", "宽带专席班", "Broadband Team", "dj-centre"),
    ("dj-hall", "hall", "东江中心营业厅", "Dongjiang Main Hall", "dongjiang"),
    ("xl-hall", "hall", "西岭营业厅", "Xiling Hall", "xiling"),
    ("dj-network", "department", "网络部", "Network", "dongjiang"),
    ("dj-operations", "department", "运营管理部", "Operations", "dongjiang"),
    ("dj-sales", "department", "市场部", "Sales", "dongjiang"),
    ("dj-construction", "department", "工程建设部", "Construction", "dongjiang"),
    ("dj-finance", "department", "财务部", "Finance", "dongjiang"),
    ("xl-network", "department", "网络部", "Network", "xiling"),
]

# staff number, name, unit, role
STAFF = [
    ("8001", "林晓禾", "dj-team-1", Role.GENERAL_SEAT),
    ("8002", "周青岚", "dj-team-1", Role.GENERAL_SEAT),
    ("8003", "许知秋", "dj-team-1", Role.GENERAL_SEAT),
    ("8004", "沈一舟", "dj-team-1", Role.GENERAL_SEAT),
    ("8005", "何映雪", "dj-team-1", Role.GENERAL_SEAT),
    ("8006", "陆星野", "dj-team-1", Role.GENERAL_SEAT),
    ("8007", "叶听松", "dj-team-1", Role.GENERAL_SEAT),
    ("8008", "江雨桐", "dj-team-2", Role.GENERAL_SEAT),
    ("8009", "宋云帆", "dj-team-2", Role.GENERAL_SEAT),
    ("8010", "白露", "dj-team-2", Role.GENERAL_SEAT),
    ("8011", "顾远山", "dj-team-2", Role.GENERAL_SEAT),
    ("8012", "秦朗月", "dj-team-2", Role.GENERAL_SEAT),
    ("8013", "苏木", "dj-team-2", Role.GENERAL_SEAT),
    ("8014", "方晴川", "dj-team-2", Role.GENERAL_SEAT),
    ("8015", "程暮云", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8016", "温如玉", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8017", "傅长风", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8018", "简宁", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8019", "韩星河", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8020", "安妮", "dj-team-fault", Role.SPECIALIST_SEAT),
    ("8101", "高望", "dj-team-1", Role.TEAM_LEADER),
    ("8102", "郑向晚", "dj-team-2", Role.TEAM_LEADER),
    ("8103", "彭石", "dj-team-fault", Role.TEAM_LEADER),
    ("8201", "孟舒", "dj-centre", Role.DUTY_LEADER),
    ("8301", "谢清", "dj-centre", Role.QUALITY_INSPECTOR),
    ("8401", "章程", "dj-centre", Role.PLANNER),
    ("8501", "罗亦", "dj-centre", Role.BACK_OFFICE),
    ("8601", "范小满", "dj-hall", Role.HALL_CLERK),
    ("8602", "梁知夏", "xl-hall", Role.HALL_CLERK),
    ("8611", "石敏", "dj-hall", Role.HALL_MANAGER),
    ("8701", "雷工", "dongjiang", Role.TECHNICIAN),
    ("8710", "季北辰", "dj-network", Role.BACK_OFFICE),
    ("8711", "丁一帆", "dj-network", Role.TECHNICIAN),
    ("8712", "韦山", "dj-network", Role.TECHNICIAN),
    ("8720", "姚远", "dj-operations", Role.BACK_OFFICE),
    ("8730", "唐棠", "dj-sales", Role.BACK_OFFICE),
    ("8740", "石磊", "dj-construction", Role.BACK_OFFICE),
    ("8741", "牛劲", "dj-construction", Role.TECHNICIAN),
    ("8750", "钱敏", "dj-finance", Role.BACK_OFFICE),
    ("8760", "凌峰", "xl-network", Role.BACK_OFFICE),
    ("8761", "马跃", "xl-network", Role.TECHNICIAN),
    ("9001", "系统管理员", "wanhe", Role.SYSTEM_MANAGER),
    ("9002", "审计员", "wanhe", Role.AUDITOR),
    ("9003", "数据维护员", "wanhe", Role.DATA_MAINTAINER),
    ("9004", "总经理", "wanhe", Role.EXECUTIVE),
]

# code, Chinese name, English name, wrap-up seconds
QUEUES = [
    ("general", "综合服务", "General", 20),
    ("fault", "宽带报障", "Broadband faults", 30),
    ("complaint", "投诉受理", "Complaints", 45),
    ("english", "英文服务", "English service", 20),
]

# How queues differ from the rest.
QUEUE_RULES: dict[str, dict[str, str | int]] = {
    "general": {"strategy": "big_level"},
    "fault": {"strategy": "level", "overflow": "queue", "overflow_queue": "general"},
    "complaint": {"strategy": "level", "preferred_days": 7, "preferred_seconds": 20, "repeat_hours": 72},
    "english": {"strategy": "occupied"},
}

# code, kind, Chinese name, English name, warned before it expires (days)
SKILLS = [
    ("mandarin", "language", "普通话", "Mandarin", 0),
    ("english", "language", "英语", "English", 30),
    ("general", "business", "综合业务", "General business", 14),
    ("broadband", "business", "宽带", "Broadband", 14),
    ("complaint", "business", "投诉处理", "Complaints", 30),
]
SEATS = [str(n) for n in range(8001, 8021)]
GENERAL_SEATS, BROADBAND_SEATS = SEATS[:14], SEATS[14:]

# skill, staff numbers, level, days until it expires (0: never)
AGENT_SKILLS = [
    ("mandarin", SEATS, 5, 0),
    ("general", GENERAL_SEATS, 3, 0),
    ("general", ["8004", "8012"], 5, 0),
    ("general", BROADBAND_SEATS, 1, 0),
    ("broadband", BROADBAND_SEATS, 4, 0),
    ("broadband", ["8015", "8019"], 5, 0),
    ("broadband", ["8001", "8002", "8003", "8008", "8009"], 2, 0),
    ("complaint", ["8004", "8005", "8011", "8012"], 3, 180),
    ("english", ["8002", "8010", "8020"], 4, 400),
    ("english", ["8020"], 5, 20),
    ("english", ["8006"], 2, 0),
]

# queue, skill, at least level
QUEUE_SKILLS = [
    ("general", "mandarin", 2),
    ("general", "general", 1),
    ("fault", "mandarin", 2),
    ("fault", "broadband", 1),
    ("complaint", "complaint", 2),
    ("english", "english", 3),
]

# queue, from level, reach, after seconds of waiting
RINGS = [
    ("general", 2, "site", 0),
    ("general", 1, "site", 30),
    ("general", 2, "anywhere", 60),
    ("fault", 4, "site", 0),
    ("fault", 1, "site", 15),
    ("fault", 4, "anywhere", 45),
]

# Leaders who help out, set by hand: queue, staff numbers, level, after seconds of waiting
HELPERS_OUT = [("complaint", ["8101", "8102"], 2, 20)]

# channel, seat class (empty: everybody), at once at most
LIMITS = [("chat", "", 3), ("chat", "specialist_seat", 2)]

# reason, Chinese name, English name, seconds, is it a big customer
HEAD_STARTS = [
    ("vip", "VIP 客户", "VIP customer", 300, True),
    ("gold", "金卡客户", "Gold customer", 120, True),
    ("segment_business", "政企客户", "Business customer", 60, True),
    ("green_channel", "绿色通道", "Green channel", 900, False),
    ("elderly", "老年客户", "Elderly customer", 120, False),
    ("hearing", "听障客户", "Hard of hearing", 120, False),
    ("sight", "视障客户", "Poor sight", 120, False),
    ("mobility", "行动不便客户", "Cannot move easily", 120, False),
    ("transfer", "转接来的客户", "Transferred", 3600, False),
    ("repeat_caller", "重复来电", "Called again", 60, False),
]

BREAK_REASONS = [
    ("short", "小休", "Short break"),
    ("meal", "用餐", "Meal"),
    ("toilet", "洗手间", "Toilet"),
    ("coaching", "班长辅导", "Coaching"),
]

# code, Chinese name, English name
HELP_TOPICS = [
    ("business-rule", "业务规则不清楚", "A rule of business is unclear"),
    ("system-fault", "系统或工号异常", "The system or my account misbehaves"),
    ("angry-customer", "客户情绪激动", "The customer is upset"),
    ("complaint-upgrade", "要求升级投诉", "The customer wants to complain further up"),
    ("fault-progress", "批量故障口径", "What to say about a mass fault"),
    ("refund", "退费与补偿权限", "Refund or compensation beyond my limit"),
    ("language", "语言沟通困难", "We do not understand each other's language"),
    ("other", "其他", "Something else"),
]

# title, what it is about, help topic, owner, days until due
TRACKED_CHANGES = [
    (
        "合约期内降档的统一口径",
        "12 月起部分合约满 12 个月可降一档，各班组解释不一致，请业务支撑确认后统一。",
        "business-rule",
        "8501",
        3,
    ),
    ("城东片区光缆割接公告", "割接时间与影响范围以网络部公告为准，热线公告随之更新。", "fault-progress", "8201", 1),
    ("退费权限从 50 元调整为 100 元", "坐席权限调整，系统参数与话术需同步。", "refund", "8101", 7),
]

# code, Chinese name, English name
WRAP_UP_CODES = [
    ("bill", "账单咨询", "Bill enquiry"),
    ("plan", "套餐咨询与变更", "Plan enquiry or change"),
    ("broadband-fault", "宽带故障", "Broadband fault"),
    ("mobile-signal", "手机信号", "Mobile signal"),
    ("roaming", "国际漫游", "Roaming"),
    ("complaint", "投诉", "Complaint"),
    ("progress", "查询办理进度", "Progress of an order"),
    ("wrong-number", "打错或无声", "Wrong number or silent"),
    ("other", "其他", "Other"),
]

# queue, how it is dialled, offered from an expected wait of so many seconds, due within minutes
CALLBACKS = [
    ("general", "automatic", 30, 120),
    ("fault", "preview", 30, 60),
    ("complaint", "preview", 60, 60),
    ("english", "automatic", 60, 120),
]

# code, Chinese name, English name, parent
CATEGORIES = [
    ("broadband", "宽带", "Broadband", ""),
    ("broadband-down", "宽带断网", "No connection", "broadband"),
    ("broadband-slow", "网速慢", "Slow", "broadband"),
    ("iptv-fault", "IPTV 卡顿", "IPTV stutters", "broadband"),
    ("mobile", "移动业务", "Mobile", ""),
    ("mobile-coverage", "信号覆盖", "Coverage", "mobile"),
    ("sim-loss", "挂失补卡", "SIM lost", "mobile"),
    ("billing", "费用争议", "Billing", ""),
    ("billing-error", "账单错误", "Wrong bill", "billing"),
    ("billing-refund", "退费", "Refund", "billing"),
    ("service", "服务质量", "Service quality", ""),
    ("service-attitude", "服务态度", "Attitude", "service"),
    ("hazard", "安全隐患", "Hazard", ""),
]

# What customers may open a ticket about on the web page: category, type of the ticket
WEB_CATEGORIES = [
    ("broadband-down", "fault"),
    ("broadband-slow", "fault"),
    ("iptv-fault", "fault"),
    ("mobile-coverage", "fault"),
    ("billing-error", "complaint"),
    ("billing-refund", "complaint"),
    ("service-attitude", "complaint"),
    ("hazard", "fault"),
]
# Whose they become: region (empty: everywhere else), staff number
WEB_OWNERS = [("dongjiang", "8501"), ("xiling", "8760"), ("", "8501")]

# category, hours, Chinese and English name
CATEGORY_PROMISES = [
    ("hazard", 2, "安全隐患 2 小时排除", "Hazard: 2 h"),
    ("sim-loss", 4, "挂失补卡 4 小时办结", "SIM lost: 4 h"),
    ("mobile-coverage", 72, "信号覆盖 72 小时办结", "Coverage: 72 h"),
]

# code, service, Chinese name
PLANS = [
    ("m-39", "mobile", "畅享 39 元套餐"),
    ("m-99", "mobile", "畅享 99 元套餐"),
    ("m-199", "mobile", "尊享 199 元套餐"),
    ("b-100", "broadband", "宽带 100M"),
    ("b-300", "broadband", "宽带 300M"),
    ("b-1000", "broadband", "宽带 1000M"),
    ("t-basic", "iptv", "IPTV 基础包"),
    ("f-basic", "fixed", "固定电话月租"),
]

# staff numbers and what they are, for the last lines of `wanhao up`
SIGN_INS = [
    ("8001 … 8020", "坐席 agents (8015–8020: broadband specialists)"),
    ("8101, 8102, 8103", "班长 team leaders"),
    ("8201", "值班长 duty leader"),
    ("8301", "质检 quality inspector"),
    ("8401", "排班 planner"),
    ("8501", "后台 back office"),
    ("8601, 8611", "营业厅 hall clerk, hall manager"),
    ("8710, 8711", "网络部 head and technician of the network department"),
    ("8720, 8730, 8740, 8750", "运营、市场、工程、财务部 other departments"),
    ("9001, 9002", "系统管理员 system manager, 审计员 auditor (set up a second factor at first)"),
    ("9003, 9004", "数据维护员 data maintainer, 总经理 executive"),
]

# number, Chinese name, English name, unit, whether it is the usual one: what customers see when agents call them
SHOWN_NUMBERS = [
    ("10000", "客服热线", "Service line", "dj-centre", True),
    ("09001000001", "回访专线", "Call-back line", "dj-centre", False),
    ("09001000002", "宽带专席", "Broadband team", "dj-team-fault", False),
]

# The business PIN of the first of those who call in the demo
DEMO_PIN = "246813"
WITH_PIN = 20

FAULT_ANNOUNCEMENT = (
    "我们已知悉西岭区域宽带故障，正在全力抢修，预计两小时内恢复，敬请谅解。",
    "We know about the broadband fault in Xiling. Our engineers expect to mend it within two hours.",
)
