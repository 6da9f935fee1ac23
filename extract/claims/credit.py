"""Whom the text credits with a value: candidates in the clause, the sentence, before it, in headings and the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.claims.candidates import Candidate
from extract.claims.cascade import cascade
from extract.claims.credit_cues import (
    MARKET,
    MARKET_SUBJECT,
    OUTLOOK,
    PRONOUN,
    concentration,
    is_source,
    is_source_name,
    local_cues,
    owner_of,
    rates,
)
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.claims.topics import Topic, Topics, clause_of, governor
from extract.lexicon import Lexicon
from extract.types import Baseline, Credit, Entity


@dataclass(frozen=True, slots=True)
class PastCredit:
    """Who was credited before, for numbers that name nobody."""

    credit: Credit | None
    sent: int
    block: int


def credit_candidates(scene: Scene, site: Site, pred: Predicate, baseline: Baseline | None, past: Sequence[PastCredit], lexicon: Lexicon, focus: dict[str, int], topics: Topics) -> list[Candidate]:
    """Every vendor that the value could be credited to, and nobody."""
    groups: dict[str, Candidate] = {}

    def offer(entity: Entity, how: str, extra: list[str]) -> None:
        key, name = owner_of(entity, lexicon)
        if entity.rule == "source" or is_source(key, lexicon) or (key is None and is_source_name(name)):
            return
        if not {"modifier", "component", "object", "in-baseline"}.isdisjoint(extra):
            return  # it describes another name, is a part of another's product, or is what the value is compared with
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
    pronoun = PRONOUN.search(scene.mask[site.clause.start : site.quantity.lead]) is not None
    for how, start, end in _zones(site):
        found = list(scene.entities_in(start, end))
        if how == "host":
            found = found[-1:]
        found = [e for e in found if not (rates(owner_of(e, lexicon)[0], lexicon) and {"source-before", "source-after", "expects-after"} & set(local_cues(scene, e, None, 0, 1, start)))]
        cut = how.startswith("earlier") and "；" in scene.text[end : site.quantity.lead].replace(";", "；")
        for order, entity in enumerate(found):
            extra = local_cues(scene, entity, baseline, order, len(found), start, governor(scene, clause_of(sent, entity) or site.clause, entity))
            offer(entity, how, [*extra, "across-semicolon"] if cut else extra)
    for back in (1, 2):
        order = sent.index - back
        if order < 0 or scene.sents[order].block != sent.block:
            break
        earlier = scene.sents[order]
        found = list(scene.entities_in(earlier.start, earlier.end))
        for place, entity in enumerate(found):
            extra = local_cues(scene, entity, None, place, len(found), earlier.start)
            offer(entity, f"sentence-{back}", extra)
    heading = _heading(scene, sent.block)
    if heading is not None:
        for place, entity in enumerate(scene.entities_in(heading[0], heading[1])):
            place_in = "last" if heading[3] else "inner"
            away = "near" if heading[2] == 1 else "far"
            extra = [f"order={min(place, 1)}", f"{place_in}-section|{away}", f"sections={min(topics.sections, 2)}"]
            if OUTLOOK.match(scene.text[block.start : block.start + 12]):
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
    topic = topics.at(site)
    pick, step = _pick(scene, site, baseline, heading, past, focus, lexicon, topics, topic)
    _memory(groups, site, past, sent.block - heading[2] if heading else -1)
    _article(groups, scene, focus, lexicon, topics)
    _topical(groups, topics, topic, site)
    title = scene.document.title
    for candidate in groups.values():
        _nature(candidate, lexicon, title)
        if candidate.id is not None and candidate.id not in topics.by_name:  # only its products are named: often parts of others' things
            candidate.features += ["only-products", f"only-products|{candidate.how}", f"only-products|focus={concentration(focus)}"]
    nobody = Candidate("", sent.start, sent.start, "nobody")
    nobody.features.append("nobody")
    nobody.features += [f"ref={topic.ref}", f"topic={topic.where}", f"topic={topic.where}|ref={topic.ref}", f"main={topics.main_by}", f"main={topics.main_by}|ref={topic.ref}", f"turn={topic.turn}"]
    if topic.suspended:
        nobody.features += ["suspended", f"suspended|ref={topic.ref}"]
    candidates = [*groups.values(), nobody]
    _hint(groups, nobody, pick, step, site, past)
    market = MARKET_SUBJECT.search(scene.mask[sent.start : site.quantity.lead]) is not None
    local = any(f.startswith(("at=clause", "at=item")) for c in groups.values() for f in c.features)
    near = "local" if local else "sentence" if any("at=earlier" in c.features for c in groups.values()) else "none"
    market_word = MARKET.search(scene.mask[site.clause.start : site.quantity.lead]) is not None
    for candidate in candidates:
        _describe(candidate, pronoun=pronoun, market=market, market_word=market_word, near=near, heading=heading is not None, total=len(focus), kind=block.kind, pred=pred, focus=concentration(focus))
    return candidates


def _pick(scene: Scene, site: Site, baseline: Baseline | None, heading: tuple[int, int, int, bool] | None, past: Sequence[PastCredit], focus: dict[str, int], lexicon: Lexicon, topics: Topics, topic: Topic) -> tuple[str, str]:
    """What the guide's order of credit says."""

    def usable(entity: Entity, start: int) -> bool:
        if not topics.counts(entity):
            return False
        cues = local_cues(scene, entity, baseline, 0, 1, start, governor(scene, clause_of(site.sent, entity) or site.clause, entity))
        return not {"object", "after-verb", "after-preposition", "in-baseline", "source-before", "source-after", "rival-before", "rival-after", "other-before", "modifier", "component"} & set(cues)

    named = None
    if heading is not None:
        named = next((e for e in scene.entities_in(heading[0], heading[1]) if usable(e, heading[0])), None)
    last = None
    if past:
        before = past[-1]
        where = "sentence" if before.sent == site.sent.index else "block" if before.block == site.sent.block else "section" if heading and before.block > site.sent.block - heading[2] else "block-before" if before.block == site.sent.block - 1 else "article"
        last = ((before.credit.id or before.credit.name) if before.credit else "", where)
    total = sum(focus.values())
    most = max(sorted(focus), key=lambda key: focus[key]) if focus else None
    about = most if most is not None and focus[most] / total > 0.5 else None
    return cascade(scene, site, baseline, usable, topics.key_of(named) if named is not None else None, topic, topics.main, last, _antecedent(topics, topic, past, site), about, topics.key_of)


def _antecedent(topics: Topics, topic: Topic, past: Sequence[PastCredit], site: Site) -> str | None:
    """Whom 公司 or 该产品 stands for: whom the text spoke of last, as subject or as the vendor of a claim; else the main vendor."""
    for earlier in reversed(past):
        if earlier.credit is None:
            continue
        if topic.key is None or (earlier.sent >= topic.since and earlier.block >= site.sent.block - 1):
            return earlier.credit.id or earlier.credit.name
        break
    return topic.key or topics.main


def _hint(groups: dict[str, Candidate], nobody: Candidate, pick: str, step: str, site: Site, past: Sequence[PastCredit]) -> None:
    """Mark the candidate that the guide's order picks, and for the others which step was against them."""
    for key, candidate in [*groups.items(), ("", nobody)]:
        if key == pick:
            candidate.features += ["cascade", f"cascade={step}"]
            if step in ("former-latter", "joint"):
                candidate.how = step
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


def _article(groups: dict[str, Candidate], scene: Scene, focus: dict[str, int], lexicon: Lexicon, topics: Topics) -> None:
    """The vendors that the article is mostly about."""
    ranked = sorted(focus, key=lambda key: (-focus[key], key))
    total = sum(focus.values()) or 1
    titled = topics.titled
    for place, key in enumerate([*ranked[:3], *(key for key in ranked[3:] if key in titled)]):
        share = focus[key] / total
        candidate = groups.get(key)
        if candidate is None and (place == 0 or key in titled):
            entity = topics.entity_of(key)
            if entity is None:  # named in the title only
                told = lexicon.vendors.get(key)
                if told is not None:
                    candidate = groups[key] = Candidate(told.name, 0, 0, "title", told.id, told.name)
                    candidate.features.append(f"focus={min(place, 3)}|{'most' if share > 0.6 else 'half' if share > 0.35 else 'part'}")
                continue
            vendor, name = owner_of(entity, lexicon)
            candidate = groups[key] = Candidate(scene.text[entity.start : entity.end], entity.start, entity.end, "article", vendor, name)
        if candidate is not None:
            candidate.features.append(f"focus={min(place, 3)}|{'most' if share > 0.6 else 'half' if share > 0.35 else 'part'}")


def _topical(groups: dict[str, Candidate], topics: Topics, topic: Topic, site: Site) -> None:
    """Mark whom the text is speaking about and whom the article is about; either is a candidate wherever it was named."""
    for key, how in ((topic.key, "topic"), (topics.main, "main")):
        if key is None:
            continue
        entity = topics.entity_of(key)
        if key not in groups and entity is not None:
            vendor, name = owner_of(entity, topics.lexicon)
            groups[key] = Candidate(topics.scene.text[entity.start : entity.end], entity.start, entity.end, how, vendor, name)
    for key, candidate in groups.items():
        if key == topic.key:
            state = "suspended" if topic.suspended else topic.where
            candidate.features += ["topic", f"topic|{state}", f"topic|{state}|ref={topic.ref}", f"topic|ref={topic.ref}", f"topic|turn={topic.turn}"]
        elif topic.key is not None:
            candidate.features += [f"not-topic|{candidate.how.rstrip('-123')}", f"not-topic|ref={topic.ref}"]
        if candidate.how not in ("title", "main") and candidate.start >= site.quantity.tail and key != topics.main and not candidate.how.startswith(("clause-after", "next-clause")):
            candidate.features += ["named-later", f"named-later|{candidate.how}"]
        if topics.main is None and candidate.how.startswith(("past-article", "article")):
            candidate.features += [f"no-main|{candidate.how}", f"no-main|ref={topic.ref}"]
        if key == topics.main:
            candidate.features += [f"main={topics.main_by}", f"main={topics.main_by}|ref={topic.ref}", f"main|turn={topic.turn}"]
            if topic.key is None or topic.key == key:
                candidate.features += [f"main-is-topic|ref={topic.ref}"]
        elif topics.main is not None:
            candidate.features += [f"not-main|ref={topic.ref}", f"not-main|turn={topic.turn}"]


def _nature(candidate: Candidate, lexicon: Lexicon, title: str) -> None:
    vendor = lexicon.vendors.get(candidate.id or "")
    if rates(candidate.id, lexicon):
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
