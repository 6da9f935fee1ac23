"""DOCX: the paragraphs and tables of a Word document, as a reader sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from extract.ingest.articles import article_from_text, one_line
from extract.ingest.failures import Failure, Problem, in_words
from extract.ingest.options import Options
from extract.ingest.plain import require_words
from extract.ingest.streams import too_long
from extract.types import Article

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# deleted text, the fallback copy of a text box, hidden field codes
_UNSEEN = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}delText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)


def read_document(archive: zipfile.ZipFile, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article: a line per paragraph and per table row, cells parted by tabs; the title as the file states it.

    Dates in a document's properties tell when the file was made, not when the article appeared, and are not used.
    """
    try:
        body = _part(archive, "word/document.xml", options)
        lines = list(_lines(body))
        title = _title(archive, options)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise Problem(
            "parse", f"the document cannot be read ({in_words(error)})", "open it and save it again as DOCX"
        ) from error
    text = "\n".join(lines)
    require_words(text)
    yield article_from_text(text, title=title, source=where)


def _part(archive: zipfile.ZipFile, name: str, options: Options) -> etree._Element:
    info = archive.getinfo(name)
    if info.file_size > options.limits.document:
        raise too_long("the document", options.limits.document, "a document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(archive.read(info), parser)


def _title(archive: zipfile.ZipFile, options: Options) -> str | None:
    if "docProps/core.xml" not in archive.namelist():
        return None
    return one_line(_part(archive, "docProps/core.xml", options).findtext(f"{_DC}title"))


def _lines(body: etree._Element) -> Iterator[str]:
    """The lines in order, without recursion; a table's rows stand where the table stands."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == f"{_W}tr":
            cells = [
                " ".join(line for p in cell.iter(f"{_W}p") if (line := _line(p))) for cell in element.iter(f"{_W}tc")
            ]
            if any(cells):
                yield "\t".join(cells)
        elif element.tag == f"{_W}p":
            yield from (line for part in _line(element).split("\n") if (line := part.strip(" 　")))
            waiting += [box for box in element.iter(f"{_W}txbxContent") if not _is_unseen(box)]
        else:
            waiting += reversed(element)


def _is_unseen(element: etree._Element) -> bool:
    return any(parent.tag in _UNSEEN for parent in element.iterancestors())


def _line(paragraph: etree._Element) -> str:
    """The text of one paragraph, without what stands in a text box anchored to it."""
    parts: list[str] = []
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        if element.tag in _UNSEEN or element.tag == f"{_W}txbxContent":
            walker.skip_subtree()
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parts.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts).strip(" 　\t")
