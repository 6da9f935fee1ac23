"""Drafts of claims for a reviewer to complete: a number that was missed or kept out, two halves of one, two made one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extract import __version__
from extract.lexicon import Lexicon
from extract.review.amounts import Amount, amounts_in, as_amount, read_amount, with_derived
from extract.review.places import Sight, restored_span, sentence_at
from extract.store import StoreError
from extract.types import Span

ADDED = "added-by-reviewer"


def draft_claim(
    sight: Sight, start: int, end: int, lexicon: Lexicon, near: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """A claim drafted from a selected run of the article as given. Its metric may be empty, for the reviewer to fill in.

    ``near`` are the claims of the article; who is credited and when is taken from the closest one of the same sentence.
    Raises StoreError when the run holds no quantity.
    """
    article = sight.repaired.article
    inside = restored_span(sight.repaired, Span(start, end))
    amount = _amount_at(sight, inside, lexicon)
    place = sight.given(Span(amount.start, amount.end))
    document = sight.document
    sentence = Span(inside.start, inside.end) if document is None else sentence_at(document, amount.start)
    clause = _clause(sight, sentence, amount)
    evidence = sight.given(clause)
    neighbour = _neighbour(near, place, sight.given(sentence))
    metric = _metric_in(sight, clause, lexicon, amount)
    record = {
        "id": f"{article.id}#{place.start}+draft",
        "article": article.id,
        "vendor": neighbour["vendor"] if neighbour else None,
        "subject": neighbour["subject"] if neighbour else None,
        "metric": metric or {"id": None, "name": None, "text": ""},
        "value": amount.value,
        "value_max": amount.value_max,
        "unit": amount.unit,
        "kind": amount.kind or "level",
        "comparator": amount.comparator,
        "baseline": None,
        "period": neighbour["period"] if neighbour else None,
        "modality": neighbour["modality"] if neighbour else "asserted",
        "attribution": neighbour["attribution"] if neighbour else None,
        "scope": None,
        "quantity": {"text": article.text[place.start : place.end], "start": place.start, "end": place.end},
        "evidence": {
            "text": sight.repaired.text[clause.start : clause.end],
            "start": evidence.start,
            "end": evidence.end,
        },
        "confidence": 1.0,
        "flags": [ADDED],
        "rules": ["reviewer"],
        "extractor": f"zhclaims {__version__}",
    }
    return with_derived(record, None, lexicon)


def corrected(
    after: Mapping[str, Any], before: Mapping[str, Any] | None, sight: Sight, lexicon: Lexicon
) -> dict[str, Any]:
    """A record as a reviewer corrected it, with what only the text and arithmetic can say: runs, derived values.

    Raises StoreError for a run that does not lie in the article.
    """
    made = dict(after)
    length = len(sight.repaired.article.text)
    for name in ("quantity", "evidence"):
        run = made.get(name)
        if not isinstance(run, Mapping) or not all(isinstance(run.get(edge), int) for edge in ("start", "end")):
            raise StoreError(f"the {name} has no place in the text", remedy="select it in the article")
        if not 0 <= run["start"] < run["end"] <= length:
            raise StoreError(f"the {name} lies outside the article", remedy="select it in the article")
        if before is not None and all(run[edge] == before[name][edge] for edge in ("start", "end")):
            made[name] = before[name]
        else:
            make = _run if name == "quantity" else _evidence
            made[name] = make(sight, run["start"], run["end"])
    if made.get("vendor") is not None and (before is None or made["vendor"] != before["vendor"]):
        made["vendor"] = {**made["vendor"], "how": "reviewer"}
    try:
        return with_derived(made, before, lexicon)
    except (KeyError, TypeError, ArithmeticError, ValueError) as error:
        raise StoreError(f"the claim is not complete ({error})", remedy="fill in metric, value and kind") from error


def split_claim(record: Mapping[str, Any], sight: Sight, lexicon: Lexicon) -> list[dict[str, Any]]:
    """One claim as two: the quantities that its own quantity, else its evidence, holds; the second is a draft to be added.

    Raises StoreError when there is no second quantity.
    """
    whole = restored_span(sight.repaired, Span(record["quantity"]["start"], record["quantity"]["end"]))
    found = _halves(sight, whole, lexicon)
    if len(found) < 2:
        evidence = restored_span(sight.repaired, Span(record["evidence"]["start"], record["evidence"]["end"]))
        wider = [each for each in _amounts_at(sight, evidence, lexicon) if each.start >= whole.end]
        found = _amounts_at(sight, whole, lexicon)[:1] + wider[:1]
    if len(found) < 2:
        raise StoreError("there is no second number here", remedy="select it and add it as a claim (m)")
    halves = [_with_amount(record, amount, sight, lexicon) for amount in found[:2]]
    second = {**halves[1], "id": f"{record['article']}#{halves[1]['quantity']['start']}+draft", "rules": ["reviewer"]}
    return [halves[0], {**second, "flags": [ADDED], "confidence": 1.0}]


def merge_claims(first: Mapping[str, Any], second: Mapping[str, Any], sight: Sight, lexicon: Lexicon) -> dict[str, Any]:
    """Two claims of one article as one: the first, with the quantity that reaches over both (a range, if it is one)."""
    if first["article"] != second["article"]:
        raise StoreError("claims of two articles cannot be merged", remedy="choose two of one article")
    runs = [(each["quantity"]["start"], each["quantity"]["end"]) for each in (first, second)]
    start, end = min(run[0] for run in runs), max(run[1] for run in runs)
    inside = restored_span(sight.repaired, Span(start, end))
    amount = read_amount(sight.repaired.text[inside.start : inside.end], lexicon)
    values = sorted([first["value"], second["value"]])
    merged = {**first, "quantity": _run(sight, start, end)}
    if amount is not None and amount.value_max is not None:
        merged |= {"value": amount.value, "value_max": amount.value_max, "unit": amount.unit or first["unit"]}
    elif values[0] != values[1]:
        merged |= {"value": values[0], "value_max": values[1]}
    edges = [
        first["evidence"]["start"],
        second["evidence"]["start"],
        first["evidence"]["end"],
        second["evidence"]["end"],
    ]
    merged["evidence"] = _evidence(sight, min(edges), max(edges))
    return with_derived(merged, first, lexicon)


def _with_amount(record: Mapping[str, Any], amount: Amount, sight: Sight, lexicon: Lexicon) -> dict[str, Any]:
    place = sight.given(Span(amount.start, amount.end))
    made = {
        **record,
        "value": amount.value,
        "value_max": amount.value_max,
        "unit": amount.unit or record["unit"],
        "comparator": amount.comparator,
        "quantity": _run(sight, place.start, place.end),
    }
    return with_derived(made, None, lexicon)


def _run(sight: Sight, start: int, end: int) -> dict[str, Any]:
    return {"text": sight.repaired.article.text[start:end], "start": start, "end": end}


def _evidence(sight: Sight, start: int, end: int) -> dict[str, Any]:
    inside = restored_span(sight.repaired, Span(start, end))
    return {"text": sight.repaired.text[inside.start : inside.end], "start": start, "end": end}


def _amount_at(sight: Sight, inside: Span, lexicon: Lexicon) -> Amount:
    found = _amounts_at(sight, inside, lexicon)
    if not found:
        text = sight.repaired.text[inside.start : inside.end]
        raise StoreError(f"there is no quantity in {text[:30]!r}", remedy="select the number with its unit")
    return max(found, key=lambda amount: min(amount.end, inside.end) - max(amount.start, inside.start))


def _amounts_at(sight: Sight, inside: Span, lexicon: Lexicon) -> list[Amount]:
    """Quantities that a run of the restored text touches, as the article was read, else read from the run alone."""
    text = sight.repaired.text
    if sight.reading is not None:
        known = [
            as_amount(each, text)
            for each in sight.reading.mentions.quantities
            if each.start < inside.end and each.end > inside.start
        ]
        if known:
            return known
    return _halves(sight, inside, lexicon)


def _halves(sight: Sight, inside: Span, lexicon: Lexicon) -> list[Amount]:
    """The quantities that a run read by itself holds; a range counts as its two ends."""
    text = sight.repaired.text[inside.start : inside.end]
    found: list[Amount] = []
    for amount in amounts_in(text, lexicon):
        found += _ends(amount, text, lexicon) if amount.value_max is not None else [amount]
    return [_moved(each, inside.start) for each in found]


def _ends(amount: Amount, text: str, lexicon: Lexicon) -> list[Amount]:
    """The two ends of a range as quantities of their own, the unit that is written once given to both."""
    import re

    joint = re.search(r"[-–—~～至到]+", amount.text[1:])
    if joint is None:
        return [amount]
    middle = amount.start + 1 + joint.start()
    rest = amount.start + 1 + joint.end()
    low = Amount(
        text[amount.start : middle], amount.start, middle, amount.value, None, amount.unit, "=", None, amount.rule
    )
    upper = amount.value if amount.value_max is None else amount.value_max
    return [low, Amount(text[rest : amount.end], rest, amount.end, upper, None, amount.unit, "=", None, amount.rule)]


def _moved(amount: Amount, by: int) -> Amount:
    from dataclasses import replace

    return replace(amount, start=amount.start + by, end=amount.end + by)


def _clause(sight: Sight, sentence: Span, amount: Amount) -> Span:
    """The clause that holds a quantity; the sentence when there is none."""
    for block in () if sight.document is None else sight.document.blocks:
        for each in block.sentences:
            for clause in each.clauses:
                if clause.start <= amount.start and amount.end <= clause.end:
                    return clause
    return Span(min(sentence.start, amount.start), max(sentence.end, amount.end))


def _neighbour(near: Sequence[Mapping[str, Any]], place: Span, sentence: Span) -> Mapping[str, Any] | None:
    same = [each for each in near if sentence.start <= each["quantity"]["start"] < sentence.end]
    return min(same, key=lambda each: abs(each["quantity"]["start"] - place.start), default=None)


def _metric_in(sight: Sight, clause: Span, lexicon: Lexicon, amount: Amount) -> dict[str, Any] | None:
    """The registered metric nearest to the quantity in its clause."""
    text = sight.repaired.text[clause.start : clause.end]
    hits = lexicon.find_metrics(text)
    if not hits:
        return None
    at = amount.start - clause.start
    hit = min(hits, key=lambda each: abs(each.end - at))
    written = text[hit.start : hit.end]
    entry = lexicon.metric_of(written, amount.unit)
    return {"id": entry.id if entry else None, "name": entry.name if entry else None, "text": written}
