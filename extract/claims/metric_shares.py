"""Shares: the whole that a part is taken of (占总能耗的35%), what a part is for (七成投向先进制程), whose part it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.claims.candidates import MetricCandidate
from extract.claims.metric_earlier import Past
from extract.claims.metric_wording import add
from extract.claims.noun_phrases import phrase_before
from extract.claims.scene import Scene, Site

_SHARE = re.compile(
    r"占(?![板地用空位座])(?:到|了|去|据|有|全部|整个|比)?(?P<whole>[^，,。；;占]{0,14}?)(?:的)?(?P<noun>比重|比例|份额|百分比|比率|比)?(?:为|是|达到?|约|近|逾|超过?|仅|不到|不足|高达|大约|将近|接近|首度|首次|则|已|在|\ue10a)*$"
)
_EDGES = re.compile(r"^(?:了|到|据了?|全部|整个|其|公司|集团|的)+|的$")
_PURPOSE = re.compile(
    r"(?:以上|左右|上下)?(?:的)?(?P<what>[^，,。；;\ue100-\ue107]{0,6}?)(?:均|都|已|会|将|拟|是|则|计划|预计)*"
    r"(?P<does>(?:投资?于?向?|用[于在来作]|砸[在向进]|流[向入]|指向|来自|源自|利用(?:的是)?|投放|投入|分配给|花在|耗在|由|靠)(?P<aim>[^，,。；;、：:（(\ue100-\ue101]{1,14}))"
)
_OPENING = re.compile("(?:其中|当中|而|并|约|近|逾|超|有|预计|估计|大约|将近|超过|\ue10a)*")
_BY = re.compile("[由靠](?P<who>[^，,。；;、]{1,8}?)(?:写成|生成|完成|编写|贡献|承担|提供|供应)$")
_GIVES = re.compile(
    r"(?:贡献|拿走|拿下|吃下|吃掉|占去|占据|占|撑起|创造|带来|握有|包揽)了?(?:全国|全市|全省|全球|全行业|近|约|逾|超过?)*$"
)
_GIVEN = re.compile("(?:以上|左右)?的(?P<whole>[^，,。；;、的\ue100-\ue107]{2,10})")


def share_candidates(scene: Scene, site: Site, past: Sequence[Past], out: list[MetricCandidate]) -> None:
    """Every wording of a share that the words around a percentage or fraction give."""
    if site.quantity.unit not in ("%", "x", "‰"):
        return
    left = scene.flat[site.clause.start : site.quantity.lead]
    match = _SHARE.search(left) if "占" in left else None
    if match is not None:
        start = site.clause.start + match.start("whole")
        whole = _EDGES.sub("", scene.text[start : site.clause.start + match.end("whole")])
        if any("\ue100" <= c <= "\ue101" for c in match.group("whole")):
            whole = ""
        add(
            out,
            MetricCandidate(
                f"{whole}占比", start, start + len(whole), "share-of", told=("whole" if whole else "bare",)
            ),
        )
    if site.quantity.tail >= site.clause.end:
        return
    given = _GIVEN.match(scene.text, site.quantity.tail, site.clause.end)
    if given is not None and _GIVES.search(left):
        add(
            out, MetricCandidate(f"{given.group('whole')}占比", given.start("whole"), given.end("whole"), "share-given")
        )
    if site.quantity.unit == "‰" or site.quantity.value > 100:
        return
    aim = _PURPOSE.match(scene.flat, site.quantity.tail, site.clause.end)
    if aim is not None:
        _purposes(scene, site, aim, left, past, out)


def _purposes(
    scene: Scene, site: Site, aim: re.Match[str], left: str, past: Sequence[Past], out: list[MetricCandidate]
) -> None:
    text = scene.text
    opens = "opens" if _OPENING.fullmatch(left) else "inner"
    start, end = aim.span("does")
    does = text[start:end]
    add(out, MetricCandidate(f"{does}占比", start, end, "share-purpose", told=(opens,)))
    begin, stop = phrase_before(scene.tokens(site.clause), site.left, site.quantity.lead)
    by = _BY.match(does)
    if by is not None and stop > begin:
        add(out, MetricCandidate(f"{does[1:]}的{text[begin:stop]}占比", begin, stop, "share-by", told=(opens,)))
    if aim.group("what"):
        add(
            out,
            MetricCandidate(
                f"{text[aim.start('what') : aim.end('what')]}占比",
                aim.start("what"),
                aim.end("what"),
                "share-of-next",
                told=(opens,),
            ),
        )
    whole = next(
        (
            p
            for p in reversed(past[-4:])
            if p.kind == "level" and p.unit not in ("%", "x") and p.sent >= site.sent.index - 1
        ),
        None,
    )
    if whole is not None:
        name = whole.metric.text.removesuffix("数").removesuffix("总额")
        add(out, MetricCandidate(f"{name}占比", whole.metric.start, whole.metric.end, "share-of-past", told=(opens,)))


def share_start(scene: Scene, site: Site) -> int:
    """Where 占 stands whose whole runs up to the number, else the number: what follows is the whole, no metric."""
    if site.quantity.unit not in ("%", "x", "‰"):
        return site.quantity.lead
    if scene.flat.find("占", site.clause.start, site.quantity.lead) < 0:
        return site.quantity.lead
    match = _SHARE.search(scene.flat, site.clause.start, site.quantity.lead)
    return match.start() if match is not None else site.quantity.lead
