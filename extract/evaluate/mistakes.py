"""What went wrong, one by one and in groups: the largest group is what to work on next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from extract.evaluate.equal import FIELDS, FIVE
from extract.evaluate.gold import span_of
from extract.evaluate.score import ArticleScore, Pair, Score
from extract.types import Span

if TYPE_CHECKING:
    import pandas as pd

Wrong = Literal["missing", "spurious", "different"]
COSTLY = ("missed", "extra", *FIVE)
SHOWABLE = ("missed", "extra", "five", *FIELDS)

_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong field of a pair, one gold claim missed, or one record too many.

    ``field`` is ``missed``, ``extra`` or a field; ``rule`` is what decided the field; for a missed claim, the role that its
    number was given instead. ``alone``: mending this would make the five fields right.
    """

    article: str
    field: str
    wrong: Wrong
    rule: str
    quantity: str
    expected: Any
    got: Any
    sentence: str
    alternatives: Any = None
    alone: bool = False


def mistakes(score: Score) -> Iterator[Mistake]:
    """All mistakes, article by article."""
    for article in score.articles:
        for gold in article.missed:
            yield _missed(article, gold)
        for record in article.extra:
            yield _extra(article, record)
        for pair in article.pairs:
            for field in FIELDS:
                if not pair.right[field]:
                    yield _wrong_field(article, pair, field)


def group(found: Iterable[Mistake]) -> pd.DataFrame:
    """Counts by field, rule and how it is wrong, with one example each.

    What costs five-field F1 comes first, the largest group on top; the other fields follow. ``alone`` counts the claims that
    would be right if this were mended.
    """
    import pandas as pd

    rows = [
        (each.field not in COSTLY, each.field, each.rule, each.wrong, each.alone, f"{each.article}: {each.quantity}")
        for each in found
    ]
    frame = pd.DataFrame(rows, columns=["other", "field", "rule", "wrong", "alone", "example"])
    grouped = frame.groupby(["other", "field", "rule", "wrong"], as_index=False).agg(
        count=("example", "size"), alone=("alone", "sum"), example=("example", "first")
    )
    ordered = grouped.sort_values(
        ["other", "count", "field", "rule", "wrong"], ascending=[True, False, True, True, True], ignore_index=True
    )
    return ordered.drop(columns="other")


def wanted(found: Iterable[Mistake], show: str) -> list[Mistake]:
    """The mistakes of one kind; ``five`` are those of the five fields."""
    fields = FIVE if show == "five" else (show,)
    return [each for each in found if each.field in fields]


def sentence_around(text: str, span: Span) -> str:
    """The sentence that holds ``span``.

    >>> sentence_around("甲。乙有3台。丙", Span(4, 6))
    '乙有3台。'
    """
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    end = _SENTENCE_END.search(text, span.end)
    return text[start : end.end() if end else len(text)].strip()


def _missed(article: ArticleScore, gold: dict[str, Any]) -> Mistake:
    span = span_of(gold)
    roles = [
        f"{number['role']}: {number['why']}"
        for place, number in article.numbers
        if place.start < span.end and place.end > span.start
    ]
    expected = {field: gold[field] for field in ("vendor", "metric", "value", "unit", "kind")}
    rule = "not a number for us" if not roles else " | ".join(dict.fromkeys(roles))
    return Mistake(
        article.article,
        "missed",
        "missing",
        rule,
        gold["quantity"],
        expected,
        None,
        sentence_around(article.text, span),
    )


def _extra(article: ArticleScore, record: dict[str, Any]) -> Mistake:
    got = {
        "vendor": None if record["vendor"] is None else record["vendor"]["id"] or record["vendor"]["name"],
        "metric": record["metric"]["text"],
        **{field: record[field] for field in ("value", "unit", "kind")},
    }
    place = article.places[record["id"]]
    sentence = sentence_around(article.text, place)
    quantity = article.text[place.start : place.end]
    return Mistake(article.article, "extra", "spurious", _rules(record), quantity, None, got, sentence)


def _wrong_field(article: ArticleScore, pair: Pair, field: str) -> Mistake:
    expected, got = _inside(pair.gold, field), _inside(pair.record, field)
    rule = _decided_by(pair.record, field)
    if field == "vendor":
        got = None if got is None else got["id"] or got["name"]
    elif field == "metric":
        got = got["text"]
    elif field == "value" and pair.gold["value_max"] != pair.record["value_max"]:
        expected, got = (expected, pair.gold["value_max"]), (got, pair.record["value_max"])
    wrong: Wrong = "missing" if got is None else "spurious" if expected is None else "different"
    span = span_of(pair.gold)
    return Mistake(
        article=article.article,
        field=field,
        wrong=wrong,
        rule=rule,
        quantity=pair.gold["quantity"],
        expected=expected,
        got=got,
        sentence=sentence_around(article.text, span),
        alternatives=_allowed(pair.gold, field),
        alone=field in FIVE and pair.all_right(each for each in FIVE if each != field),
    )


def _inside(made: dict[str, Any], field: str) -> Any:
    outer, _, inner = field.partition(".")
    value = made[outer]
    return value if not inner or value is None else value[inner]


def _allowed(gold: dict[str, Any], field: str) -> Any:
    if field == "metric":
        return gold["metric_alternatives"] or None
    return {key: values for key, values in gold["alternatives"].items() if key.split(".")[0] == field} or None


def _decided_by(record: dict[str, Any], field: str) -> str:
    """The rules of a record that had a say in ``field``.

    A record lists the rule of its quantity first, then those of kind and baseline, then how metric and vendor were found.
    """
    quantity, *others = record["rules"] or ["no rule named"]
    sources = {name: rule for rule in others if (name := rule.partition(":")[0]) in ("metric", "vendor")}
    if field == "vendor":
        return "nobody" if record["vendor"] is None else f"credit: {record['vendor']['how']}"
    if field in ("metric", "subject", "scope"):
        return str(sources.get("metric", "no rule named"))
    if field in ("value", "unit", "comparator"):
        return str(quantity)
    return " > ".join(rule for rule in others if rule not in sources.values()) or str(quantity)


def _rules(record: dict[str, Any]) -> str:
    return " > ".join(rule for rule in record["rules"] if not rule.startswith("vendor:")) or "no rule named"
