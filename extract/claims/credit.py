"""Whom the text credits with a value: candidates in the clause, the sentence, before it, in headings and the title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.claims import credit_features as told
from extract.claims.candidates import Candidate
from extract.claims.cascade import cascade
from extract.claims.credit_cues import MARKET, PRONOUN
from extract.claims.naming import Name, in_baseline
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.claims.surroundings import Heading
from extract.claims.topics import Topic, Topics
from extract.lexicon import Lexicon
from extract.types import Baseline, Credit


class PastCredit(NamedTuple):
    """Who was credited before, for numbers that name nobody."""

    credit: Credit | None
    sent: int
    block: int


def credit_candidates(scene: Scene, site: Site, pred: Predicate, compared: Sequence[Baseline], past: Sequence[PastCredit], lexicon: Lexicon, focus: dict[str, int], topics: Topics) -> list[Candidate]:
    """Every vendor that the value could be credited to, and nobody."""
    sent = site.sent
    groups: dict[str, Candidate] = {}
    for how, names, cut in topics.surroundings.near(site):
        for name in names:
            if not in_baseline(name.entity, compared):  # it is what a value is compared with
                _offer(scene, groups, how, name, (*name.cues, "across-semicolon") if cut else name.cues)
    local = frozenset(key for key, candidate in groups.items() if candidate.how.startswith(("clause", "item")))
    for how, names in topics.surroundings.around(sent):
        for name in names:
            _offer(scene, groups, how, name, name.cues)
    heading = topics.surroundings.heading(sent.block)
    topic = topics.at(site)
    pick, step = _pick(site, compared, heading, past, topics, topic)
    _memory(groups, site, past, heading)
    _article(groups, topics)
    if step == "former-latter" and pick and pick not in groups:
        meant = topics.stand_in(pick, "article")
        if meant is not None:
            groups[pick] = meant
    _topical(groups, topics, topic)
    near = "local" if local else "none"
    words = _words(scene, site, topics, heading)
    against = f"against={step}"
    for key, candidate in groups.items():
        features = candidate.features
        _spoken_of(key, candidate, topics, topic, site, features)
        rates, titled = topics.nature(candidate)
        if rates:
            features += ["nature=rating", *[f"nature=rating|{f}" for f in features if f.startswith("zone=") and "|" not in f]]
        if titled:
            features.append("in-title")
        if candidate.id is not None and candidate.id not in topics.by_name:
            features += told.only_products(candidate.how, topics.focus.concentration)
        _hint(candidate, key == pick, step, against)
        features += told.among(candidate.how, near, bool(local) and key not in local, words, topics.focus.vendors)
    nobody = Candidate("", sent.start, sent.start, "nobody", features=[*told.nobody(topic.ref, topic.where, topics.main_by, topic.turn, topic.suspended)])
    _hint(nobody, not pick, step, against)
    if past and past[-1].credit is None:
        nobody.features.append(f"past-nobody={_where(past[-1], site)}")
    nobody.features += told.among(nobody.how, near, bool(local), words, topics.focus.vendors)
    if nobody.how == "nobody":
        nobody.features += told.nobody_among(topics.focus.concentration, near, scene.block_of(sent).kind, pred.kind)
    return [*groups.values(), nobody]


def _offer(scene: Scene, groups: dict[str, Candidate], how: str, name: Name, cues: tuple[str, ...]) -> None:
    entity, whose = name.entity, name.whose
    known = groups.get(whose.key)
    if known is not None:
        also = told.also(how)
        if also not in known.features:
            known.features.append(also)
        return
    features = [*told.named(how, entity.kind, entity.rule, cues)]
    groups[whose.key] = Candidate(scene.text[entity.start : entity.end], entity.start, entity.end, how, whose.id, whose.name, features)


def _words(scene: Scene, site: Site, topics: Topics, heading: Heading | None) -> tuple[str, ...]:
    """What kinds of words stand before the number, and whether it stands under a heading."""
    lead = site.quantity.lead
    out: list[str] = []
    if PRONOUN.search(scene.mask, site.clause.start, lead):
        out.append("pronoun")
    if topics.surroundings.speaks_of_market(site):
        out.append("market-subject")
    if MARKET.search(scene.mask, site.clause.start, lead):
        out.append("market-word")
    if heading is not None:
        out.append("under-heading")
    return tuple(out)


def _where(earlier: PastCredit, site: Site) -> str:
    return "sentence" if earlier.sent == site.sent.index else "block" if earlier.block == site.sent.block else "article"


def _pick(site: Site, compared: Sequence[Baseline], heading: Heading | None, past: Sequence[PastCredit], topics: Topics, topic: Topic) -> tuple[str, str]:
    """What the guide's order of credit says."""
    last = None
    if past:
        before = past[-1]
        where = _where(before, site)
        if where == "article" and heading is not None and before.block > heading.block:
            where = "section"
        elif where == "article" and before.block == site.sent.block - 1:
            where = "block-before"
        last = ((before.credit.id or before.credit.name) if before.credit else "", where)
    return cascade(site, compared, topics, topic, heading.key if heading is not None else None, last, _antecedent(topics, topic, past, site))


def _antecedent(topics: Topics, topic: Topic, past: Sequence[PastCredit], site: Site) -> str | None:
    """Whom 公司 or 该产品 stands for: whom the text spoke of last, as subject or as the vendor of a claim; else the main vendor."""
    for earlier in reversed(past):
        if earlier.credit is None:
            continue
        if topic.key is None or (earlier.sent >= topic.since and earlier.block >= site.sent.block - 1):
            return earlier.credit.id or earlier.credit.name
        break
    return topic.key or topics.main


def _hint(candidate: Candidate, picked: bool, step: str, against: str) -> None:
    """Mark the candidate that the guide's order picks, and the others with which step was against them."""
    if not picked:
        candidate.features.append(against)
        return
    candidate.features += ["cascade", f"cascade={step}"]
    if step in ("former-latter", "joint"):
        candidate.how = step


def _memory(groups: dict[str, Candidate], site: Site, past: Sequence[PastCredit], heading: Heading | None) -> None:
    seen: list[str] = []
    tag = "last"
    for earlier in past[:-7:-1]:  # the six before, the last first
        credit = earlier.credit
        key = "" if credit is None else credit.id or credit.name
        if key not in seen:
            seen.append(key)
            if credit is not None:
                where = _where(earlier, site)
                if where == "article" and heading is not None and heading.block < earlier.block:
                    where = "section"
                candidate = groups.get(key)
                if candidate is None:
                    candidate = groups[key] = Candidate(credit.text, credit.start, credit.end, f"past-{where}", credit.id, credit.name)
                candidate.features.append(f"past={where}|{tag}")
        tag = "before"


def _article(groups: dict[str, Candidate], topics: Topics) -> None:
    """The vendors that the article is mostly about."""
    for place, (key, share) in enumerate(topics.focus.places):
        candidate = groups.get(key)
        if candidate is None and (place == 0 or key in topics.titled):
            candidate = topics.stand_in(key, "article") or topics.titled_only(key)
            if candidate is not None:
                groups[key] = candidate
        if candidate is not None:
            candidate.features.append(share)


def _topical(groups: dict[str, Candidate], topics: Topics, topic: Topic) -> None:
    """Whom the text is speaking about and whom the article is about: either is a candidate wherever it was named."""
    for key, how in ((topic.key, "topic"), (topics.main, "main")):
        if key is not None and key not in groups:
            candidate = topics.stand_in(key, how)
            if candidate is not None:
                groups[key] = candidate


def _spoken_of(key: str, candidate: Candidate, topics: Topics, topic: Topic, site: Site, out: list[str]) -> None:
    """Add whether the candidate is whom the text is speaking about, or whom the article is about."""
    how = candidate.how
    if key == topic.key:
        out += told.spoken_of("suspended" if topic.suspended else topic.where, topic.ref, topic.turn)
    elif topic.key is not None:
        out += told.not_spoken_of(how, topic.ref)
    if candidate.start >= site.quantity.tail and key != topics.main and how not in ("title", "main") and not how.startswith(("clause-after", "next-clause")):
        out += told.named_later(how)
    if topics.main is None:
        if how.startswith(("past-article", "article")):
            out += told.no_main(how, topic.ref)
    elif key == topics.main:
        out += told.main(topics.main_by, topic.ref, topic.turn, topic.key is None or topic.key == key)
    else:
        out += told.not_main(topic.ref, topic.turn)
