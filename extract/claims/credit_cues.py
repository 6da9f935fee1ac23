"""The words around a name that say what part it plays: source, rival, partner, owner; and who is named how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.claims.scene import Scene, Sent, Token
from extract.lexicon import Lexicon, NameHit
from extract.types import Entity

MARKET = re.compile(
    r"(?:全球|国内|中国|我国|全国|行业|市场|业界|产业|海外|欧洲|北美|美国|日本|韩国|印度|亚太|东南亚|内地|大陆|台湾|香港|全行业|我市|全省|全市|本市|工信部|乘联会|海关)"
)
_MARKET_SUBJECT = (
    r"[\ue104\ue105]*[，,]?(?:其中|而|从|在|整个|目前|当前|今年|去年|预计|到时|其余|至于|但|不过|业内)?"
    r"(?:全球|国内|中国|我国|全国|行业|市场|业界|产业|海外|欧洲|北美|美国|全行业|整体市场|大盘|国产厂商|国产品牌|国产|各家|两家|三家|四家|五家|多家|几家|前[三五十]|头部|受访|业者|同行|同类|"
    r"原厂|供应链|专家|分析师|机构|厂商|企业|品牌|前沿模型|主流)"
)
_MARKET_OPENS = re.compile(_MARKET_SUBJECT)
_MARKET_FOLLOWS = re.compile("[，,。；;：:]" + _MARKET_SUBJECT)
_SOURCE_BEFORE = re.compile(r"(?:据|根据|来自|援引|引述|引用|按照?|依据|参考)[^，,。；;]{0,6}$")
_WHEN = r"(?:最新|近日|日前|昨日|今日|今|昨|\d+日|在|新近|本周|[\ue104\ue105]|另|则|还|也|的)*"
_SOURCE_AFTER = re.compile(
    rf"^(?:[（(][^）)]{{0,16}}[）)])?{_WHEN}(?:《|数据(?!中心|集团|港|线|量)|报告|统计|测算|研究|调研|监测|显示|分析师|指出|认为|口径|研报|榜单|评估|测试|给出|引述|将其|的模型|模型|机构|券商|看到|"
    r"发表报告|首予|重申|维持|将[\ue102]|把[\ue102]|(?:发布|公布|出具|披露)的?[^，,。；;]{0,14}(?:报告|数据|统计|榜单|预测|白皮书|研报))"
)
_EXPECTS_AFTER = re.compile(rf"^(?:[（(][^）)]{{0,16}}[）)])?{_WHEN}(?:预测|预计|预期|预估|估计|估算|料|(?:把|将)[^，,。；;]{{2,16}}(?:预测|预期|预估)(?:值|价)?(?:由|从|上调|下调|调[高低]))")  # a company's own outlook as often as a source's
_SAYS_AFTER = re.compile(rf"^(?:[（(][^）)]{{0,16}}[）)])?{_WHEN}(?:表示|称|披露|公布|宣布|发布|透露|坦言|回应|方面)")
_RIVAL_BEFORE = re.compile(r"(?:较|比|相比|相较|相较于|对比|超过|超越|高于|低于|优于|超|落后于?|领先|不及|不如|逊于|击败|仅次于|追平|接近|逼近|对标|媲美|持平于|甩开|反超|取代|替代|擠下|挤下|拉开与|达到|达|是|为|相当于|约为|与|和|跟|同)(?:[^，,。；;]{0,4})$")
_DESCRIBED_BEFORE = re.compile(r"(?:同[日业行期时]|较[小大早晚高低为])[^，,。；;]{0,4}的?$|的(?:则|就|正|便)?是$")  # 同日放榜的X, 稳的是X
_RIVAL_AFTER = re.compile(r"^(?:[^，,。；;]{0,10})(?:相比|比较|持平|相当|之间)")
_OTHER_BEFORE = re.compile(r"(?:向|给|为|对|从|由|与|和|跟|同|携手|联合|联手|采购|搭载|采用|使用|基于|接入|兼容|适配|客户|伙伴|供应商|包括|如|等|收购|投资|入股|进入|登陆|被|获|获得|支持|打入|替|帮|助)(?:了|的)?$")
_TOGETHER_AFTER = re.compile(r"^(?:[、和及与][\ue102][\ue103]*)*(?:等)?[^，,。；;]{0,4}(?:合作|联合|携手|共建|共同|签署|签约|达成|战略)")
_COMPONENT_BEFORE = re.compile(r"(?:搭载|采用|内置|配备|基于|装配|选用|使用|集成|搭配)(?:了|的|最新|新一代|自家)?$")
_FOR_EXAMPLE_AFTER = re.compile(r"^(?:等)?为(?:主|首|代表)")
_MODIFIER_AFTER = re.compile(r"^(?:[（(][^）)]{1,16}[）)])?(?:的)?(?:核心|主要|最大|重要|第一大|长期)?(?:供应商|供应链|客户|代工厂|代工|合作伙伴|伙伴|竞争对手|对手|概念股|经销商|产业链|生态|旗下|系|供应的|供货的|代工的|控股|参股|投资|持股|关联)")
OUTLOOK = re.compile(r"(?:往后看|整体|总体|总的|综合|展望|写在最后|业内|行业|放眼|回到|值得注意|从行业|纵观|市场|从市场|未来|另一边|与此同时|至于|有分析|分析人士|专家)")
_OWNER_AFTER = re.compile(r"^(?:的|旗下|自研|自主研发|推出|发布|研发|开发|打造|方面|公司|集团|[（(])")
PRONOUN = re.compile(r"(?:该公司|公司|其|该集团|集团|本公司|该企业|该厂商|该厂|该品牌|该平台|该业务|该系统|该产品|该芯片|该车|该机|它|他们|我们|该模型|该行|后者|前者|自研|自主研发|自有|该方案|该项目|该机构|自家|官方)")
# Those who count and rate others: named as a source far more often than credited.
_SOURCE_SECTORS = frozenset(["research_firm", "government", "benchmark", "industry_body", "intl_org", "research_org", "media", "exchange"])
_SOURCE_NAME = re.compile(r"(?:研究院|研究所|研究中心|研究|咨询|协会|学会|联盟|智库|调研|传媒|投顾|投信|证券|数据中心|统计局|信息网|交易所|港交所|上交所|深交所|北交所|证监会)$")
_RATING_SECTORS = frozenset(["broker", "finance"])


# Verbs whose object is not who the clause is about: 园区引来X, 我们卖X, 其中半数来自X.
_TAKES_OBJECT = ("引来", "引进", "引入", "吸引", "卖", "租", "租用", "采购", "采购了", "跑在", "部署", "接入", "持有", "换成", "来自", "逼近", "对标", "打败", "卖给", "供货给", "服务于", "替换", "收购", "入股", "控股", "领投", "跟投")


_AND_OTHERS = re.compile("(?:[\ue102\ue103]|[、和及与]|国产)*等(?!公司|企业|厂商|品牌|巨头|[，,])")  # 支持A100、云燧T20等芯片的混合调度
_LISTED_BEFORE = re.compile(r"[\ue102\ue103](?:、|和|与|及|以及)$")
_LISTED_AFTER = re.compile(r"(?:、|和|与|及|以及)[\ue102]")
_WITH = re.compile("[与和同跟携]")
_SPEAKS = frozenset(["source-after", "expects-after", "says-after"])
_OF_A_SET = re.compile("为(?:主|首|代表|核心)的|(?:[、和及与][\ue102][\ue103]*)*在内")  # 以苹果为主的非国产品牌, 包括甲、乙在内的其他业者
# 甲、乙等27个项目: members of what is counted, nobody's subject; 甲、乙等3家公司 are those counted
_MEMBERS = re.compile(r"(?:[、和及与][\ue102][\ue103]*)*等(?:全球|国内|多家?)?(?:\ue100\ue101*|[一二三四五六七八九十两几多数]{1,3}(?=[个种款项座条批]))(?!公司|企业|厂商|品牌|车企|平台|机构|巨头|大厂|运营商)[^，,。；;\ue100-\ue103]{0,2}")
_INVESTS = re.compile(r"(?:[、和及与][\ue102][\ue103]*)*(?:等)?(?:联合|共同|独家)?(?:领投|跟投|参投|投资方)")


_FURTHEST = 24  # characters before a name that are looked at


def owner_of(entity: Entity, lexicon: Lexicon) -> tuple[str | None, str]:
    """The id and the name that a mention of ``entity`` credits."""
    if entity.kind == "organisation":
        return None, entity.name
    vendor = lexicon.vendors.get(entity.owner or entity.id or "")
    return (vendor.id, vendor.name) if vendor else (None, entity.owner or entity.name)


def is_source(id: str | None, lexicon: Lexicon) -> bool:
    """Whether a registered organisation counts and rates others, as research firms, brokers and ministries do."""
    vendor = lexicon.vendors.get(id or "")
    return vendor is not None and vendor.sector in _SOURCE_SECTORS


def is_source_name(name: str) -> bool:
    """Whether an unregistered organisation's name says that it counts and rates others: 望岳研究院."""
    return _SOURCE_NAME.search(name) is not None


def rates(id: str | None, lexicon: Lexicon) -> bool:
    """Whether the organisation is a broker or a bank, as often a source as credited."""
    vendor = lexicon.vendors.get(id or "")
    return vendor is not None and vendor.sector in _RATING_SECTORS


def market_opens(mask: str, start: int, end: int) -> re.Match[str] | None:
    """Where ``start:end`` or the first clause in it that does so begins with a market, a trade or unnamed ones."""
    return _MARKET_OPENS.match(mask, start, end) or _MARKET_FOLLOWS.search(mask, start, end)


def cues_of(scene: Scene, entity: Entity, start: int, governed_by: Token | None) -> tuple[str, ...]:
    """What the words around a name, in a run that begins at ``start``, say of its part; ``governed_by`` is asked if given."""
    start = max(start, entity.start - _FURTHEST)
    key = (entity.start, start if governed_by is None else -1 - start)
    known = scene.cues.get(key)
    if known is None:
        known = scene.cues[key] = tuple(_cues(scene, entity, start, governed_by))
    return known


def _cues(scene: Scene, entity: Entity, start: int, governed_by: Token | None) -> list[str]:
    before = scene.mask[max(start, entity.start - 10) : entity.start]  # most names open their clause
    after = scene.cues.get((~entity.start, 0))
    if after is None:  # the same wherever the run begins
        after = scene.cues[~entity.start, 0] = tuple(_words_after(scene, entity))
    out: list[str] = []
    if before and _SOURCE_BEFORE.search(before):
        out.append("source-before")
    if after and after[0] in _SPEAKS:
        out.append(after[0])
    tag = governed_by.tag[:1] if governed_by is not None else ""
    if tag in ("v", "p"):
        out.append("after-verb" if tag == "v" else "after-preposition")  # 引来X, 跑在X上
    listed = tag == "v" and _AND_OTHERS.match(scene.mask, entity.end) is not None
    if listed or (governed_by is not None and governed_by.word.endswith(_TAKES_OBJECT)) or "invests" in after or "member" in after:
        out.append("object")
    if before and _RIVAL_BEFORE.search(before) and not _DESCRIBED_BEFORE.search(before):
        out.append("rival-before")
    if "rival-after" in after:
        out.append("rival-after")
    together = "together" in after and _WITH.search(scene.mask, max(start, entity.start - _FURTHEST), entity.start)
    if together or "for-example" in after or (before and _OTHER_BEFORE.search(before)):
        out.append("other-before")
    if "modifier" in after:
        out.append("modifier")  # 英伟达供应商胜宏科技, 比亚迪旗下弗迪电池: it only describes the name that follows
    if before and entity.kind == "product" and _COMPONENT_BEFORE.search(before):
        out.append("component")
    if "owner-after" in after:
        out.append("owner-after")
    if entity.start - start <= 1:
        out.append("first-word")
    if "in-list" in after or (before and _LISTED_BEFORE.search(before)):
        out.append("in-list")
    return out


def _words_after(scene: Scene, entity: Entity) -> Iterator[str]:
    """What the words behind a name say; what it says or is said to say first."""
    after = scene.mask[entity.end : entity.end + 18]
    if not after:
        return
    if _SOURCE_AFTER.match(after):
        yield "source-after"
    elif _EXPECTS_AFTER.match(after):
        yield "expects-after"
    elif _SAYS_AFTER.match(after):
        yield "says-after"
    if _MEMBERS.match(after) or _OF_A_SET.match(after):
        yield "member"
    if _INVESTS.match(after):
        yield "invests"
    if _RIVAL_AFTER.match(after):
        yield "rival-after"
    if _FOR_EXAMPLE_AFTER.match(after):
        yield "for-example"
    if _TOGETHER_AFTER.match(after):
        yield "together"
    modifies = _MODIFIER_AFTER.match(after)
    if modifies and any(e.kind != "product" for e in scene.entities_in(entity.end, entity.end + modifies.end() + 8)):
        yield "modifier"
    if _OWNER_AFTER.match(after):
        yield "owner-after"
    if _LISTED_AFTER.match(after):
        yield "in-list"


@lru_cache(maxsize=64)
def title_names(lexicon: Lexicon, title: str) -> tuple[NameHit, ...]:
    """The registered names in a title."""
    return tuple(lexicon.find_names(title))


def title_focus(scene: Scene, lexicon: Lexicon) -> dict[str, int]:
    """How often each vendor is named, titles and headings counting more."""
    counts: dict[str, int] = {}
    for hit in title_names(lexicon, scene.document.title):
        entry = lexicon.vendors.get(hit.id) if hit.kind == "vendor" else None
        owner = hit.id if entry else lexicon.products[hit.id].owner
        if not is_source(owner, lexicon):
            counts[owner] = counts.get(owner, 0) + 2
    for entity in scene.entities:
        vendor, name = owner_of(entity, lexicon)
        key = vendor or name
        if entity.rule == "source" or is_source(vendor, lexicon) or (vendor is None and is_source_name(name)):
            continue
        weight = 1
        sent: Sent | None = scene.sent_at(entity.start)
        if sent is not None and scene.block_of(sent).kind in ("title", "heading"):
            weight = 2
        counts[key] = counts.get(key, 0) + weight
    return counts
