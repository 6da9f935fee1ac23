"""The metric before the number: the noun phrase there, the whole of a share, what stands before the bracket."""

from __future__ import annotations

import re

from extract.claims.candidates import Candidate
from extract.claims.metric_wording import GROWTH_WORD, add, phrase
from extract.claims.noun_phrases import phrase_before
from extract.claims.scene import Scene, Site
from extract.types import Span

_SHARE = re.compile(
    r"占(?:到|了|去|据|全部|整个|比)?(?P<whole>[^，,。；;占]{0,14}?)(?:的)?(?P<noun>比重|比例|份额|比)?(?:为|是|达到?|约|近|逾|超过?|仅|不到|不足|高达|大约|将近|接近|首度|首次|则|已|在|\ue10a)*$"
)


def before_candidates(scene: Scene, site: Site, region: Span, place: int, out: list[Candidate]) -> None:
    np_start, np_end = region
    if np_end <= np_start:
        return
    tokens = scene.tokens(site.clause)
    start, end = phrase_before(tokens, np_start, np_end)
    if end > start:
        gap = "near" if np_end - end <= 2 else "far" if np_end - end <= 8 else "very-far"
        inside = [t for t in tokens if start <= t.start < end]
        tags = [f"last={inside[-1].tag[:1]}", f"first={inside[0].tag[:1]}"] if inside else []
        phrase(scene, start, end, "before-phrase", out, [f"gap={gap}", f"region={place}", *tags])
        cut = [t for t in inside if start < t.start]
        if len(cut) >= 2:  # the same phrase without its first words: 碳化硅功率芯片|耐压
            tags.append("full=short" if end - start <= 6 else "full=long")
            phrase(scene, cut[-1].start, end, "before-last-word", out, [f"gap={gap}", *tags])
        if len(cut) >= 3:
            phrase(scene, cut[-2].start, end, "before-last-two", out, [f"gap={gap}", *tags])
        again, stop = phrase_before(tokens, np_start, start)
        if stop > again and scene.text[stop:start] != "的":
            phrase(scene, again, stop, "before-second", out, [])
    registered = scene.metrics_in(np_start, np_end)
    for order, mention in enumerate(reversed(registered)):
        if order > 1 or GROWTH_WORD.match(scene.text[mention.start : mention.end]):
            continue
        begin = mention.start
        for token in reversed(tokens):  # the modifiers that stand directly before it
            if (
                token.end == begin
                and token.tag not in ("wall", "Q", "T", "E", "N")
                and token.start >= start
                and begin - token.start <= 8
                and mention.end - token.start <= 2 * (mention.end - mention.start)
            ):
                begin = token.start
        gap = "near" if np_end - mention.end <= 2 else "far" if np_end - mention.end <= 8 else "very-far"
        phrase(
            scene,
            begin,
            mention.end,
            "before-registered",
            out,
            [f"gap={gap}", f"order={order}", f"region={place}", "cut-short" if start < mention.end < end else "whole"],
        )


def share_candidates(scene: Scene, site: Site, out: list[Candidate]) -> None:
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
    add(out, Candidate(f"{whole}占比", start, start + len(whole), "share-of", features=["whole" if whole else "bare"]))


def host_candidates(scene: Scene, site: Site, out: list[Candidate]) -> None:
    """A number in a bracket measures what stands before the bracket: ``毛利率（41%）``."""
    if site.host is None or site.host.end <= site.host.start:
        return
    registered = scene.metrics_in(site.host.start, site.host.end)
    if registered:
        phrase(scene, registered[-1].start, registered[-1].end, "host-registered", out, [])
    start, end = phrase_before(scene.tokens(site.clause), site.host.start, site.host.end)
    if end > start:
        phrase(scene, start, end, "host-phrase", out, [])
