"""Claims become records, numerals become numbers: JSON-ready, with offsets in the article as given, checked against the schemas.

A record's id is the article's id and the place of the claim's first numeral in the article as given, so that the same number
of the same article keeps its id whatever else is read differently.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from extract.derived import Derived, Known, Scale, compared_levels, derive
from extract.lexicon import Lexicon
from extract.repair import way_back
from extract.types import Baseline, Block, Claim, Credit, Document, NumberMention, Period, Span, Value
from extract.validation import require
from extract.version import EXTRACTOR


def make_records(
    document: Document, claims: Sequence[Claim], number_mentions: Sequence[NumberMention], lexicon: Lexicon
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """One record for each claim, one number for each numeral, both in the order given.

    Raises InternalError when one of them does not follow ``schemas/record.schema.json`` or ``schemas/number.schema.json``.
    """
    writer = _Writer(document)
    known = known_units(lexicon)
    levels = compared_levels(claims, _sentence_finder(document.blocks))
    ids = _ids(document.article.id, [writer.given(*_first_numeral(claim))[0] for claim in claims])
    records = tuple(
        writer.record(claim, id, derive(claim, levels.get(index), known))
        for index, (claim, id) in enumerate(zip(claims, ids, strict=True))
    )
    numbers = tuple(
        writer.number(mention, None if mention.claim is None else ids[mention.claim]) for mention in number_mentions
    )
    require("record", records)
    require("number", numbers)
    return records, numbers


def json_number(value: Value) -> int | float:
    """A value as JSON writes it: what a decimal can write as it is, other fractions with six significant digits.

    >>> from decimal import Decimal
    >>> json_number(Decimal("4.50")), json_number(Decimal("2.0E+9")), json_number(Fraction(1, 3)), json_number(Fraction(1, 8))
    (4.5, 2000000000, 0.333333, 0.125)
    """
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return numerator
    if isinstance(value, Decimal):
        return float(value)
    if 10**30 % denominator:
        rounded = float(f"{numerator / denominator:.6g}")
        return int(rounded) if rounded.is_integer() else rounded
    return numerator / denominator


class _Writer:
    """Writes the claims and numerals of one document."""

    def __init__(self, document: Document) -> None:
        self.article = document.article.id
        self.given_text = document.article.text
        self.text = document.text
        self.given = way_back(document.repaired)

    def record(self, claim: Claim, id: str, derived: Derived) -> dict[str, Any]:
        quantity, metric, period, evidence = claim.quantity, claim.metric, claim.period, claim.evidence
        return {
            "id": id,
            "article": self.article,
            "vendor": _vendor(claim.vendor),
            "subject": _words(claim.subject),
            "metric": {"id": metric.id, "name": metric.name, "text": metric.text},
            "value": json_number(claim.value),
            "value_max": _maybe(claim.value_max),
            "unit": claim.unit,
            "kind": claim.kind,
            "comparator": claim.comparator,
            "baseline": _baseline(claim.baseline),
            "period": None if period is None else self._period(period),
            "modality": claim.modality,
            "attribution": _words(claim.attribution),
            "scope": _words(claim.scope),
            "quantity": self._as_given(quantity.start, quantity.end),
            "evidence": self._restored(evidence.start, evidence.end),
            "derived": _derived(derived),
            "confidence": round(claim.confidence, 3),
            "flags": list(dict.fromkeys(claim.flags)),
            "rules": list(claim.rules),
            "extractor": EXTRACTOR,
        }

    def number(self, mention: NumberMention, record: str | None) -> dict[str, Any]:
        start, end = self.given(mention.start, mention.end)
        return {
            "article": self.article,
            "text": self.given_text[start:end],
            "start": start,
            "end": end,
            "value": _maybe(mention.value),
            "value_max": _maybe(mention.value_max),
            "unit": mention.unit,
            "comparator": mention.comparator,
            "role": mention.role,
            "record": record,
            "why": mention.why,
        }

    def _as_given(self, start: int, end: int) -> dict[str, Any]:
        first, last = self.given(start, end)
        return {"text": self.given_text[first:last], "start": first, "end": last}

    def _restored(self, start: int, end: int) -> dict[str, Any]:
        first, last = self.given(start, end)
        return {"text": self.text[start:end], "start": first, "end": last}

    def _period(self, period: Period) -> dict[str, Any]:
        first, last = period.first, period.last
        return {
            "text": self.text[period.start : period.end],
            "start": None if first is None else first.isoformat(),
            "end": None if last is None else last.isoformat(),
        }


def _sentence_finder(blocks: Sequence[Block]) -> Callable[[int], int]:
    """A function that tells where the sentence begins that holds an offset; the offset itself outside sentences."""

    def sentence_of(offset: int) -> int:
        at = bisect_right(blocks, offset, key=lambda block: block.start) - 1
        sentences = blocks[at].sentences if at >= 0 else ()
        inside = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
        return sentences[inside].start if inside >= 0 else offset

    return cache(sentence_of)


def _vendor(credit: Credit | None) -> dict[str, Any] | None:
    if credit is None:
        return None
    return {"id": credit.id, "name": credit.name, "text": credit.text, "how": credit.how}


def _baseline(baseline: Baseline | None) -> dict[str, Any] | None:
    if baseline is None:
        return None
    return {
        "kind": baseline.kind,
        "text": baseline.text,
        "value": _maybe(baseline.value),
        "value_max": _maybe(baseline.value_max),
        "unit": baseline.unit,
        "entity": baseline.entity,
    }


def _derived(derived: Derived) -> dict[str, Any]:
    value, upper, unit, factor, baseline, implied = derived
    made: dict[str, Any] = {
        "si_value": json_number(value),
        "si_unit": unit,
        "factor": _maybe(factor),
        "baseline_value": _maybe(baseline),
    }
    if upper is not None:
        made["si_value_max"] = json_number(upper)
    if implied:
        made["baseline_implied"] = True
    return made


def _words(phrase: Any) -> str | None:
    return None if phrase is None else phrase.text


def _maybe(value: Value | None) -> int | float | None:
    return None if value is None else json_number(value)


def _first_numeral(claim: Claim) -> Span:
    quantity = claim.quantity
    return quantity.numerals[0] if quantity.numerals else Span(quantity.start, quantity.end)


def _ids(article: str, starts: Iterable[int]) -> list[str]:
    """One id for each start; a second claim of one numeral counts on."""
    seen: dict[int, int] = {}
    ids = []
    for start in starts:
        seen[start] = seen.get(start, 0) + 1
        ids.append(f"{article}#{start}" if seen[start] == 1 else f"{article}#{start}.{seen[start]}")
    return ids


@lru_cache(maxsize=4)
def known_units(lexicon: Lexicon) -> Known:
    """The units of the lexicon. A counter that counts single things is its own base: 3000 家 are not 3000 个."""

    def known(symbol: str) -> Scale | None:
        entry = lexicon.units.get(symbol)
        if entry is None:
            return None
        counts_ones = entry.dimension == "count" and entry.factor == 1
        return Scale(Fraction(entry.factor), symbol if counts_ones else entry.base)

    return known
