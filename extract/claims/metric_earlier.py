"""The metric from earlier words: a clause, sentence, heading or question before, or a claim already made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.claims.candidates import Candidate
from extract.claims.metric_wording import GROWTH_WORD, add, phrase
from extract.claims.noun_phrases import phrase_before
from extract.claims.scene import Scene, Site
from extract.types import Metric, MetricMention


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


def _whole(mention: MetricMention, past: Sequence[Past]) -> tuple[int, int]:
    """The span of a metric as an earlier claim took it: 手机芯片收入, not the 收入 in it."""
    for claim in past[-6:]:
        if claim.metric.start <= mention.start and mention.end <= claim.metric.end:
            return claim.metric.start, claim.metric.end
    return mention.start, mention.end


def topic_candidates(scene: Scene, site: Site, past: Sequence[Past], out: list[Candidate]) -> None:
    """A metric named in an earlier clause of the sentence, or in the sentence before, without a number of its own."""
    clauses = site.sent.clauses
    for back in range(1, 4):
        order = site.clause_index - back
        if order < 0:
            break
        clause = clauses[order]
        numbered = len(scene.quantities_in(clause.start, clause.end)) > 0
        registered = [
            m for m in scene.metrics_in(clause.start, clause.end) if not GROWTH_WORD.match(scene.text[m.start : m.end])
        ]
        if registered:
            phrase(
                scene, *_whole(registered[-1], past), "topic-registered", out, [f"back={back}", f"numbered={numbered}"]
            )
        if back == 1 and not numbered:
            start, end = phrase_before(scene.tokens(clause), clause.start, clause.end)
            if end > start:
                phrase(scene, start, end, "topic-phrase", out, [f"back={back}"])
    block = scene.block_of(site.sent)
    if site.sent.block and site.sent.start <= block.sentences[0].start:
        intro = scene.document.blocks[site.sent.block - 1]
        steps = 1
        while (
            intro.kind in ("list-item", "heading")
            and steps < 8
            and site.sent.block - steps > 0
            and scene.text[intro.end - 1] not in ":："
        ):
            steps += 1
            intro = scene.document.blocks[site.sent.block - steps]
        if intro.kind == "question" or scene.text[intro.end - 1] in ":：" or scene.text.startswith("——", intro.end - 2):
            told = scene.metrics_in(intro.start, intro.end)
            if told:
                phrase(scene, told[-1].start, told[-1].end, "intro-registered", out, [intro.kind])
    if site.clause_index > 3 or site.host is not None:
        told = [m for m in scene.metrics_in(site.sent.start, site.clause.start) if m.end < site.left]
        if told:
            phrase(scene, told[-1].start, told[-1].end, "sentence-registered", out, ["bracket" if site.host else "far"])
    if site.left > site.clause.start:  # an earlier item of the same clause
        items = scene.metrics_in(site.clause.start, site.left)
        if items:
            phrase(scene, items[-1].start, items[-1].end, "clause-registered", out, [])
    if site.sent.index and not any(c.how.startswith("topic") for c in out):
        before = scene.sents[site.sent.index - 1]
        if before.block == site.sent.block:
            earlier = scene.metrics_in(before.start, before.end)
            if earlier:
                phrase(scene, earlier[-1].start, earlier[-1].end, "previous-sentence-registered", out, [])


def inherited_candidates(site: Site, past: Sequence[Past], out: list[Candidate]) -> None:
    seen: list[str] = []
    for claim in reversed(past[-8:]):
        far = claim.block != site.sent.block or site.sent.index - claim.sent > 3
        if claim.metric.text in seen:
            continue
        seen.append(claim.metric.text)
        if len(seen) > 3:
            break
        where = (
            "clause"
            if (claim.sent, claim.clause) == (site.sent.index, site.clause_index)
            else "sentence"
            if claim.sent == site.sent.index
            else "far"
            if far
            else "earlier"
        )
        same = "same" if claim.dimension == site.quantity.dimension else "other"
        candidate = Candidate(
            claim.metric.text, claim.metric.start, claim.metric.end, "inherited", claim.metric.id, claim.metric.name
        )
        candidate.features = [
            f"where={where}",
            f"rank={len(seen)}",
            f"dim={same}",
            f"where={where}|dim={same}",
            f"from={claim.kind}",
            f"from={claim.kind}|dim={same}",
        ]
        add(out, candidate)
