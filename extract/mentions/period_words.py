"""Rules for periods that lean on the article's date or on the period under discussion: 全年, 单季, 上月, 去年同期, 十四五."""

from __future__ import annotations

import re

from extract.mentions.period_expressions import BLANK, BREAK, Anchor, Expression, Grain
from extract.rules import Rule

_PARTS = {"底": "end", "末": "end", "尾": "end", "初": "start", "中": "middle"}


def _made(match: re.Match[str], rule: str, grain: Grain, anchor: Anchor, amount: int = 0, **more: object) -> Expression:
    return Expression(
        match.start(),
        match.end(),
        rule,
        grain,
        anchor=anchor,
        amount=amount,
        **({"relative": True} | more),  # type: ignore[arg-type]
    )


FULL_YEAR = Rule(
    "full-year",
    r"全年(?!龄)度?",
    lambda match: _made(match, "full-year", "year", "full-year"),
    {"预计全年营收": "全年"},
    ("全年龄段",),
)

YEAR_EDGE = Rule(
    "year-edge",
    rf"""(?<![\d一二两三四五六七八九十百几数多半余来每过]) (?<![\d一二两三四五六七八九十百几数][ 多个])
    (?: 年 (?:(?P<part>底|末(?!位)|尾|初(?!步|期)|中(?=前|将|起|的|{BREAK})|(?<=年年)中)|(?P<within>内)) | 岁末 )""",
    lambda match: _made(
        match,
        "year-edge",
        "year" if match["within"] else "month" if match["part"] in ("初", "中") else "day",
        "in-year" if match["within"] else "full-year",
        part=None if match["within"] else _PARTS[match["part"] or "末"],
    ),
    {"到年底达": "年底", "年内已上涨": "年内", "年初的8亿": "年初", "明年年中，": "年中"},
    ("3年内", "三年底", "近几年内", "年中国"),
)

_BACK = r"(?<![以加])上"

QUARTER_WORD = Rule(
    "that-quarter",
    r"(?:单|当|该)季度? (?:[末底])? | (?<![一二三四两几上下本当单每\d旺淡雨])季(?:内|末|度末)",
    lambda match: _made(
        match,
        "that-quarter",
        "day" if match.group()[-1] in "末底" else "quarter",
        "that-quarter",
        part="end" if match.group()[-1] in "末底" else None,
    ),
    {"单季收入512亿美元": "单季", "季内收入": "季内", "当季净利润": "当季", "截至季末": "季末"},
    ("旺季内", "四季内", "淡季末"),
)

NOW_QUARTER = Rule(
    "now-quarter",
    rf"(?:(?P<this>(?<!基)本|今|这个|这一)|(?P<last>{_BACK}(?:个)?)|(?P<next>(?<!以)下(?:个|一)?)) (?:季度|季(?!节|后)) (?P<end>[末底初])?",
    lambda match: _made(
        match,
        "now-quarter",
        "day" if match["end"] in ("末", "底") else "quarter",
        "from-now-quarter",
        0 if match["this"] else -1 if match["last"] else 1,
        part=_PARTS.get(match["end"] or ""),
    ),
    {"本季营收": "本季", "较上季度增加": "上季度", "下个季度": "下个季度"},
    ("以上季节", "下季节", "基本季"),
)

PRIOR_QUARTER = Rule(
    "prior-quarter",
    r"(?:(?<!以)上一(?:个)?|(?<![目以之此日])前一?(?:个)?) 季(?!节)度?",
    lambda match: _made(match, "prior-quarter", "quarter", "before-that-quarter", -1, reference=True),
    {"比前一季高27%": "前一季", "上一季有一次性项目": "上一季", "较前季的58.6%": "前季"},
    ("上季", "以前季节"),
)

MONTH_WORD = Rule(
    "month-word",
    rf"""(?:(?P<that>当|单(?!月(?:产能|产量|销量|峰值|最高))|同(?!期))|(?P<this>(?<!基)本|这个)|(?P<last>{_BACK}个?
        |(?<![目以之此日\d年])前(?=月))|(?P<next>(?<!以)下个?|次)) 月 (?!饼|球|亮|嫂|均|活|台)"""
    rf" (?P<part>[底末初]|[上中下]旬)? | (?<![\d一二三四五六七八九十\u4e00-\u9fff])月(?P<edge>[底末初]) | (?<=到)月底",
    lambda match: _made(
        match,
        "month-word",
        "day" if (match["part"] or match["edge"]) in ("底", "末") or match.group() == "月底" else "month",
        "that-month" if match["that"] or (match["edge"] and match["edge"] != "底") else "from-now-month",
        0 if match["that"] or match["this"] else -1 if match["last"] else 1 if match["next"] else 0,
        part={"上旬": "early", "中旬": "mid", "下旬": "late", "底": "end", "末": "end", "初": "start"}.get(
            match["part"] or match["edge"] or ("底" if match.group() == "月底" else "")
        ),
    ),
    {
        "上月营收": "上月",
        "单月营收": "单月",
        "本月底": "本月底",
        "下个月上市": "下个月",
        "到月底突破": "月底",
        "当月": "当月",
    },
    ("9月底部", "基本月租费", "每个月", "单月产能"),
)

WITHIN = Rule(
    "that-period",
    rf"报告期(?:内|末)?|(?:(?<=[^\w])|(?<=截至)|^)(?:期[内末]|期间)(?!{BLANK}(?:权|货|望))|本期(?:[内末]|(?=[净营收毛]))",
    lambda match: _made(
        match,
        "that-period",
        "day" if match.group()[-1] == "末" else "span",
        "that-period",
        part="end" if match.group()[-1] == "末" else None,
    ),
    {"报告期内，公司": "报告期内", "。期内付运": "期内", "，期末在手订单": "期末"},
    ("长期内", "周期内", "预期末端"),
)

SAME_PERIOD = Rule(
    "same-period",
    r"(?<![不协])同(?:期(?!货)|一?季度?(?!节)|月(?!份?饼)|一(?:时期|时间段?|时段))",
    lambda match: _made(match, "same-period", "span", "same-period"),
    {"去年同期": "同期", "同一时间段里": "同一时间段", "较去年同季": "同季"},
    ("不同期", "同期货价格"),
)

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2}
DAY_WORD = Rule(
    "day-word",
    r"""(?P<word>(?<![日目以之此])前|昨|今|明|(?<![今以之此])后) (?: 天(?!国际)|日(?!头条|方舟|之后|报|本) | 晚(?=[\u4e00-\u9fff])|晨|早|夜 )
    | (?P<only>昨)(?=收|公布|宣布|收盘|盘后|发布|披露)""",
    lambda match: (
        None
        if match["word"] in ("后", "前") and match.group()[-1] in "晚晨早夜"
        else _made(match, "day-word", "day", "from-now-day", _DAYS[match["word"] or match["only"]])
    ),
    {"今日高开": "今日", "昨晚披露": "昨晚", "（00700）昨收市后": "昨"},
    ("今日头条", "目前天气", "明日方舟"),
)

_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}
WEEKDAY = Rule(
    "weekday",
    rf"""(?P<which>(?<![以一每])上上?|本|(?<!以)下下?|这)? (?:周|星期|礼拜)(?P<day>[一二三四五六日天])
    (?= 盘|收|早|晚|上午|下午|凌晨|中午|夜|公布|宣布|发布|披露|在|举行|至|到|开|起|的|表示|刊|美股|A股|报|举|推出|上涨|下跌|（|\( | {BREAK})""",
    lambda match: (
        _made(
            match,
            "weekday",
            "day",
            "weekday",
            _WEEKDAYS[match["day"]],
            unit=match["which"],
        )
        if not re.search("[每一两三几\\d]$", match.string[max(0, match.start() - 1) : match.start()])
        else None
    ),
    {"周四盘后，": "周四", "逢周一至周五刊出": "周一", "上周五收盘": "上周五"},
    ("编辑：周一鸣", "每周三次", "周日均单量", "一周一次"),
)

WEEK = Rule(
    "week",
    r"""(?:(?P<this>(?<!基)本|这)|(?P<last>(?<!以)上一?)|(?P<next>(?<!以)下一?)) (?:周|星期)(?!期[^一-龥]|期|转|边|年|岁|刊|密|报
        |[一二三四五六日天](?!均))""",
    lambda match: _made(match, "week", "span", "from-now-week", 0 if match["this"] else -1 if match["last"] else 1),
    {"本周值得关注": "本周", "半年报上周出齐": "上周"},
    ("本周期", "上周五", "以上周转"),
)

VAGUE = Rule(
    "vague-day",
    r"(?<![\d生节作易假目割期记])日前|近[日期](?!限)",
    lambda match: _made(match, "vague-day", "vague", "unknown"),
    {"日前完成验收": "日前", "近期发布": "近期"},
    ("生日前", "5日前", "截止日期限"),
)

RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    ("全", FULL_YEAR),
    ("年岁", YEAR_EDGE),
    ("单当该季", QUARTER_WORD),
    ("本今这上下", NOW_QUARTER),
    ("上前", PRIOR_QUARTER),
    ("当单同本这上前下次月", MONTH_WORD),
    ("报期本", WITHIN),
    ("同", SAME_PERIOD),
    ("前昨今明后", DAY_WORD),
    ("上本下这周星礼", WEEKDAY),
    ("本这上下", WEEK),
    ("日近", VAGUE),
)
