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
SHOWABLE = ("missed", "extra", "five", *FIELDS)

_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong field of a pair, one gold claim missed, or one record too many.

    ``field`` is ``missed``, ``extra`` or a field; ``rule`` is what made the record so; for a missed claim, the role that its
    number was given instead.
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
    """Counts by field, rule and how it is wrong, the largest first, with one example each."""
    import pandas as pd

    frame = pd.DataFrame(
        [(each.field, each.rule, each.wrong, f"{each.article}: {each.quantity}") for each in found],
        columns=["field", "rule", "wrong", "example"],
    )
    grouped = frame.groupby(["field", "rule", "wrong"], as_index=False).agg(
        count=("example", "size"), example=("example", "first")
    )
    return grouped.sort_values(["count", "field", "rule"], ascending=[False, True, True], ignore_index=True)


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
    rule = _rules(pair.record)
    if field == "vendor":
        rule = "nobody" if got is None else f"credit: {got['how']}"
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
    )


def _inside(made: dict[str, Any], field: str) -> Any:
    outer, _, inner = field.partition(".")
    value = made[outer]
    return value if not inner or value is None else value[inner]


def _allowed(gold: dict[str, Any], field: str) -> Any:
    if field == "metric":
        return gold["metric_alternatives"] or None
    return {key: values for key, values in gold["alternatives"].items() if key.split(".")[0] == field} or None


def _rules(record: dict[str, Any]) -> str:
    return " > ".join(record["rules"]) or "no rule named"
