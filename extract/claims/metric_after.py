"""The metric behind the number: what is counted, what 的 joins to it, what a list of values shares."""

from __future__ import annotations

import re

from extract.claims.candidates import MetricCandidate
from extract.claims.metric_wording import add, phrase
from extract.claims.noun_phrases import first_from, phrase_after, within
from extract.claims.scene import Scene, Site
from extract.types import Span

RECORD = re.compile(r"的?好?(?:成绩|佳绩|战绩)")  # 以1.86万台的成绩夺冠: what was achieved, no thing that is counted
_MARK = re.compile(r"的?(?:历史|新|阶段)?(?:新高|新低|纪录|高位|高点|目标|任务|关口|大关|门槛)")
_SPEED = re.compile("(?:左右|以上)?的(?:速度|幅度|节奏)")  # 以每年25%的速度扩张
_DOERS = re.compile(
    r"(?:[一-鿿]{0,4}?)(?:公司|企业|机构|厂商|车企|银行|券商|城市|新车|新机|个股|股票|药企|高校|医院|门店|商家|学生|员工)(?=[一-鿿])(?![数量群圈集产])"
)
_DOING = re.compile(r"[^，,。；;：:、（）()]{2,12}")
# Nothing is told before the number but that there are so many: 两市已有2870余家, 共12款
_ONLY = re.compile(
    "^[^，,]{0,8}?(?:有|共|计|共计|已|达|现有|仅有|只有)(?:约|近|逾|超过?|多达|不到)*$|^(?:[\ue104\ue105\ue10a]|约|近|逾|超过?|其中)*$"
)
_FURTHER = re.compile("[和与及、的]|以及")
_LISTED = re.compile("[\ue10a 、和与及]{1,3}|以及")
_COUNT_VERB = re.compile(
    r"(?P<verb>服务|覆盖|支持|承载|部署|新增|建成|布局|开通|接入|上线|管理|签约|落地|减少|裁员|招聘|投用|铺设|兼容|适配|纳管)(?:了|着|过|超|近|约|全国|的|逾|超过|国内)*$"
)


def after_candidates(scene: Scene, site: Site, out: list[MetricCandidate]) -> None:
    """The noun phrase that follows, as it stands and as what is counted."""
    if site.quantity.tail >= site.clause.end:
        return
    tokens = scene.tokens(site.clause)
    start, end, joined = phrase_after(tokens, site.quantity.tail, site.right if site.host else site.clause.end)
    _doers(scene, site, out)
    if end <= start:
        return
    text = scene.text[start:end]
    if len(text) == 1 and site.quantity.dimension != "count":
        return
    if site.quantity.unit in ("%", "x") and _SPEED.match(scene.text, site.quantity.tail):
        return
    if (RECORD.match(text) and site.quantity.dimension == "count") or _MARK.match(text):
        return
    link = "的" if joined else "direct"
    tail = "end" if end >= site.clause.end else "more"
    told = scene.metrics_in(start, end)
    if told and (told[-1].end >= end or site.quantity.dimension != "count"):
        mention = told[-1]
        whole = "whole" if mention.end >= end else "cut"
        phrase(
            scene,
            start,
            max(mention.end, start + 1),
            "after-registered",
            out,
            (f"link={link}", f"tail={tail}", f"link={link}|{whole}"),
        )
    phrase(scene, start, end, "after-phrase", out, (f"link={link}", f"tail={tail}"))
    at = first_from(tokens, start)
    first = tokens[at] if at < len(tokens) and tokens[at].start == start else None
    noun = first is not None and (
        first.tag.startswith(("n", "j", "b", "eng", "l", "a", "i", "x", "vn", "E", "N")) or len(told) > 0
    )
    if (
        site.quantity.dimension in ("count", None)
        and (len(text) >= 2 or site.quantity.dimension == "count")
        and (noun or site.quantity.unit is not None)
    ):
        _counted(scene, site, Span(start, end), ("noun" if noun else "no-noun", f"link={link}"), out)


def _has_verb(scene: Scene, site: Site, start: int, end: int) -> bool:
    """团队深度渗透政务: a predicate, no noun phrase that could go on."""
    return any(t.tag in ("v", "vd") for t in within(scene.tokens(site.clause), start, end))


_COVERED = re.compile("的?(?:全面?|深度|广泛|规模化)?(?P<verb>覆盖|布局|部署)")  # 实现31个省份的全覆盖


def _doers(scene: Scene, site: Site, out: list[MetricCandidate]) -> None:
    """已有2870余家公司交卷, 共12款新车上市: where nothing else is told, the counted ones are those that do it."""
    if site.quantity.dimension != "count" or site.quantity.unit is None:
        return
    doers = _DOERS.match(scene.text, site.quantity.tail, site.clause.end)
    if doers is None:
        return
    doing = _DOING.match(scene.text, doers.end(), site.clause.end)
    if (
        doing is not None
        and doing.end() == site.clause.end
        and _ONLY.search(scene.flat[site.clause.start : site.quantity.lead])
    ):
        add(out, MetricCandidate(f"{doing.group()}{doers.group()}数", doers.start(), doing.end(), "counted-doing"))
    else:
        add(out, MetricCandidate(f"{doers.group()}数", doers.start(), doers.end(), "counted-doers"))


def _counted(scene: Scene, site: Site, span: Span, told: tuple[str, ...], out: list[MetricCandidate]) -> None:
    """What a counter counts, in full: 算力共享平台数, 干线光缆数."""
    text = scene.text[span.start : span.end]
    verb = _COUNT_VERB.search(scene.flat[site.left : site.quantity.lead])
    told = (*told, "counter" if site.quantity.unit else "bare", "verb" if verb else "no-verb")
    add(out, MetricCandidate(f"{text}数", span.start, span.end, "counted", told=told))
    if verb:
        add(out, MetricCandidate(f"{verb.group('verb')}{text}数", span.start, span.end, "verb-counted", told=told))
    covered = _COVERED.match(scene.text, span.end, site.clause.end)
    if covered is not None:
        add(
            out,
            MetricCandidate(
                f"{covered.group('verb')}{text}数", span.start, covered.end(), "counted-covered", told=told
            ),
        )
    further = _FURTHER.match(scene.flat, span.end, site.right if site.host else site.clause.end)
    if further is None:
        return
    begin, end, _ = phrase_after(scene.tokens(site.clause), further.end(), site.clause.end)
    if begin == further.end() and end - begin >= 2:
        if further.group() == "的" and span.end - span.start == 1:  # 240艘船的订单
            add(out, MetricCandidate(f"{scene.text[begin:end]}数", begin, end, "counted-of", told=told))
        elif further.group() != "的" and not _has_verb(
            scene, site, span.start, span.end
        ):  # 智算和信创机柜: the last noun is the head of all
            add(
                out,
                MetricCandidate(f"{scene.text[span.start : end]}数", span.start, end, "counted-joined", told=told),
            )


def after_list_candidates(scene: Scene, site: Site, out: list[MetricCandidate]) -> None:
    """以23.4%和19.8%的份额: what follows the last of a list belongs to each of its values."""
    following = site.following
    if (
        following is None
        or scene.quantities[following].unit != site.quantity.unit
        or not _LISTED.fullmatch(scene.flat[site.quantity.tail : scene.quantities[following].lead])
    ):
        return
    last = scene.sites[following]
    while last.following is not None and _LISTED.fullmatch(
        scene.flat[last.quantity.tail : scene.quantities[last.following].lead]
    ):
        last = scene.sites[last.following]
    start, end, joined = phrase_after(scene.tokens(site.clause), last.quantity.tail, site.clause.end)
    if joined and end > start:
        told = scene.metrics_in(start, end)
        phrase(
            scene,
            start,
            max(told[-1].end, start + 1) if told else end,
            "after-list",
            out,
            ("registered",) if told else (),
        )
