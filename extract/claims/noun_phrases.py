"""The noun phrase before or after a number: where it begins and ends, from words and their tags, without a parser.

A phrase is a run of nouns (with the verbs and adjectives that stand before a noun inside it); it ends at punctuation, at
a function word, at 的, or where another mention stands. What remains is what the press puts beside a number to name it:
``推理时延``, ``归母净利润``, ``国产化软硬件适配率``.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from extract.claims.scene import Token

# Verbs and light nouns that are never part of the phrase, whatever their tag.
_STOP = frozenset(
    ["编列", "重新", "反倒", "最大", "最小", "最强", "能省", "倒是", "清一色", "敲定", "就此", "称霸", "稳坐", "领跑", "正在", "有序", "主打", "暂报", "计算", "占有", "水准", "推升", "推高", "拉抬", "垫高", "挹注", "全数", "双双", "合共", "独占", "登顶", "蝉联", "稳居", "雄踞", "霸榜", "使得", "使", "让", "令", "将", "把", "对", "以", "因", "由于", "随着", "通过", "凭借", "依托", "其中", "此外", "另外", "同时", "目前", "如今", "现在", "当前", "公司", "本公司", "集团", "该公司", "是", "为", "有", "在", "被", "给", "称", "表示", "显示", "指出", "认为", "预计", "预测", "预估", "估计", "透露", "实现", "完成", "达到", "达", "拥有", "提供", "支持", "包括", "包含", "合计", "总计", "分别", "各自", "对应", "意味着", "相当于", "推动", "带动", "带来", "助力", "帮助", "确保", "保持", "维持", "按照", "根据", "受益于", "得益于", "等", "上", "下", "里", "时", "后", "前", "方面", "来看", "来说", "而言", "约", "近", "超", "逾", "说", "看", "首次", "首度", "力争", "拟", "希望", "有望", "可望", "每", "令人", "却", "反而", "依旧", "依然", "依靠", "借助", "采用", "搭载", "配备", "配有", "集成", "推出", "发布", "上线", "号称", "宣布", "公布", "介绍", "坦言", "强调", "超过", "突破", "接近", "逼近", "高达", "多达", "低至", "仅", "只", "只有", "仅有", "仅为", "约为", "占", "占据", "占到", "录得", "录", "报", "来到", "回到", "站上", "压", "压到", "做到", "拿下", "取得", "卖出", "卖到", "需要", "只用", "花", "花了", "剩", "剩下", "还有", "尚有", "可达", "成为", "覆盖", "部署", "建成", "投入", "至少", "至多", "最高", "最低", "高", "低", "多", "少", "大", "小", "快", "慢", "达成", "触及", "收报", "稳定", "控制", "稳住", "锁定", "定", "定在", "定为", "设", "设为", "落", "落在", "压缩", "攀升", "爬升", "提到", "拉到", "冲到", "冲", "升", "降", "增", "减", "涨", "跌", "提升", "提高", "下降", "降低", "增加", "减少", "增长", "下滑", "上涨", "下跌", "缩短", "缩减", "缩", "收窄", "扩大", "扩至", "上升", "回落", "回升", "反弹", "大增", "大降", "激增", "猛增", "暴增", "锐减", "骤降", "直降", "飙升", "上调", "下调", "上修", "下修", "调升", "调降", "改善", "优化", "改", "变", "变成", "变为", "进入", "迈入", "跨入", "跃升", "升至", "降至", "增至", "减至", "更", "均", "都", "已", "也", "还", "再", "又", "仍", "就", "才", "而", "且", "但", "并", "或", "及", "和", "与", "该", "此", "这", "那", "其", "它", "他", "她", "我们", "公司方面", "官方", "整个", "全部", "大约", "大概", "左右", "以上", "以下", "以内", "到", "至", "了", "着", "过", "从", "由", "自", "比", "较", "跟", "同比", "环比", "按年", "按季", "年增", "季增", "月增", "年减", "季减", "同", "累计", "一举", "单日", "仍有", "共", "共计", "共有", "总共", "计有", "能", "可", "会", "要", "可以", "能够", "应", "需", "须", "不到", "不足", "不过", "不及", "不超过", "不低于", "有效", "进一步", "明显", "显著", "大幅", "小幅", "平均每年", "介于", "处于", "处在", "位于", "贡献", "收获", "斩获", "卖", "卖掉", "售出", "赚", "赚进", "净赚", "交出", "端出", "端", "缴出", "祭出", "掷", "斥资", "斥", "豪掷", "砸", "砸进", "砸下", "掏出", "拿出", "拿走", "吃下", "吃掉", "涉及", "达标", "出现", "呈现", "有所", "得以", "享有", "消耗", "耗时", "用时", "历时", "只差", "相差", "差", "紧随其后", "大关", "关口", "门槛", "可能", "改口", "只会", "一共", "计入", "少说", "相比", "口径", "流向", "只花", "花费", "折合", "折算", "换算", "约合", "合", "上看", "挑战", "冲击", "直逼", "已达", "已有", "已是", "已超", "已近", "还会", "还将", "还要", "会否", "已经能", "握有", "来自", "居首", "居次", "领先", "继续", "位居", "位列", "排名", "拉开", "剔除", "滑落", "恐怕", "差不多", "用掉", "拿下", "绝对值", "只卖", "仅售", "只售", "只要", "仅需", "季度", "年度", "半年度", "后者", "前者", "三者", "两者", "双方", "各方", "距离", "改用", "计价", "按", "计", "粗算", "测算", "估算", "当中", "其余", "另有", "另外", "之后", "以来", "期间", "一项", "一家", "全年", "上半年", "下半年", "单季", "当季", "季内", "期内", "年内", "本季", "上季", "目前", "如今", "现在", "最新", "最终", "左右", "附近", "首先", "其次", "再次", "刚刚", "刚", "正", "正好", "恰好", "恰恰", "高出", "高于", "低于", "高过", "多于", "少于", "超出", "落后", "等于", "抵得", "抵得上", "跌破", "占去", "倒退", "微增", "微升", "微降", "小跌", "小升", "急泻", "急升", "急挫", "估达", "短少", "拿到", "签下", "获得", "撑起", "建有", "传出", "上探", "升穿", "跟着", "足足", "到达", "抵达", "同时", "是否", "开到", "放宽", "累积", "放缓", "收紧", "用不了", "不了", "要用", "仅剩", "只剩", "筹集", "身上", "已经", "创下", "创", "创出", "刷新", "卖到"]
)
_NOUN = ("n", "j", "b", "l", "i", "eng", "x", "vn", "an", "s", "M", "h", "k", "g", "z")
_INNER = ("v", "a", "ad", "m", "q", "vd", "t", "f", "d", "zg")  # only before something nominal
_INNER_WORD = frozenset(["日均", "月均", "年均", "人均", "户均", "单卡", "单机", "千卡", "万卡", "多轮", "每股", "每瓦", "平均", "综合", "最高", "最大", "最低", "有效", "累计", "总", "净", "毛", "月", "年", "日", "周", "季", "单", "双", "多", "大", "小", "高", "低", "快", "非"])


# Words that may stand inside a phrase but do not end one: places, circumstances, ways of reckoning.
_NO_HEAD = frozenset(
    ["版", "平均", "正负", "没有", "款", "起", "核心", "全省", "全市", "全国", "全球", "两市", "外界", "业内", "外间", "盘中", "逆市", "逆势", "年初", "年末", "年底", "手里", "手上", "心里", "眼下", "本来", "普遍", "算下来", "综合下来", "下来", "起来", "量级", "所指", "指向", "人民币", "港币", "港元", "新台币", "不变", "新高", "新低", "纪录", "记录", "恒定", "高峰", "大关", "数来数去", "一口气", "以后", "之后", "以前", "之前", "来说", "其中", "当中", "之间", "足足", "跟着", "同时", "到达", "后期", "前期", "预期", "又续", "连续", "据说", "据称", "次年", "来年", "翌年", "按年", "统计", "不完全统计", "数据显示", "统计显示"]
)

# 预测误差, 增长贡献率: verbs that join a head noun which measures how they go.
_VERBAL = frozenset(["预测", "预估", "增长", "提升", "优化", "压缩", "消耗", "控制", "覆盖", "支持", "推动", "部署", "改善", "下降", "上涨"])
_VERBAL_HEAD = frozenset(["误差", "偏差", "贡献率", "贡献度", "精度", "准确率", "准确度", "强度", "系数", "潜力", "半径"])

# What things that were counted do: 15家企业加入联盟, 120个重点项目进展顺利. Behind a noun it begins the predicate.
_PREDICATES = frozenset(
    ["加入", "出台", "组成", "构成", "进展", "开展", "展开", "参与", "参加", "签约", "落户", "入驻", "开工", "竣工", "投产", "投用", "投运", "启用", "亮相", "获批", "获评", "入选", "上榜", "联网", "在线", "达标", "中标", "瓜分", "平稳", "报名", "到场", "出席", "陆续", "相继", "率先", "顺利", "实时", "全部", "集体", "开通", "停产", "停工", "复工", "复产", "倒闭", "退出", "撤离", "受益", "受影响", "遍及", "遍布", "运行", "运转", "交付使用"]
)

_SUFFIX = frozenset("量率额数价值期度比费本差")
_TIMES = frozenset(["本期", "后期", "前期", "同期", "近期", "早期", "当期", "上期", "长期", "短期", "中期", "初期", "末期", "晚期", "远期", "星期", "假期"])
_AVERAGED = ("平均", "累计", "复合")  # 利润两年平均增长: the number before it is no wall
_WHEN = frozenset(["后", "之后", "以后", "前", "之前", "以前", "时", "期间", "以来", "至今", "以上", "以下", "过后"])
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_WALLS = ("wall", "Q", "E", "N", "T")
_STOPPING = frozenset(["wall", "Q", "E", "N"])


def first_from(tokens: list[Token], position: int) -> int:
    """The index of the first token that begins at ``position`` or behind it (tokens are ordered by their start)."""
    before: tuple[int, ...] = (position,)
    return bisect_left(tokens, before)


def within(tokens: list[Token], start: int, end: int) -> list[Token]:
    """The tokens that begin in ``start:end``."""
    return tokens[first_from(tokens, start) : first_from(tokens, end)]


def phrase_before(tokens: list[Token], start: int, end: int, limit: int = 22) -> tuple[int, int]:
    """The noun phrase that ends last before ``end``: light verbs and adverbs in between are passed over.

    Returns an empty span at ``end`` when there is none in ``start:end``.
    """
    last = first_from(tokens, end) - 1
    if last >= 0 and tokens[last].end > end and end - tokens[last].start == 1:
        last -= 1  # 能|省: the predicate begins inside the word
    while True:
        if last < 0:
            return end, end
        at, _, word, tag = tokens[last]
        if at < start:
            return end, end
        if _nominal(word, tag) and not _circumstance(tokens, last, end):
            break
        if word in _CLOSING:
            last = _opening(tokens, last)
        elif tag in _STOPPING and not (tag == "Q" and last + 1 < len(tokens) and tokens[last + 1].word.startswith(_AVERAGED)):
            return end, end
        last -= 1
    first = last
    if first and tokens[last].word in _SUFFIX and tokens[first - 1].end == tokens[first].start and tokens[first - 1].tag not in _WALLS:
        first -= 1  # 搭载|量: the suffix makes a noun of whatever it follows
    while first > 0:
        before = tokens[first - 1]
        if before.word in _CLOSING and before.end == tokens[first].start and _nominal(*tokens[first][2:]):
            opening = _opening(tokens, first - 1)
            if opening > 0 and tokens[opening - 1].start >= start and _nominal(*tokens[opening - 1][2:]):
                first = opening - 1  # 日均Tokens(文本单位)调用量: a gloss is passed over
                continue
        if before.start < start or tokens[last].end - before.start > limit:
            break
        if not _joins(before.word, before.tag) and not (first == last and before.word in _VERBAL and tokens[last].word in _VERBAL_HEAD):
            break
        first -= 1
    while first < last and not _may_begin(*tokens[first][2:]):
        first += 1
    return tokens[first].start, min(tokens[last].end, end)


def _opening(tokens: list[Token], closing: int) -> int:
    """The index of the bracket that ``closing`` closes, or -1."""
    at = closing - 1
    while at >= 0 and tokens[at].word not in _OPENING:
        at -= 1
    return at


def phrase_after(tokens: list[Token], start: int, end: int, limit: int = 16) -> tuple[int, int, bool]:
    """The noun phrase that follows a number, as a span, and whether 的 joins the two."""
    order = first_from(tokens, start)
    joined = order < len(tokens) and tokens[order].word == "的"
    if joined:
        order += 1
    if joined and order < len(tokens) and tokens[order].tag == "T":
        order += 1  # 92亿元的单月营收
    if order < len(tokens) and tokens[order].word in ("“", "「", "『", '"'):
        order = _behind_quotes(tokens, order, end)
    if order >= len(tokens) or tokens[order].start >= end:
        return start, start, joined
    first = order
    stop = tokens[order].start
    while order < len(tokens) and tokens[order].end <= end and tokens[order].end - tokens[first].start <= limit:
        token = tokens[order]
        if token.word == "的" and order > first and order + 1 < len(tokens) and _nominal(*tokens[order + 1][2:]) and not joined:
            break
        if not _joins(token.word, token.tag) or (order > first and (token.tag == "d" or token.word in _PREDICATES)):
            break
        stop = token.end
        order += 1
    if order == first + 1 and tokens[first].word in _NO_HEAD:
        return start, start, joined
    return tokens[first].start if first < len(tokens) else start, stop, joined


def _circumstance(tokens: list[Token], order: int, end: int) -> bool:
    """改造 in 改造后一年能省430万度: what tells when, no attribute."""
    if order + 1 >= len(tokens) or tokens[order + 1].start >= end:
        return False
    return tokens[order + 1].word in _WHEN and tokens[order + 1].start == tokens[order].end


def _behind_quotes(tokens: list[Token], order: int, end: int) -> int:
    """180条“东数西算”干线光缆: the noun behind the quotes is what is counted; without one, what the quotes hold."""
    at = order + 1
    while at < len(tokens) and tokens[at].end <= end and tokens[at].word not in ("”", "」", "』", '"'):
        at += 1
    if at + 1 < len(tokens) and tokens[at + 1].start < end and _nominal(*tokens[at + 1][2:]):
        return at + 1
    return order + 1


# What a word can be in a phrase depends on the word and its tag alone, and most words come back.


@lru_cache(maxsize=16384)
def _nominal(word: str, tag: str) -> bool:
    """Whether the word can be the head of a phrase."""
    if word in _SUFFIX:
        return True
    if word in _STOP or word in _NO_HEAD or tag == "zg":
        return False
    if tag == "t":
        return word.endswith("期") and word not in _TIMES
    return tag.startswith(_NOUN) or (tag.startswith(("v", "a", "q")) and len(word) >= 2)


@lru_cache(maxsize=16384)
def _joins(word: str, tag: str) -> bool:
    """Whether the word can stand inside a phrase."""
    if tag == "wall" or word in _STOP:
        return word in _INNER_WORD and tag != "wall"
    return tag.startswith(_NOUN) or tag.startswith(_INNER)


@lru_cache(maxsize=16384)
def _may_begin(word: str, tag: str) -> bool:
    """Whether the word can be the first of a phrase."""
    if tag == "zg":
        return False
    return tag.startswith(_NOUN) or word in _INNER_WORD or (tag.startswith(("v", "a", "m")) and len(word) >= 2)
