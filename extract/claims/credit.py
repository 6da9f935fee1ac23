"""Whom the text credits with a value: candidates in the clause, the sentence, before it, in headings and the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.claims.candidates import Candidate
from extract.claims.cascade import cascade
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Sent, Site
from extract.lexicon import Lexicon
from extract.types import Baseline, Credit, Entity

_MARKET = re.compile(
    r"(?:全球|国内|中国|我国|全国|行业|市场|业界|产业|海外|欧洲|北美|美国|日本|韩国|印度|亚太|东南亚|内地|大陆|台湾|香港|全行业|我市|全省|全市|本市|工信部|乘联会|海关)"
)
_MARKET_SUBJECT = re.compile(
    r"(?:^|[，,。；;：:])(?:[\ue104\ue105]*[，,]?)(?:其中|而|从|在|整个|目前|当前|今年|去年|预计|到时|其余|至于|但|不过|业内)?"
    r"(?:全球|国内|中国|我国|全国|行业|市场|业界|产业|海外|欧洲|北美|美国|全行业|整体市场|大盘|国产厂商|国产品牌|国产|各家|两家|三家|四家|五家|多家|几家|前[三五十]|头部|受访|业者|同行|同类|"
    r"原厂|供应链|专家|分析师|机构|厂商|企业|品牌|前沿模型|主流)"
)
_SOURCE_BEFORE = re.compile(r"(?:据|根据|来自|援引|引述|引用|按照?|依据|参考)[^，,。；;]{0,6}$")
_WHEN = r"(?:最新|近日|日前|昨日|今日|今|昨|\d+日|在|新近|本周|[\ue104\ue105]|另|则|还|也|的)*"
_SOURCE_AFTER = re.compile(
    rf"^(?:[（(][^）)]{{0,16}}[）)])?{_WHEN}(?:《|数据|报告|统计|测算|预测|预计|预估|研究|调研|监测|显示|分析师|指出|认为|估计|估算|口径|研报|榜单|评估|测试|给出|引述|将其|的模型|模型|机构|券商|看到|"
    r"发表报告|首予|重申|维持|将[\ue102]|把[\ue102]|(?:发布|公布|出具|披露)的?[^，,。；;]{0,14}(?:报告|数据|统计|榜单|预测|白皮书|研报))"
)
_SAYS_AFTER = re.compile(rf"^(?:[（(][^）)]{{0,16}}[）)])?{_WHEN}(?:表示|称|披露|公布|宣布|发布|透露|坦言|回应|方面)")
_RIVAL_BEFORE = re.compile(r"(?:较|比|相比|相较|相较于|对比|超过|超越|高于|低于|优于|超|落后于?|领先|不及|不如|逊于|击败|仅次于|追平|接近|逼近|对标|媲美|持平于|甩开|反超|取代|替代|擠下|挤下|拉开与|达到|达|是|为|相当于|约为|与|和|跟|同)(?:[^，,。；;]{0,4})$")
_RIVAL_AFTER = re.compile(r"^(?:[^，,。；;]{0,10})(?:相比|比较|持平|相当|之间)")
_OTHER_BEFORE = re.compile(r"(?:向|给|为|对|从|由|与|和|跟|同|携手|联合|联手|采购|搭载|采用|使用|基于|接入|兼容|适配|客户|伙伴|供应商|包括|如|等|收购|投资|入股|进入|登陆|被|获|获得|支持|打入|替|帮|助)(?:了|的)?$")
_MODIFIER_AFTER = re.compile(r"^(?:的)?(?:核心|主要|最大|重要|第一大|长期)?(?:供应商|供应链|客户|代工厂|代工|合作伙伴|伙伴|竞争对手|对手|概念股|经销商|产业链|生态|旗下|系|控股|参股|投资|持股|关联)")
_OUTLOOK = re.compile(r"(?:往后看|整体|总体|总的|综合|展望|写在最后|业内|行业|放眼|回到|值得注意|从行业|纵观|市场|从市场|未来|另一边|与此同时|至于|有分析|分析人士|专家)")
_OWNER_AFTER = re.compile(r"^(?:的|旗下|自研|自主研发|推出|发布|研发|开发|打造|方面|公司|集团|[（(])")
_PRONOUN = re.compile(r"(?:该公司|公司|其|该集团|集团|本公司|该企业|该厂商|该厂|该品牌|该平台|该业务|该系统|该产品|该芯片|该车|该机|它|他们|我们|该模型|该行|后者|前者|自研|自主研发|自有|该方案|该项目|该机构|自家|官方)")
# Those who count and rate others: named as a source far more often than credited.
_SOURCE_SECTORS = frozenset("research_firm government benchmark industry_body intl_org research_org media".split())
_SOURCE_NAME = re.compile(r"(?:研究院|研究所|研究中心|研究|咨询|协会|学会|联盟|智库|调研|传媒|投顾|投信|证券|数据中心|统计局|信息网)$")
_RATING_SECTORS = frozenset("broker finance".split())
_LATTER = re.compile(r"后者")
_FORMER = re.compile(r"前者")


@dataclass(frozen=True, slots=True)
class PastCredit:
    """Who was credited before, for numbers that name nobody."""

    credit: Credit | None
    sent: int
    block: int


def owner_of(entity: Entity, lexicon: Lexicon) -> tuple[str | None, str]:
    """The id and the name that a mention of ``entity`` credits."""
    if entity.kind == "organisation":
        return None, entity.name
    vendor = lexicon.vendors.get(entity.owner or entity.id or "")
    return (vendor.id, vendor.name) if vendor else (entity.owner, entity.name)


def credit_candidates(scene: Scene, site: Site, pred: Predicate, baseline: Baseline | None, past: Sequence[PastCredit], lexicon: Lexicon, focus: dict[str, int]) -> list[Candidate]:
    """Every vendor that the value could be credited to, and nobody."""
    groups: dict[str, Candidate] = {}

    def offer(entity: Entity, how: str, extra: list[str]) -> None:
        key, name = owner_of(entity, lexicon)
        if is_source(key, lexicon) or (key is None and _SOURCE_NAME.search(name)):
            return
        known = groups.get(key or name)
        zone = how.rstrip("-123").removesuffix("-far")
        if known is not None:  # named again further away
            known.features.append(f"also={zone}")
            return
        known = groups[key or name] = Candidate(scene.text[entity.start : entity.end], entity.start, entity.end, how, key, name)
        nature = "product" if entity.kind == "product" else "vendor"
        known.features += [f"at={how}", f"zone={zone}|{nature}", f"zone={zone}"]
        if entity.kind == "organisation":
            known.features.append(f"found-by={entity.rule}")
        known.features += [f"{zone}:{f}" for f in extra] + [f"cue:{f}" for f in extra if not f.startswith(("order", "of", "inner", "last", "sections"))]

    sent = site.sent
    block = scene.block_of(sent)
    pronoun = _PRONOUN.search(scene.mask[site.clause.start : site.quantity.lead]) is not None
    sections = sum(1 for b in scene.document.blocks if b.kind == "heading" and scene.entities_in(b.start, b.end))
    for how, start, end in _zones(site):
        found = [e for e in scene.entities_in(start, end)]
        if how == "host":
            found = found[-1:]
        cut = how.startswith("earlier") and "；" in scene.text[end : site.quantity.lead].replace(";", "；")
        for order, entity in enumerate(found):
            extra = _local(scene, entity, baseline, order, len(found), start)
            offer(entity, how, [*extra, "across-semicolon"] if cut else extra)
    for back in (1, 2):
        order = sent.index - back
        if order < 0 or scene.sents[order].block != sent.block:
            break
        earlier = scene.sents[order]
        found = [e for e in scene.entities_in(earlier.start, earlier.end)]
        for place, entity in enumerate(found):
            extra = _local(scene, entity, None, place, len(found), earlier.start)
            offer(entity, f"sentence-{back}", extra)
    heading = _heading(scene, sent.block)
    if heading is not None:
        for place, entity in enumerate(scene.entities_in(heading[0], heading[1])):
            place_in = "last" if heading[3] else "inner"
            away = "near" if heading[2] == 1 else "far"
            extra = [f"order={min(place, 1)}", f"{place_in}-section|{away}", f"sections={min(sections, 2)}"]
            if _OUTLOOK.match(scene.text[block.start : block.start + 12]):
                extra.append("outlook")
            offer(entity, "heading", extra)
    if block.kind in ("answer", "list-item") and sent.block:
        before = scene.document.blocks[sent.block - 1]
        for entity in scene.entities_in(before.start, before.end):
            offer(entity, "block-before", [])
    first = next((s for s in scene.sents if s.block == sent.block), sent)
    if first.index < sent.index - 2:
        for place, entity in enumerate(scene.entities_in(first.start, first.end)):
            offer(entity, "paragraph-head", [f"order={min(place, 1)}"])
    pick, step = _pick(scene, site, baseline, heading, past, focus, lexicon)
    _memory(groups, site, past, sent.block - heading[2] if heading else -1)
    _article(groups, scene, focus, lexicon)
    title = scene.document.article.title or ""
    by_name = {owner_of(e, lexicon)[0] for e in scene.entities if e.kind == "vendor"}
    for candidate in groups.values():
        _nature(candidate, lexicon, title)
        if candidate.id is not None and candidate.id not in by_name:  # only its products are named: often parts of others' things
            candidate.features += ["only-products", f"only-products|{candidate.how}", f"only-products|focus={_concentration(focus)}"]
    nobody = Candidate("", sent.start, sent.start, "nobody")
    nobody.features.append("nobody")
    candidates = [*groups.values(), nobody]
    _hint(groups, nobody, pick, step, site, past)
    _former_latter(groups, scene, site, lexicon)
    market = _MARKET_SUBJECT.search(scene.mask[sent.start : site.quantity.lead]) is not None
    local = any(f.startswith(("at=clause", "at=item")) for c in groups.values() for f in c.features)
    near = "local" if local else "sentence" if any("at=earlier" in c.features for c in groups.values()) else "none"
    market_word = _MARKET.search(scene.mask[site.clause.start : site.quantity.lead]) is not None
    for candidate in candidates:
        _describe(candidate, pronoun=pronoun, market=market, market_word=market_word, near=near, heading=heading is not None, total=len(focus), kind=block.kind, pred=pred, focus=_concentration(focus))
    return candidates


def _pick(scene: Scene, site: Site, baseline: Baseline | None, heading: tuple[int, int, int, bool] | None, past: Sequence[PastCredit], focus: dict[str, int], lexicon: Lexicon) -> tuple[str, str]:
    """What the guide's order of credit says."""

    def key_of(entity: Entity) -> str:
        vendor, name = owner_of(entity, lexicon)
        return vendor or name

    def usable(entity: Entity, start: int) -> bool:
        vendor, name = owner_of(entity, lexicon)
        if is_source(vendor, lexicon) or (vendor is None and _SOURCE_NAME.search(name)):
            return False
        cues = _local(scene, entity, baseline, 0, 1, start)
        return not {"in-baseline", "source-before", "source-after", "rival-before", "rival-after", "other-before"} & set(cues)

    named = None
    if heading is not None:
        named = next((e for e in scene.entities_in(heading[0], heading[1]) if usable(e, heading[0])), None)
    last = None
    if past:
        before = past[-1]
        where = "sentence" if before.sent == site.sent.index else "block" if before.block == site.sent.block else "section" if heading and before.block > site.sent.block - heading[2] else "article"
        last = ((before.credit.id or before.credit.name) if before.credit else "", where)
    total = sum(focus.values())
    most = max(sorted(focus), key=lambda key: focus[key]) if focus else None
    about = most if most is not None and focus[most] / total > 0.5 else None
    return cascade(scene, site, baseline, usable, named, last, about, key_of)


def _hint(groups: dict[str, Candidate], nobody: Candidate, pick: str, step: str, site: Site, past: Sequence[PastCredit]) -> None:
    """Mark the candidate that the guide's order picks, and for the others which step was against them."""
    for key, candidate in [*groups.items(), ("", nobody)]:
        if key == pick:
            candidate.features += ["cascade", f"cascade={step}"]
        else:
            candidate.features.append(f"against={step}")
    if past and past[-1].credit is None:
        where = "sentence" if past[-1].sent == site.sent.index else "block" if past[-1].block == site.sent.block else "article"
        nobody.features += [f"past-nobody={where}"]


def _zones(site: Site) -> list[tuple[str, int, int]]:
    zones = []
    if site.host is not None:
        zones.append(("host", max(site.host.start, site.host.end - 16), site.host.end))
    if site.left > site.clause.start:
        zones.append(("clause-earlier", site.clause.start, site.left))
    zones.append(("item" if site.left > site.clause.start else "clause-before", site.left, site.quantity.lead))
    zones.append(("clause-after", site.quantity.tail, site.clause.end))
    if site.clause_index + 1 < len(site.sent.clauses):
        following = site.sent.clauses[site.clause_index + 1]
        zones.append(("next-clause", following.start, min(following.start + 3, following.end)))
    for back in range(1, 4):
        order = site.clause_index - back
        if order >= 0:
            clause = site.sent.clauses[order]
            zones.append((f"earlier-clause-{back}", clause.start, clause.end))
    if site.clause_index > 3:
        zones.append(("earlier-clause-far", site.sent.clauses[0].start, site.sent.clauses[site.clause_index - 4].end))
    return zones


def _local(scene: Scene, entity: Entity, baseline: Baseline | None, order: int, count: int, start: int) -> list[str]:
    mask = scene.mask
    before = mask[max(start, entity.start - 10) : entity.start]
    after = mask[entity.end : entity.end + 18]
    out = [f"order={min(order, 2)}", f"of={min(count, 3)}"]
    if baseline is not None and baseline.start <= entity.start < baseline.end:
        out.append("in-baseline")
    if _SOURCE_BEFORE.search(before):
        out.append("source-before")
    if _SOURCE_AFTER.match(after):
        out.append("source-after")
    elif _SAYS_AFTER.match(after):
        out.append("says-after")
    if _RIVAL_BEFORE.search(before):
        out.append("rival-before")
    if _RIVAL_AFTER.match(after):
        out.append("rival-after")
    if _OTHER_BEFORE.search(before):
        out.append("other-before")
    modifies = _MODIFIER_AFTER.match(after)
    if modifies and any(e.kind != "product" for e in scene.entities_in(entity.end, entity.end + modifies.end() + 8)):
        out.append("other-before")  # 英伟达供应商胜宏科技, 比亚迪旗下弗迪电池: it only describes the name that follows
    if _OWNER_AFTER.match(after):
        out.append("owner-after")
    if entity.start - start <= 1:
        out.append("first-word")
    if re.match(r"(?:、|和|与|及|以及)[\ue102]", after) or re.search(r"[\ue102\ue103](?:、|和|与|及|以及)$", before):
        out.append("in-list")
    return out


def _heading(scene: Scene, block: int) -> tuple[int, int, int, bool] | None:
    """The span of the heading that a block stands under, how many blocks above it is, and whether no other follows."""
    for order in range(block - 1, -1, -1):
        candidate = scene.document.blocks[order]
        if candidate.kind == "heading":
            last = all(b.kind != "heading" for b in scene.document.blocks[block:])
            return candidate.start, candidate.end, block - order, last
    return None


def _memory(groups: dict[str, Candidate], site: Site, past: Sequence[PastCredit], section: int) -> None:
    seen: list[str] = []
    for order, earlier in enumerate(reversed(past[-6:])):
        credit = earlier.credit
        key = (credit.id or credit.name) if credit else ""
        if key in seen:
            continue
        seen.append(key)
        where = "sentence" if earlier.sent == site.sent.index else "block" if earlier.block == site.sent.block else "section" if 0 <= section < earlier.block else "article"
        tag = f"past={where}|{'last' if not order else 'before'}"
        if credit is None:
            continue
        candidate = groups.get(key)
        if candidate is None:
            candidate = groups[key] = Candidate(credit.text, credit.start, credit.end, f"past-{where}", credit.id, credit.name)
        candidate.features.append(tag)


def _article(groups: dict[str, Candidate], scene: Scene, focus: dict[str, int], lexicon: Lexicon) -> None:
    """The vendors that the article is mostly about."""
    ranked = sorted(focus, key=lambda key: (-focus[key], key))
    total = sum(focus.values()) or 1
    for place, key in enumerate(ranked[:3]):
        share = focus[key] / total
        candidate = groups.get(key)
        if candidate is None and place == 0:
            entity = next((e for e in scene.entities if (owner_of(e, lexicon)[0] or owner_of(e, lexicon)[1]) == key), None)
            if entity is None:  # named in the title only
                told = lexicon.vendors.get(key)
                if told is not None:
                    candidate = groups[key] = Candidate(told.name, 0, 0, "title", told.id, told.name)
                    candidate.features.append(f"focus={place}|{'most' if share > 0.6 else 'half' if share > 0.35 else 'part'}")
                continue
            vendor, name = owner_of(entity, lexicon)
            candidate = groups[key] = Candidate(scene.text[entity.start : entity.end], entity.start, entity.end, "article", vendor, name)
        if candidate is not None:
            candidate.features.append(f"focus={place}|{'most' if share > 0.6 else 'half' if share > 0.35 else 'part'}")


def _concentration(focus: dict[str, int]) -> str:
    """How much an article is about one vendor."""
    if not focus:
        return "none"
    share = max(focus.values()) / sum(focus.values())
    return "most" if share > 0.6 else "half" if share > 0.35 else "part"


def _former_latter(groups: dict[str, Candidate], scene: Scene, site: Site, lexicon: Lexicon) -> None:
    """前者 and 后者 point at the first and the second of the two vendors named last."""
    said = scene.text[site.clause.start : site.quantity.lead]
    place = max(said.rfind("后者"), said.rfind("前者"))
    if place < 0:
        return
    block = scene.block_of(site.sent)
    order: list[str] = []
    for entity in reversed(scene.entities_in(block.start, site.clause.start + place)):
        vendor, name = owner_of(entity, lexicon)
        if (vendor or name) not in order:
            order.append(vendor or name)
    if len(order) >= 2:
        meant = order[0] if said.startswith("后者", place) else order[1]
        if meant in groups:
            groups[meant].features.append("former-latter")


def is_source(id: str | None, lexicon: Lexicon) -> bool:
    """Whether a registered organisation counts and rates others, as research firms, brokers and ministries do."""
    vendor = lexicon.vendors.get(id or "")
    return vendor is not None and vendor.sector in _SOURCE_SECTORS


def _nature(candidate: Candidate, lexicon: Lexicon, title: str) -> None:
    vendor = lexicon.vendors.get(candidate.id or "")
    if vendor is not None and vendor.sector in _RATING_SECTORS:
        candidate.features.append("nature=rating")
        candidate.features += [f"nature=rating|{f}" for f in candidate.features if f.startswith("zone=") and "|" not in f]
    names = (candidate.text, candidate.name or candidate.text, *(vendor.aliases if vendor else ()))
    if title and any(name and name in title for name in names):
        candidate.features.append("in-title")


def _describe(candidate: Candidate, *, pronoun: bool, market: bool, market_word: bool, near: str, heading: bool, total: int, kind: str, pred: Predicate, focus: str) -> None:
    base = list(candidate.features)
    features = list(dict.fromkeys(base))
    local_other = near == "local" and not any(f.startswith(("at=clause", "at=item")) for f in base)
    if local_other:
        features.append("another-is-local" if candidate.how != "nobody" else "nobody|another-is-local")
    who = "nobody" if candidate.how == "nobody" else candidate.how
    features += [f"{who}|near={near}", f"how={who}"]
    if pronoun:
        features.append(f"pronoun|{who}")
    if market:
        features.append(f"market-subject|{who}")
    if market_word:
        features.append(f"market-word|{who}")
    if heading:
        features.append(f"under-heading|{who}")
    features.append(f"vendors={'0' if total == 0 else '1' if total == 1 else '2-3' if total <= 3 else '4+'}|{who}")
    if who == "nobody":
        features.append(f"nobody|focus={focus}")
        features.append(f"nobody|focus={focus}|near={near}")
        features.append(f"nobody|{kind}")
        features.append(f"nobody|{pred.kind}")
    candidate.features = features


def title_focus(scene: Scene, lexicon: Lexicon) -> dict[str, int]:
    """How often each vendor is named, titles and headings counting more."""
    counts: dict[str, int] = {}
    for hit in lexicon.find_names(scene.document.article.title or ""):
        entry = lexicon.vendors.get(hit.id) if hit.kind == "vendor" else None
        owner = hit.id if entry else lexicon.products[hit.id].owner
        if not is_source(owner, lexicon):
            counts[owner] = counts.get(owner, 0) + 2
    for entity in scene.entities:
        vendor, name = owner_of(entity, lexicon)
        key = vendor or name
        if is_source(vendor, lexicon) or (vendor is None and _SOURCE_NAME.search(name)):
            continue
        weight = 1
        sent: Sent | None = scene.sent_at(entity.start)
        if sent is not None and scene.block_of(sent).kind in ("title", "heading"):
            weight = 2
        counts[key] = counts.get(key, 0) + weight
    return counts
