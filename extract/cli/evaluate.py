"""``zhclaims evaluate``: scores against gold, mistakes by group, and the floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.cli.guard import SOME_FAILED, say
from extract.cli.inputs import load_lexicon
from extract.errors import ClaimsError

if TYPE_CHECKING:
    import pandas as pd

    from extract.evaluate import Score
    from extract.evaluate.mistakes import Mistake

_GROUPS = 40  # groups of mistakes that are listed
_NAMED = 5  # articles that are named of those that failed for one reason


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="A folder of gold files; may be given more than once. Without it, each set of the corpus.",
        ),
    ] = None,
    clean: Annotated[
        bool, typer.Option(help="Read the gold's restored text, not the article as it was delivered.")
    ] = False,
    errors: Annotated[
        bool, typer.Option(help="Group the mistakes by field and rule, the largest group first.")
    ] = False,
    show: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Print each mistake of a field with its sentence; or missed, extra, five."),
    ] = None,
    per_article: Annotated[bool, typer.Option(help="One line for each article, the worst first.")] = False,
    reliability: Annotated[bool, typer.Option(help="Of records said to be so sure, how many are right.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything that was asked for as one JSON object.")] = False,
    gate: Annotated[bool, typer.Option(help="Fail when a score is below its floor in corpus/floors.json.")] = False,
    update_floors: Annotated[
        bool, typer.Option(help="Pin the scores of today as floors; refuses to lower one.")
    ] = False,
    allow_lower: Annotated[
        str | None, typer.Option(metavar="REASON", help="Let floors fall, and keep this reason in the file.")
    ] = None,
    lexicon: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of your own words, on top of the built-in ones.")
    ] = None,
) -> None:
    """Score the extractor against annotated articles."""
    if gate or update_floors:
        if gold:
            raise typer.BadParameter("--gate and --update-floors are about the whole corpus; leave --gold out")
        raise typer.Exit(_floors(update_floors, allow_lower, lexicon))
    if allow_lower:
        raise typer.BadParameter("--allow-lower belongs to --update-floors")
    scores = _scores(gold, clean, lexicon, looking=errors or show is not None)
    report: dict[str, Any] = {}
    _report_measures(scores, report, as_json)
    for name, score in scores.items():
        if per_article:
            from extract.evaluate.tables import per_article as table

            _add(report, name, "articles", table(score), as_json)
        if reliability:
            _reliability(score, name, report, as_json)
        if errors or show:
            _mistakes(score, name, show, errors, report, as_json)
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=1, default=str))
    raise typer.Exit(_failures(scores))


def _floors(update: bool, reason: str | None, lexicon: Path | None) -> int:
    from extract.evaluate.gate import check_floors, update_floors

    corpus, words = _corpus(), load_lexicon(lexicon)
    if update:
        changes = update_floors(corpus, reason, words)
        print("\n".join(changes) or "the floors stay as they are")
        return 0
    found = check_floors(corpus, words)
    for each in found:
        say(each)
    if not found:
        print("all floors hold")
    return SOME_FAILED if found else 0


def _scores(folders: list[Path] | None, clean: bool, lexicon: Path | None, looking: bool) -> dict[str, Score]:
    from extract.evaluate import GoldError, score_only
    from extract.evaluate import evaluate as score
    from extract.evaluate.gate import gold_sets

    words = load_lexicon(lexicon)
    if not folders:
        sets = list(gold_sets(_corpus()))
        if looking:
            sets = [each for each in sets if score_only(each.folder) is None]
        return {each.name: each.measure(words) for each in sets}
    for folder in folders:
        reason = score_only(folder) if looking else None
        if reason is not None:
            raise GoldError(f"{folder} is for the score only", remedy=f"its mistakes are not shown. {reason}")
    return {str(folder): score(folder, words, clean=clean) for folder in folders}


def _corpus() -> Path:
    from extract.evaluate import default_corpus

    corpus = default_corpus()
    if corpus is None:
        raise ClaimsError(
            "there is no corpus here", remedy="run in a checkout, or give a folder of gold with --gold DIR"
        )
    return corpus


def _report_measures(scores: dict[str, Score], report: dict[str, Any], as_json: bool) -> None:
    from extract.evaluate.tables import measures

    if as_json:
        for name, score in scores.items():
            counts = {"articles": len(score.articles), "claims": score.gold, "records": score.predicted}
            report[name] = {**counts, "measures": score.measures()}
        return
    print(measures(scores).to_string())


def _reliability(score: Score, name: str, report: dict[str, Any], as_json: bool) -> None:
    from extract.evaluate.tables import reliability_table

    table, error = reliability_table(score)
    _add(report, name, "reliability", table, as_json)
    if as_json:
        report[name]["calibration_error"] = error
    else:
        print(f"expected calibration error: {error:.3f}")


def _mistakes(score: Score, name: str, show: str | None, errors: bool, report: dict[str, Any], as_json: bool) -> None:
    from extract.evaluate.mistakes import SHOWABLE, group, mistakes, wanted

    if show is not None and show not in SHOWABLE:
        raise typer.BadParameter(f"there is no field {show!r}; choose from {', '.join(SHOWABLE)}")
    found = list(mistakes(score))
    if errors:
        groups = group(found)
        _add(report, name, "groups", groups if as_json else groups.head(_GROUPS), as_json)
    if show is not None:
        chosen = wanted(found, show)
        if as_json:
            from dataclasses import asdict

            report[name]["mistakes"] = [asdict(each) for each in chosen]
            return
        for each in chosen:
            _print_mistake(each)
        print(f"{len(chosen)} mistakes: {show}")


def _print_mistake(each: Mistake) -> None:
    print(f"{each.article} · {each.field} · {each.quantity} · {each.wrong} · {each.rule}")
    print(f"    expected {each.expected!r}{'' if each.alternatives is None else f' or {each.alternatives!r}'}")
    print(f"    got      {each.got!r}")
    print(f"    {each.sentence}")


def _add(report: dict[str, Any], name: str, what: str, table: pd.DataFrame, as_json: bool) -> None:
    if as_json:
        report[name][what] = table.to_dict("records")
        return
    import pandas as pd

    print(f"\n{name}: {what}")
    with pd.option_context("display.unicode.east_asian_width", True, "display.max_colwidth", 60):
        print(table.to_string(index=False))


def _failures(scores: dict[str, Score]) -> int:
    articles = [article for score in scores.values() for article in score.articles]
    for article in articles:
        for warning in article.warnings:
            say(f"note: {warning}")
    by_reason: dict[str, list[str]] = {}
    for article in articles:
        if article.failure:
            by_reason.setdefault(article.failure, []).append(article.article)
    for reason, failed in by_reason.items():
        more = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
        say(f"failed: {', '.join(failed[:_NAMED])}{more}: {reason}")
    return SOME_FAILED if by_reason else 0
