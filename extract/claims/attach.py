"""Which metric a number measures: candidates before it, after it, in its verb, in earlier clauses and claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.claims.candidates import Candidate
from extract.claims.noun_phrases import phrase_after, phrase_before
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.claims.verbs import FALL_NOUN_ANY, GROWTH_NOUN_ANY, VERB_METRIC
from extract.lexicon import Lexicon
from extract.lexicon.entries import MetricEntry
from extract.types import Metric, MetricMention, Span

_GROWTH_NOUN = re.compile(rf"(?:的|同比|环比|年|复合)*(?:{GROWTH_NOUN_ANY}|{FALL_NOUN_ANY})(?:目标|预期|指引|预估)?$")
_TAIL = re.compile(r"(?<=..)(?:仍|再度|主要|已经?|达到?|为|约|近|超过?|是|在|至|到|仅|均|共|则|就|只|还)+$")
_GROWTH_WORD = re.compile(rf"^(?:{GROWTH_NOUN_ANY}|{FALL_NOUN_ANY}|增长|提升|增加|下降|降低|涨|跌|下调|直降|上涨)$")
_HEADS = frozenset("率量额数比价费本利损值度长延宽速力耗时级龄位幅差重距径压流温期币金产")
_HEAD_WORDS = re.compile(
    r"(?:收入|营收|利润|成本|费用|价格|性能|效率|带宽|吞吐|时间|周期|规模|面积|容量|功率|寿命|续航|算力|份额|占比|订单|人数|客户|用户|销售|投资|投入|支出|开支|显存|内存|电流|电压|密度|速度|准确率|能耗|功耗|库存|存货|现金|负债|资产|需求|供给|精度|市值|估值|工资|薪酬|补贴|距离|里程|误差|电量|用时|耗时|能力|产出|产值|通量|参数|评分|得分|跑分|持股|股息|融资|出货|交付|交付期|月活|日活|会员|专利|像素|亮度|尺寸|厚度|重量|温度|扭矩|转速|倍率|油耗|电耗)$"
)
_SIZED = re.compile(r"(?:支持|承载|容纳|扩展?[至到]|组成|构成|调度|管理|建成|部署)[^，,。；;]{0,4}$")
_UNIT_METRIC = {"IOPS": "IOPS", "tpmC": "tpmC", "参数": "参数量", "像素": "像素", "QPS": "QPS", "TPS": "TPS", "股": "股数"}
_SHARE = re.compile(r"占(?:到|了|去|据|全部|整个|比)?(?P<whole>[^，,。；;占]{0,14}?)(?:的)?(?P<noun>比重|比例|份额|比)?(?:为|是|达到?|约|近|逾|超过?|仅|不到|不足|高达|大约|将近|接近|首度|首次|则|已|在|\ue10a)*$")
_RECORD = re.compile(r"的?好?(?:成绩|佳绩|战绩)")  # 以1.86万台的成绩夺冠: what was achieved, no thing that is counted
_LISTED = re.compile("[\ue10a 、和与及]{1,3}|以及")
_COUNT_VERB = re.compile(r"(?P<verb>服务|覆盖|支持|承载|部署|新增|建成|布局|开通|接入|上线|管理|签约|落地|减少|裁员|招聘|投用|铺设|兼容|适配|纳管)(?:了|着|过|超|近|约|全国|的|逾|超过|国内)*$")


@dataclass(frozen=True, slots=True)
class Past:
    """A claim already made, as far as later numbers may inherit from it."""

    metric: Metric
    unit: str | None
    dimension: str | None
    kind: str
    sent: int
    clause: int
    block: int


def metric_candidates(
    scene: Scene, site: Site, pred: Predicate, regions: Sequence[Span], past: Sequence[Past], lexicon: Lexicon
) -> list[Candidate]:
    """Every metric that the number could measure, each with the features that the ranker weighs.

    ``regions`` are the runs before the number where its noun phrase may stand, the likeliest first.
    """
    out: list[Candidate] = []
    for order, region in enumerate(regions):
        _before(scene, site, region, order, out)
    _share(scene, site, out)
    _after(scene, site, out)
    _after_list(scene, site, out)
    _verb(scene, site, out)
    _host(scene, site, out)
    _topic(scene, site, past, out)
    _inherited(site, past, out)
    if not out:
        out.append(Candidate("", site.quantity.start, site.quantity.start, "none"))
    own = "own-phrase" if any(c.how.startswith(("before", "share")) for c in out) else "no-own-phrase"
    for candidate in out:
        _describe(scene, site, pred, candidate, lexicon, own)
    return out


@lru_cache(maxsize=20000)
def _entry(lexicon: Lexicon, wording: str, unit: str | None) -> MetricEntry | None:
    """The registry's metric for a wording, or the one that it narrows."""
    return lexicon.metric_of(wording, unit) or lexicon.metric_head(wording, unit)


@lru_cache(maxsize=20000)
def _fits(lexicon: Lexicon, metric: str, unit: str | None) -> bool:
    return lexicon.fits(metric, unit)


def _add(out: list[Candidate], candidate: Candidate) -> None:
    if candidate.text and not any(c.text == candidate.text and c.how == candidate.how for c in out):
        out.append(candidate)


def _phrase(scene: Scene, start: int, end: int, how: str, out: list[Candidate], features: list[str]) -> None:
    """The noun phrase at ``start:end``; a growth noun at its end is no metric of its own."""
    text = _TAIL.sub("", scene.text[start:end].strip("的 "))
    shorter = _GROWTH_NOUN.sub("", text)
    if shorter != text:
        features = [*features, "growth-noun-cut"]
        text = shorter
    if text and not _GROWTH_WORD.match(text):
        _add(out, Candidate(text, start, start + len(text), how, features=features))


def _before(scene: Scene, site: Site, region: Span, place: int, out: list[Candidate]) -> None:
    np_start, np_end = region
    if np_end <= np_start:
        return
    tokens = scene.tokens(site.clause)
    start, end = phrase_before(tokens, np_start, np_end)
    if end > start:
        gap = "near" if np_end - end <= 2 else "far" if np_end - end <= 8 else "very-far"
        inside = [t for t in tokens if start <= t.start < end]
        tags = [f"last={inside[-1].tag[:1]}", f"first={inside[0].tag[:1]}"] if inside else []
        _phrase(scene, start, end, "before-phrase", out, [f"gap={gap}", f"region={place}", *tags])
        cut = [t for t in inside if start < t.start]
        if len(cut) >= 2:  # the same phrase without its first words: 碳化硅功率芯片|耐压
            tags.append("full=short" if end - start <= 6 else "full=long")
            _phrase(scene, cut[-1].start, end, "before-last-word", out, [f"gap={gap}", *tags])
        if len(cut) >= 3:
            _phrase(scene, cut[-2].start, end, "before-last-two", out, [f"gap={gap}", *tags])
        again, stop = phrase_before(tokens, np_start, start)
        if stop > again and scene.text[stop:start] != "的":
            _phrase(scene, again, stop, "before-second", out, [])
    registered = scene.metrics_in(np_start, np_end)
    for order, mention in enumerate(reversed(registered)):
        if order > 1 or _GROWTH_WORD.match(scene.text[mention.start : mention.end]):
            continue
        begin = mention.start
        for token in reversed(tokens):  # the modifiers that stand directly before it
            if token.end == begin and token.tag not in ("wall", "Q", "T", "E", "N") and token.start >= start and begin - token.start <= 8 and mention.end - token.start <= 2 * (mention.end - mention.start):
                begin = token.start
        gap = "near" if np_end - mention.end <= 2 else "far" if np_end - mention.end <= 8 else "very-far"
        _phrase(scene, begin, mention.end, "before-registered", out, [f"gap={gap}", f"order={order}", f"region={place}", "cut-short" if start < mention.end < end else "whole"])


def _share(scene: Scene, site: Site, out: list[Candidate]) -> None:
    if site.quantity.unit not in ("%", "x", "‰"):
        return
    left = scene.flat[site.clause.start : site.quantity.lead]
    match = _SHARE.search(left)
    if match is None:
        return
    start = site.clause.start + match.start("whole")
    whole = scene.text[start : site.clause.start + match.end("whole")]
    whole = re.sub(r"^(?:了|到|全部|整个|其|公司|集团|的)+|的$", "", whole)
    if any("\ue100" <= c <= "\ue101" for c in match.group("whole")):
        whole = ""
    _add(out, Candidate(f"{whole}占比", start, start + len(whole), "share-of", features=["whole" if whole else "bare"]))


def _after(scene: Scene, site: Site, out: list[Candidate]) -> None:
    tokens = scene.tokens(site.clause)
    start, end, joined = phrase_after(tokens, site.quantity.tail, site.right if site.host else site.clause.end)
    if end <= start:
        return
    text = scene.text[start:end]
    if _RECORD.match(text) and site.quantity.dimension == "count":
        return
    link = "的" if joined else "direct"
    tail = "end" if end >= site.clause.end else "more"
    if scene.metrics_in(start, end):
        mention = scene.metrics_in(start, end)[-1]
        _phrase(scene, start, max(mention.end, start + 1), "after-registered", out, [f"link={link}", f"tail={tail}"])
    _phrase(scene, start, end, "after-phrase", out, [f"link={link}", f"tail={tail}"])
    first = next((t for t in tokens if t.start == start), None)
    noun = first is not None and (first.tag.startswith(("n", "j", "b", "eng", "l", "a", "i", "x", "vn", "E", "N")) or len(scene.metrics_in(start, end)) > 0)
    if site.quantity.dimension in ("count", None) and len(text) >= 2 and noun:
        verb = _COUNT_VERB.search(scene.flat[site.left : site.quantity.lead])
        _add(out, Candidate(f"{text}数", start, end, "counted", features=[f"link={link}", "verb" if verb else "no-verb"]))
        if verb:
            _add(out, Candidate(f"{verb.group('verb')}{text}数", start, end, "verb-counted", features=[f"link={link}"]))


def _after_list(scene: Scene, site: Site, out: list[Candidate]) -> None:
    """以23.4%和19.8%的份额: what follows the last of a list belongs to each of its values."""
    following = site.following
    if following is None or scene.quantities[following].unit != site.quantity.unit or not _LISTED.fullmatch(scene.flat[site.quantity.tail : scene.quantities[following].lead]):
        return
    last = scene.sites[following]
    while last.following is not None and _LISTED.fullmatch(scene.flat[last.quantity.tail : scene.quantities[last.following].lead]):
        last = scene.sites[last.following]
    start, end, joined = phrase_after(scene.tokens(site.clause), last.quantity.tail, site.clause.end)
    if joined and end > start:
        told = scene.metrics_in(start, end)
        _phrase(scene, start, max(told[-1].end, start + 1) if told else end, "after-list", out, ["registered"] if told else [])


def _verb(scene: Scene, site: Site, out: list[Candidate]) -> None:
    left = scene.mask[site.left : site.quantity.lead]
    if site.quantity.unit == "卡" and _SIZED.search(left):
        whole = scene.text[site.quantity.tail : site.clause.end]
        _add(out, Candidate("互联规模" if "互联" in whole else "集群规模", site.quantity.start, site.quantity.start, "capability"))
    named = _UNIT_METRIC.get(site.quantity.unit or "")
    if named:
        _add(out, Candidate(named, site.quantity.unit_start, site.quantity.end, "unit", features=[f"unit={named}"]))
    for pattern, metric, dimension in VERB_METRIC:
        if dimension is not None and dimension != site.quantity.dimension:
            continue
        match = pattern.search(left)
        if match:
            _add(out, Candidate(metric, site.left + match.start(), site.left + match.start(), "verb", features=[f"verb={metric}"]))
            break
    right = scene.mask[site.quantity.tail : site.clause.end]
    if re.match(r"(?:的?(?:价格|售价)?(?:起售?|起))", right) and site.quantity.dimension == "money":
        _add(out, Candidate("售价", site.quantity.start, site.quantity.start, "verb", features=["verb=起"]))
    if _RECORD.match(right) and site.quantity.dimension == "count":
        _add(out, Candidate("销量", site.quantity.start, site.quantity.start, "verb-after", features=["verb=成绩"]))
    if re.match(r"[^，,。]{0,8}?中标", right):
        _add(out, Candidate("中标金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=中标"]))
    if re.match(r"[^，,。]{0,6}?(?:融资|募资)", right):
        _add(out, Candidate("融资额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=融资"]))
    if re.match(r"[^，,。]{0,3}?(?:收购|并购)", right):
        _add(out, Candidate("收购金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=收购"]))
    if re.match(r"[^，,。]{0,3}?回购", right):
        _add(out, Candidate("回购金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=回购"]))


def _host(scene: Scene, site: Site, out: list[Candidate]) -> None:
    """A number in a bracket measures what stands before the bracket: ``毛利率（41%）``."""
    if site.host is None or site.host.end <= site.host.start:
        return
    registered = scene.metrics_in(site.host.start, site.host.end)
    if registered:
        _phrase(scene, registered[-1].start, registered[-1].end, "host-registered", out, [])
    start, end = phrase_before(scene.tokens(site.clause), site.host.start, site.host.end)
    if end > start:
        _phrase(scene, start, end, "host-phrase", out, [])


def _whole(mention: MetricMention, past: Sequence[Past]) -> tuple[int, int]:
    """The span of a metric as an earlier claim took it: 手机芯片收入, not the 收入 in it."""
    for claim in past[-6:]:
        if claim.metric.start <= mention.start and mention.end <= claim.metric.end:
            return claim.metric.start, claim.metric.end
    return mention.start, mention.end


def _topic(scene: Scene, site: Site, past: Sequence[Past], out: list[Candidate]) -> None:
    """A metric named in an earlier clause of the sentence, or in the sentence before, without a number of its own."""
    clauses = site.sent.clauses
    for back in range(1, 4):
        order = site.clause_index - back
        if order < 0:
            break
        clause = clauses[order]
        numbered = len(scene.quantities_in(clause.start, clause.end)) > 0
        registered = [m for m in scene.metrics_in(clause.start, clause.end) if not _GROWTH_WORD.match(scene.text[m.start : m.end])]
        if registered:
            _phrase(scene, *_whole(registered[-1], past), "topic-registered", out, [f"back={back}", f"numbered={numbered}"])
        if back == 1 and not numbered:
            start, end = phrase_before(scene.tokens(clause), clause.start, clause.end)
            if end > start:
                _phrase(scene, start, end, "topic-phrase", out, [f"back={back}"])
    block = scene.block_of(site.sent)
    if site.sent.block and site.sent.start <= block.sentences[0].start:
        intro = scene.document.blocks[site.sent.block - 1]
        steps = 1
        while intro.kind in ("list-item", "heading") and steps < 8 and site.sent.block - steps > 0 and scene.text[intro.end - 1] not in ":：":
            steps += 1
            intro = scene.document.blocks[site.sent.block - steps]
        if intro.kind == "question" or scene.text[intro.end - 1] in ":：" or scene.text.startswith("——", intro.end - 2):
            told = scene.metrics_in(intro.start, intro.end)
            if told:
                _phrase(scene, told[-1].start, told[-1].end, "intro-registered", out, [intro.kind])
    if site.clause_index > 3 or site.host is not None:
        told = [m for m in scene.metrics_in(site.sent.start, site.clause.start) if m.end < site.left]
        if told:
            _phrase(scene, told[-1].start, told[-1].end, "sentence-registered", out, ["bracket" if site.host else "far"])
    if site.left > site.clause.start:  # an earlier item of the same clause
        items = scene.metrics_in(site.clause.start, site.left)
        if items:
            _phrase(scene, items[-1].start, items[-1].end, "clause-registered", out, [])
    if site.sent.index and not any(c.how.startswith("topic") for c in out):
        before = scene.sents[site.sent.index - 1]
        if before.block == site.sent.block:
            earlier = scene.metrics_in(before.start, before.end)
            if earlier:
                _phrase(scene, earlier[-1].start, earlier[-1].end, "previous-sentence-registered", out, [])


def _inherited(site: Site, past: Sequence[Past], out: list[Candidate]) -> None:
    seen: list[str] = []
    for claim in reversed(past[-8:]):
        far = claim.block != site.sent.block or site.sent.index - claim.sent > 3
        if claim.metric.text in seen:
            continue
        seen.append(claim.metric.text)
        if len(seen) > 3:
            break
        where = "clause" if (claim.sent, claim.clause) == (site.sent.index, site.clause_index) else "sentence" if claim.sent == site.sent.index else "far" if far else "earlier"
        same = "same" if claim.dimension == site.quantity.dimension else "other"
        candidate = Candidate(claim.metric.text, claim.metric.start, claim.metric.end, "inherited", claim.metric.id, claim.metric.name)
        candidate.features = [f"where={where}", f"rank={len(seen)}", f"dim={same}", f"where={where}|dim={same}", f"from={claim.kind}", f"from={claim.kind}|dim={same}"]
        _add(out, candidate)


def _describe(scene: Scene, site: Site, pred: Predicate, candidate: Candidate, lexicon: Lexicon, own: str) -> None:
    if candidate.id is None and candidate.text:
        entry = _entry(lexicon, candidate.text, site.quantity.unit)
        if entry is not None:
            candidate.id, candidate.name = entry.id, entry.name
    how = candidate.how
    features = [f"{how}:{f}" for f in candidate.features]
    dimension = site.quantity.dimension or ("none" if site.quantity.unit is None else "other")
    if dimension == "fraction":
        dimension = site.quantity.unit or dimension
    change = "change" if pred.kind in ("increase", "decrease") else pred.kind
    features += [f"{own}|{how}", *(f"{own}|{how}:{f}" for f in candidate.features if f.startswith(("back", "numbered", "where=", "rank")))]
    if how == "inherited":
        features += [f"inherited|{change}|{f}" for f in candidate.features if f.startswith(("from", "where", "dim"))]
    features += [f"how={how}", f"{how}|{dimension}", f"{how}|{change}", f"{how}|{pred.rule}"]
    if candidate.text:
        head = candidate.text[-1]
        features.append("head=metric" if head in _HEADS or _HEAD_WORDS.search(candidate.text) else "head=other")
        features.append(f"{how}|" + features[-1])
        size = len(candidate.text)
        features.append(f"size={'1' if size == 1 else '2-3' if size <= 3 else '4-8' if size <= 8 else '9-14' if size <= 14 else '15+'}")
        features.append("registered" if candidate.id else "unregistered")
        features.append(f"{how}|{features[-1]}")
        if candidate.id:
            fits = _fits(lexicon, candidate.id, site.quantity.unit)
            features.append(f"unit-fits={fits}")
            features.append(f"unit-fits={fits}|{change}")
            if change == "level":
                features.append(f"level|unit-fits={fits}|{how}")
    if site.previous is not None and scene.quantities[site.previous].tail <= candidate.start < site.quantity.start:
        features += ["after-another-number", f"after-another-number|{how}"]
    if candidate.text and candidate.end == site.quantity.lead:
        features += ["adjacent", f"adjacent|{how}|{dimension}"]
    between = candidate.end <= site.quantity.lead
    if between and candidate.start >= site.clause.start:
        features.append("same-clause-before")
    candidate.features = features
