"""Gold: annotated articles, read from a folder and checked against ``schemas/gold.schema.json``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import ClaimsError
from extract.types import Article, Span
from extract.validation import problem

SCORE_ONLY = "SCORE-ONLY"


class GoldError(ClaimsError):
    """A gold file is missing or malformed, or may not be used in this way."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One gold file. ``claims`` are its dictionaries, ascending by place."""

    path: Path
    article: Article
    delivered: Path | None  # the article as it came, when ``article.text`` is its restored text
    claims: tuple[dict[str, Any], ...]
    numbers: tuple[dict[str, Any], ...]


def span_of(claim: dict[str, Any]) -> Span:
    """Where the quantity of a gold claim stands."""
    start: int = claim["quantity_start"]
    return Span(start, start + len(claim["quantity"]))


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder and its subfolders, sorted. Raises GoldError when there is none."""
    if not folder.is_dir():
        raise GoldError(
            f"{folder} is no folder", remedy="give a folder of gold files with --gold, e.g. corpus/gold/dev"
        )
    files = sorted(path for path in folder.rglob("*.json") if path.is_file())
    if not files:
        raise GoldError(
            f"{folder} holds no gold file", remedy="gold files end in .json and follow schemas/gold.schema.json"
        )
    return files


def score_only(folder: Path) -> str | None:
    """Why the gold of a folder may only be scored, not looked at; None when it may. Above and below count."""
    marks = [each / SCORE_ONLY for each in (folder.resolve(), *folder.resolve().parents)]
    marks += sorted(folder.rglob(SCORE_ONLY))
    for mark in marks:
        if mark.is_file():
            return mark.read_text(encoding="utf-8").strip()
    return None


def read_gold(folder: Path) -> list[GoldArticle]:
    """The gold of a folder. Raises GoldError naming the file and the field that is wrong."""
    return [_read(path) for path in gold_files(folder)]


def fingerprint(golds: Sequence[GoldArticle]) -> dict[str, Any]:
    """What the scores of this gold belong to: a hash of the files (and of the articles as delivered), and the counts."""
    digest = hashlib.sha256()
    for gold in golds:
        for path in (gold.path, gold.delivered):
            if path is not None:
                digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    claims = [claim for gold in golds for claim in gold.claims]
    return {
        "sha256": digest.hexdigest(),
        "articles": len(golds),
        "claims": len(claims),
        "optional": sum(bool(claim.get("optional")) for claim in claims),
    }


def _read(path: Path) -> GoldArticle:
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GoldError(f"{path} cannot be read as JSON ({type(error).__name__})", remedy="mend the file") from error
    wrong = problem("gold", made)
    if wrong:
        raise GoldError(f"{path}: {wrong}", remedy="mend the file, see schemas/gold.schema.json")
    _check_places(path, made)
    published = dt.date.fromisoformat(made["published"]) if made["published"] else None
    article = Article(
        id=made["id"], text=made["text"], title=made["title"], published=published, publisher=made["publisher"]
    )
    return GoldArticle(
        path=path,
        article=article,
        delivered=_delivered(path, made.get("article")),
        claims=tuple(sorted(made["claims"], key=lambda claim: span_of(claim))),
        numbers=tuple(sorted(made["numbers"], key=lambda number: int(number["start"]))),
    )


def _check_places(path: Path, made: dict[str, Any]) -> None:
    for claim in made["claims"]:
        start, end = span_of(claim)
        if made["text"][start:end] != claim["quantity"]:
            raise GoldError(
                f"{path}: the claim at {start} does not stand there", remedy="quantity must be text[quantity_start:]"
            )
    for number in made["numbers"]:
        start = number["start"]
        if made["text"][start : start + len(number["text"])] != number["text"]:
            raise GoldError(f"{path}: the number at {start} does not stand there", remedy="text must be text[start:]")


def _delivered(path: Path, name: str | None) -> Path | None:
    """The article as delivered: a path below the folder that holds the gold folder."""
    if name is None:
        return None
    for folder in path.resolve().parents:
        if (folder / name).is_file():
            return folder / name
    raise GoldError(
        f"{path}: the article {name!r} is nowhere above it", remedy="keep articles/ and gold/ in one folder"
    )


@cache
def default_corpus() -> Path | None:
    """The corpus of this checkout, or of the working directory; None in an installation without one."""
    for folder in (Path(__file__).parents[2] / "corpus", Path("corpus")):
        if (folder / "gold").is_dir():
            return folder
    return None
