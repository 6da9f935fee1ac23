"""Claims in the formats of other tools, written and read back; the same claim in each.

========================  =======  ======  =====================================================================
name                      written  read    for
========================  =======  ======  =====================================================================
``jsonl``                 yes      yes     records as ``schemas/record.schema.json`` has them
``label-studio``          yes      yes     tasks with predictions; ``label-studio-config`` is the labelling interface
``langextract``           yes      yes     LangExtract's annotated documents; results of a language model too
``web-annotation``        yes      yes     W3C Web Annotation with position and quote
``datapackage``           yes      yes     a folder of CSV with its description (Data Package v2)
``json-ld``               yes      no      schema.org ``Claim`` and ``Observation``, to publish
``spacy``                 yes      no      a ``DocBin`` that ``spacy train`` reads
========================  =======  ======  =====================================================================

Reading is strict: a label that is not known, an offset outside the text, a quote that is not there is told with its place and
field, and then nothing of the file is taken.

>>> import extract, tempfile
>>> from pathlib import Path
>>> made = of_reading(extract.read("浪潮信息营收50亿元。", id="a"))
>>> with tempfile.TemporaryDirectory() as folder:
...     count = write("langextract", [made], Path(folder) / "claims.jsonl")
...     (again,) = read("langextract", Path(folder) / "claims.jsonl")
>>> count, again.records == made.records
(1, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args

from extract.errors import ClaimsError
from extract.exchange.annotated import Annotated, articles_of_store, of_reading, of_store
from extract.exchange.checking import Misfit
from extract.types import Article

__all__ = [
    "READABLE",
    "WRITABLE",
    "Annotated",
    "Misfit",
    "articles_of_store",
    "of_reading",
    "of_store",
    "read",
    "write",
]

Readable = Literal["jsonl", "label-studio", "langextract", "web-annotation", "datapackage"]
Writable = Literal[
    "jsonl", "label-studio", "label-studio-config", "langextract", "web-annotation", "datapackage", "json-ld", "spacy"
]
READABLE: tuple[Readable, ...] = get_args(Readable)
WRITABLE: tuple[Writable, ...] = get_args(Writable)
_MODULES = {
    "jsonl": "records",
    "label-studio": "label_studio",
    "langextract": "lang_extract",
    "web-annotation": "web_annotation",
    "datapackage": "data_package",
    "json-ld": "json_ld",
}


def write(format: str, articles: Iterable[Annotated], file: Path) -> int:
    """Write articles with their claims to a file (a folder for ``datapackage``); returns how many claims.

    A file is written beside its place and moved there at the end. Raises ClaimsError for an unknown format, and when the
    file cannot be written.
    """
    if format not in WRITABLE:
        raise ClaimsError(f"claims are not written as {format!r}", remedy=f"choose from {', '.join(WRITABLE)}")
    try:
        if format == "label-studio-config":
            from extract.exchange.label_studio import CONFIG

            file.write_text(CONFIG, encoding="utf-8")
            return 0
        if format == "datapackage":
            return int(_module(format).write(articles, file))
        part = file.with_name(f".{file.name}.part")
        try:
            count = _spacy(articles, part) if format == "spacy" else int(_module(format).write(articles, part))
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        return count
    except OSError as error:
        raise ClaimsError(f"{file} cannot be written ({error.strerror})", remedy="choose another place") from error


def read(format: str, file: Path, find_article: Callable[[str], Article | None] | None = None) -> list[Annotated]:
    """Read articles with their claims; ``find_article`` gives the text for formats that do not hold it.

    Raises Misfit that names place and field of every fault, ClaimsError for an unknown format.
    """
    if format not in READABLE:
        raise ClaimsError(f"claims are not read from {format!r}", remedy=f"choose from {', '.join(READABLE)}")
    if format in ("jsonl", "web-annotation"):
        if find_article is None:
            raise ClaimsError(f"{format} does not hold the articles", remedy="give them, or a store that has them")
        return list(_module(format).read(file, find_article))
    if format == "label-studio":
        from extract.exchange.label_studio_import import read as read_tasks

        return read_tasks(file)
    return list(_module(format).read(file))


def _module(format: str) -> Any:
    return import_module(f"extract.exchange.{_MODULES[format]}")


def _spacy(articles: Iterable[Annotated], file: Path) -> int:
    from extract.components import annotated_doc, blank, docbin

    nlp, docs, count = blank(), [], 0
    for annotated in articles:
        places = [
            {name: (runs[0].start, runs[0].end) for name, runs in parts.items() if runs} for parts in annotated.parts
        ]
        docs.append(annotated_doc(nlp, annotated.article.text, annotated.records, places))
        count += len(annotated.records)
    docbin(docs).to_disk(file)
    return count
