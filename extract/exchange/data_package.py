"""Data Package v2: a folder of CSV that says what its columns mean, and the way back.

``claims.csv`` has the columns of ``extract.table``, one row for each claim; ``articles.csv`` holds the articles with their text,
so that every offset can be checked; ``datapackage.json`` describes both, types, constraints and keys. Cells that a spreadsheet
would take for a formula have an apostrophe in front; reading takes it off again.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from extract.exchange.annotated import Annotated, Record, sight
from extract.exchange.checking import Faults, Misfit, check_record, read_json
from extract.exchange.flat import as_text, unflatten
from extract.export.delimited import harmless
from extract.ingest import article_from_text
from extract.table import COLUMNS, flatten
from extract.types import Article
from extract.validation import schema
from extract.version import EXTRACTOR, __version__

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ARTICLE_COLUMNS = ("id", "title", "published", "publisher", "url", "reprinted_from", "editor", "text")
_NUMBERS = ("value", "value_max", "baseline_value", "baseline_value_max", "si_value", "si_value_max", "factor",
            "derived_baseline_value", "confidence")  # fmt: skip
_INTEGERS = ("quantity_start", "quantity_end", "evidence_start", "evidence_end")
_REQUIRED = ("metric", "value", "kind", "comparator", "modality", "metric_text", "quantity", "evidence", "article", "id",
             "si_value", "confidence", "extractor", *_INTEGERS)  # fmt: skip
_MEANING = {
    "vendor": "Who is credited with the value, by its registered name; empty for a market, an industry or nobody.",
    "metric": "The attribute: its registered name, else as written.",
    "unit": "Canonical symbol; a counter stays Chinese; empty for a pure number.",
    "baseline": "What the value is compared with, as written.",
    "period": "When the value holds, as written; period_start and period_end are its first and last day.",
    "vendor_how": "How the credit was found.",
    "quantity": "The number with its unit: article.text[quantity_start:quantity_end].",
    "evidence": "The shortest run that shows the claim, as restored; its offsets count in article.text.",
    "factor": "The new value as a multiple of the baseline's.",
    "derived_baseline_value": "The baseline's value in si_unit of the level.",
    "baseline_implied": "true when the baseline's value was computed, not written.",
    "flags": "Separated by |.",
    "rules": "The rules that made the claim, separated by |.",
}
_ARMOURED = re.compile(r"'+\s*[=+\-@＝＋－＠]|'+[\t\r\n]")


def write(articles: Iterable[Annotated], folder: Path) -> int:
    """Write the folder; a package that is there is replaced. Returns how many claims it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with _open(folder / "claims.csv") as claims, _open(folder / "articles.csv") as texts:
        rows, sources = csv.writer(claims), csv.writer(texts)
        rows.writerow(COLUMNS)
        sources.writerow(ARTICLE_COLUMNS)
        for annotated in articles:
            sources.writerow([armoured(cell) for cell in _article_row(annotated.article)])
            for record in annotated.records:
                row = flatten(record)
                rows.writerow([armoured(as_text(name, row[name])) for name in COLUMNS])
                count += 1
    (folder / "datapackage.json").write_text(
        json.dumps(description(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return count


def description() -> dict[str, Any]:
    """The descriptor: what is in each file and each column.

    >>> [resource["path"] for resource in description()["resources"]]
    ['claims.csv', 'articles.csv']
    """
    claims = {
        "fields": [_field(name) for name in COLUMNS],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["article"], "reference": {"resource": "articles", "fields": ["id"]}}],
        "missingValues": [""],
    }
    articles = {
        "fields": [{"name": name, "type": "date" if name == "published" else "string",
                    **({"constraints": {"required": True}} if name in ("id", "text") else {})}
                   for name in ARTICLE_COLUMNS],
        "primaryKey": ["id"],
        "missingValues": [""],
    }  # fmt: skip
    common = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {
        "$schema": PROFILE,
        "name": "zhclaims",
        "title": "Numeric claims of press articles",
        "version": __version__,
        "contributors": [{"title": EXTRACTOR}],
        "resources": [
            {"name": "claims", "path": "claims.csv", **common, "schema": claims},
            {"name": "articles", "path": "articles.csv", **common, "schema": articles},
        ],
    }


def _field(name: str) -> dict[str, Any]:
    properties = schema("record")["properties"]
    made: dict[str, Any] = {"name": name, "type": "string"}
    if name in _NUMBERS:
        made["type"] = "number"
    elif name in _INTEGERS:
        made["type"] = "integer"
    elif name in ("period_start", "period_end"):
        made["type"] = "date"
    elif name == "baseline_implied":
        made |= {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
    told = _MEANING.get(name) or properties.get(name, {}).get("description")
    if told:
        made["description"] = told
    constraints: dict[str, Any] = {}
    if name in _REQUIRED:
        constraints["required"] = True
    choices = properties.get(name, {}).get("enum")
    if name == "baseline_kind":
        choices = properties["baseline"]["oneOf"][1]["properties"]["kind"]["enum"]
    if choices:
        constraints["enum"] = choices
    if name == "confidence":
        constraints |= {"minimum": 0, "maximum": 1}
    return {**made, "constraints": constraints} if constraints else made


def read(folder: Path) -> list[Annotated]:
    """The articles of a package with their claims. Raises Misfit that names file, line and column of every fault."""
    told = read_json(folder / "datapackage.json") if folder.is_dir() else read_json(folder)
    root = folder if folder.is_dir() else folder.parent
    paths = {each.get("name"): each.get("path") for each in told.get("resources", [])} if isinstance(told, dict) else {}
    for name in ("claims", "articles"):
        if paths.get(name) != f"{name}.csv":
            raise Misfit("datapackage.json", [f"resources: there is none called {name} at {name}.csv"])
    faults = Faults(root)
    articles = {article.id: article for article in _read_articles(root / "articles.csv", faults)}
    sights = {id: sight(article) for id, article in articles.items()}
    records: dict[str, list[Record]] = {id: [] for id in articles}
    for number, row in _rows(root / "claims.csv", COLUMNS, faults):
        place = f"claims.csv, line {number}"
        try:
            record = unflatten(row)
        except ValueError as error:
            faults.add(place, "column", str(error))
            continue
        found = sights.get(record["article"] or "")
        if found is None:
            faults.add(place, "article", f"there is no article {record['article']!r} in articles.csv")
        elif check_record(record, found.repaired.article, found.repaired, place, "row", faults):
            records[record["article"]].append(record)
    faults.settle()
    return [
        Annotated(articles[id], tuple(found), tuple(sights[id].parts(each)[0] for each in found))
        for id, found in records.items()
    ]


def _read_articles(file: Path, faults: Faults) -> Iterable[Article]:
    seen: set[str] = set()
    for number, row in _rows(file, ARTICLE_COLUMNS, faults):
        place = f"articles.csv, line {number}"
        published = row["published"]
        try:
            day = dt.date.fromisoformat(published) if published else None
        except ValueError:
            faults.add(place, "published", f"is {published!r}, no day")
            continue
        if not row["text"] or not row["id"] or row["id"] in seen:
            faults.add(place, "id", f"{row['id']!r} is missing, there twice, or has no text")
            continue
        seen.add(row["id"])
        told = {name: row[name] or None for name in ("title", "publisher", "url", "reprinted_from", "editor")}
        yield article_from_text(
            row["text"], id=row["id"], published=day, title=told["title"], publisher=told["publisher"], url=told["url"],
            reprinted_from=told["reprinted_from"], editor=told["editor"],
        )  # fmt: skip


def _rows(file: Path, columns: tuple[str, ...], faults: Faults) -> Iterable[tuple[int, Mapping[str, str]]]:
    """The rows of a file with the number of the line on which each ends."""
    csv.field_size_limit(2**31 - 1)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            names = next(reader, [])
            if tuple(names) != columns:
                wrong = next((name for name in columns if name not in names), None)
                faults.add(
                    f"{file.name}, line 1", wrong or "the whole", "is missing" if wrong else "the columns are others"
                )
                return
            for row in reader:
                if len(row) != len(columns):
                    faults.add(
                        f"{file.name}, line {reader.line_num}", "the whole", f"has {len(row)} cells, not {len(columns)}"
                    )
                    continue
                yield reader.line_num, {name: bare(cell) for name, cell in zip(columns, row, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.add(file.name, "the whole", f"cannot be read ({error})")


def armoured(cell: str | None) -> str:
    """A cell that a spreadsheet takes for text; ``bare`` gives back what it was.

    >>> armoured("=HYPERLINK(1)"), armoured("'=x"), armoured("-3.5"), armoured(None)
    ("'=HYPERLINK(1)", "''=x", '-3.5', '')
    """
    text = cell or ""
    return f"'{text}" if harmless(text) != text or _ARMOURED.match(text) else text


def bare(cell: str) -> str:
    """The cell that ``armoured`` was given.

    >>> bare("'=HYPERLINK(1)"), bare("'s"), bare("''=x")
    ('=HYPERLINK(1)', "'s", "'=x")
    """
    return cell[1:] if _ARMOURED.match(cell) else cell


def _article_row(article: Article) -> list[str | None]:
    published = article.published.isoformat() if article.published else None
    told = (article.title, published, article.publisher, article.url, article.reprinted_from, article.editor)
    return [article.id, *told, article.text]


def _open(file: Path) -> IO[str]:
    return file.open("w", encoding="utf-8", newline="")
