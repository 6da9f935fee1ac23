"""Reading the gold articles and scoring what comes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from extract.errors import ClaimsError
from extract.evaluate.equal import Names
from extract.evaluate.gold import GoldArticle, GoldError, read_gold, span_of
from extract.evaluate.names import RegistryNames
from extract.evaluate.score import ArticleScore, Score, pair_up, score_claims
from extract.ingest import read_articles
from extract.lexicon import Lexicon, load
from extract.mentions.numerals import find_numerals
from extract.pipeline import read_article
from extract.types import Article, Reading, Span


def evaluate(gold: Path | Sequence[GoldArticle], lexicon: Lexicon | None = None, *, clean: bool = False) -> Score:
    """Score the extractor on gold, a folder or articles read from one.

    An article that has a delivered form is read in that form and its offsets compared in the restored text; with ``clean`` the
    gold's own text is read. An article that cannot be read counts as wholly missed. Raises GoldError for malformed gold.
    """
    golds = read_gold(gold) if isinstance(gold, Path) else gold
    words = lexicon or load()
    names = RegistryNames(words)
    return Score(tuple(_score(each, words, names, clean) for each in golds))


def _score(gold: GoldArticle, words: Lexicon, names: Names, clean: bool) -> ArticleScore:
    delivered = None if clean else gold.delivered
    try:
        article = gold.article if delivered is None else _ingest(delivered, gold.article)
        reading = read_article(article, words, explain=False)
    except Exception as error:  # whatever stops an article, the others are scored; the gate fails on it
        counted = tuple(claim for claim in gold.claims if not claim.get("optional"))
        reason = str(error) if isinstance(error, ClaimsError) else f"{type(error).__name__}: {error}"
        numerals = len(find_numerals(gold.article.text))
        return ArticleScore(gold.article.id, gold.article.text, (), counted, (), {}, numerals=numerals, failure=reason)
    to_gold, warnings = _to_gold_text(reading, gold, in_restored=delivered is not None)
    if delivered is None:
        spans = [Span(record["quantity"]["start"], record["quantity"]["end"]) for record in reading.records]
        numbers = [Span(number["start"], number["end"]) for number in reading.numbers]
    else:
        spans = [to_gold(Span(claim.quantity.start, claim.quantity.end)) for claim in reading.claims]
        numbers = [to_gold(Span(number.start, number.end)) for number in reading.number_mentions]
    golds = [(span_of(claim), claim) for claim in gold.claims]
    pairs, missed, extra = score_claims(reading.records, spans, golds, names)
    numerals, accounted = _accounted(reading)
    return ArticleScore(
        article=gold.article.id,
        text=gold.article.text,
        pairs=pairs,
        missed=missed,
        extra=extra,
        places={record["id"]: span for record, span in zip(reading.records, spans, strict=True)},
        numbers=tuple(zip(numbers, reading.numbers, strict=True)),
        roles=_roles(gold, numbers, [number["role"] for number in reading.numbers]),
        numerals=numerals,
        accounted=accounted,
        warnings=warnings,
    )


def _ingest(path: Path, gold: Article) -> Article:
    """The article as delivered, read as a user's file is; only its id comes from the gold."""
    for made in read_articles(path):
        if isinstance(made, Article):
            return replace(made, id=gold.id)
        raise GoldError(f"{path} cannot be read: {made.reason}", remedy=made.remedy)
    raise GoldError(f"{path} holds no article", remedy="restore the file")


def _to_gold_text(
    reading: Reading, gold: GoldArticle, *, in_restored: bool
) -> tuple[Callable[[Span], Span], tuple[str, ...]]:
    """How a span of the restored text is found in the gold's text, and what was odd about it.

    They are the same text when repair does its work. When it does not, the score must not drown in shifted offsets, so the two
    are aligned, with a warning.
    """
    if not in_restored or reading.text == gold.article.text:
        return (lambda span: span), ()
    blocks = SequenceMatcher(None, reading.text, gold.article.text, autojunk=False).get_matching_blocks()
    starts = [block.a for block in blocks]

    def move(offset: int) -> int:
        block = blocks[max(bisect_right(starts, offset) - 1, 0)]
        return block.b + min(max(offset - block.a, 0), block.size)

    same = sum(block.size for block in blocks)
    warning = (
        f"{gold.article.id}: the restored text is not the gold's text "
        f"({len(reading.text) - same} characters differ); offsets were aligned"
    )
    return (lambda span: Span(move(span.start), move(span.end))), (warning,)


def _accounted(reading: Reading) -> tuple[int, int]:
    """How many numerals the restored text has, and how many of them lie in exactly one number."""
    numerals = find_numerals(reading.text)
    numbers = sorted(Span(number.start, number.end) for number in reading.number_mentions)
    starts = [number.start for number in numbers]
    accounted = 0
    for numeral in numerals:
        first = max(bisect_right(starts, numeral.start) - 1, 0)
        last = bisect_right(starts, numeral.end - 1)
        holding = [
            number for number in numbers[first:last] if number.start < numeral.end and number.end > numeral.start
        ]
        accounted += len(holding) == 1
    return len(numerals), accounted


def _roles(gold: GoldArticle, numbers: Sequence[Span], roles: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """For each gold number that is no claim value, its role and ours."""
    spans = [Span(number["start"], number["start"] + len(number["text"])) for number in gold.numbers]
    ours = {theirs: mine for mine, theirs in pair_up(numbers, spans).items()}
    return tuple((number["role"], roles[ours[at]] if at in ours else None) for at, number in enumerate(gold.numbers))
