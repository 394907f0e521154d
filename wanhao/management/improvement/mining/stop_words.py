"""Words that say nothing of what a ticket is about."""

# Never in a theme's name, keywords or comparison.
EMPTY = frozenset(
    """
    客户 用户 机主 本人 对方 来电 反映 反馈 投诉 称 表示 说 讲 认为 觉得 怀疑 要求 希望 请求 申请 咨询 询问
    查询 告知 的 了 是 在 和 与 及 也 都 还 就 又 再 才 却 但 但是 而且 因为 所以 如果 被 把 给 让 叫 对 为 从
    到 向 往 于 由 将 以 之 其 这 那 这个 那个 哪 什么 怎么 为何 多少 几 一 两 三 一个 两个 一次 两次 三次 多次
    几次 几天 一直 一天 一整天 已 已经 现在 今天 昨天 昨晚 今早 早上 上午 下午 晚上 晚 当天 本月 上月 每月 每天
    每隔 几分钟 周末 期间 目前 至今 近期 时候 时 时间 之后 以后 后 以前 之前 仍 仍然 仍旧 还是 只 只有 很 太
    非常 比较 更 最 好 先 请 尽快 尽早 处理 解决 解释 核实 说明 回复 落实 急需 急 问题 情况 原因 影响 正常 其他
    有的 有些 全部 所有 个 次 天 月 年 元 号 点 分 分钟 小时 半个 两个月 月底 左右 以上 家里 家中 去 来 走 看
    做 用 弄 搞 想 会 能 可以 可 应 应该 需 需要 等 等等 上 下 里 内 外 前 中 着 过 得 地 吧 吗 呢 啊 人 事 未
    没 无 不 非 一下 有 没人 联系 通过 进行 并 或 或者 等待 迟迟 频繁 经常 总是 老是 严重 连续 办理 使用 工单
    人员
    """.split()  # noqa: SIM905
)
# May stand in a phrase, but say nothing alone.
ONLY_WITHIN = frozenset(
    """
    没有 无法 不到 不能 不了 不足 不清 不上 不通 不明 无人 差 慢 坏 错 少 多 弱 高 低 断 错误 失败 异常 手机
    电话 业务 服务 人员 营业厅
    """.split()  # noqa: SIM905
)
# May not end a phrase: 师傅没有 says nothing yet.
DANGLING = frozenset("没有 无法 不能 无人 人员 服务 业务 手机 电话 营业厅".split())  # noqa: SIM905
# May not begin one: 差电话 is cut out of 信号差，电话….
TRAILING = frozenset("差 慢 坏 错 少 多 弱 高 低 断 错误 失败 异常 不足 不到 不了 不清 不上 不通 不明".split())  # noqa: SIM905
