"""RSS and Atom: an entry is an article, with the full text when the feed has it, else its summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extract.ingest.articles import article_from_text, one_line
from extract.ingest.blocks import blocks_of_fragment
from extract.ingest.dates import parse_date
from extract.ingest.encodings import charset_in_page, decode
from extract.ingest.failures import Failure, Problem, in_words
from extract.ingest.options import Options
from extract.ingest.streams import Stream
from extract.types import Article

_FULL = ("encoded", "content", "fulltext", "body")
_SUMMARY = ("description", "summary", "subtitle")
_DAY = ("pubDate", "published", "issued", "date", "created", "updated")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_feed(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article an entry. Raises ``Problem`` when the XML is beyond reading."""
    data = stream.whole(options.limits.document, "a feed")
    decoded = decode(data, charset_in_page(data), forced=options.encoding)
    text = _DECLARATION.sub("", decoded.text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(
            text, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
        )
    except etree.XMLSyntaxError as error:
        raise Problem("parse", f"the feed is not XML ({in_words(error)})", "fetch it again") from error
    if root is None:
        raise Problem("parse", "the feed is not XML", "fetch it again")
    entries = [e for e in root.iter() if isinstance(e.tag, str) and _name(e) in ("item", "entry")]
    if not entries:
        raise Problem("extract", "the feed has no entries", "leave it out, or fetch it again")
    publisher = _publisher(root)
    for number, entry in enumerate(entries, 1):
        place = f"{where}:{number}"
        try:
            yield _article(entry, publisher, place, decoded.notes())
        except Problem as problem:
            yield problem.at(place)


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _publisher(root: etree._Element) -> str | None:
    """The title of the channel: the first title that is no entry's."""
    for element in root.iter():
        if isinstance(element.tag, str):
            if _name(element) == "title":
                return one_line("".join(element.itertext()))
            if _name(element) in ("item", "entry"):
                return None
    return None


def _article(entry: etree._Element, publisher: str | None, place: str, notes: tuple[str, ...]) -> Article:
    fields: dict[str, etree._Element] = {}
    for child in entry:
        if isinstance(child.tag, str):
            fields.setdefault(_name(child), child)
    body, full = _body(fields)
    if not body:
        raise Problem("extract", "the entry has no text", "read the page that it links to instead")
    if not full:
        notes = (*notes, "the feed gives a summary only")
    day = next((d for name in _DAY if name in fields and (d := parse_date(_text(fields[name])))), None)
    author = _text(fields["creator"]) if "creator" in fields else _name_inside(fields.get("author"))
    return article_from_text(
        body,
        title=_plain(_text(fields["title"])) if "title" in fields else None,
        published=day,
        publisher=publisher,
        url=_link(fields.get("link"), entry),
        reprinted_from=_name_inside(fields.get("source")),
        extra={"author": author} if author else None,
        source=place,
        notes=notes,
    )


def _body(fields: dict[str, etree._Element]) -> tuple[str, bool]:
    for names, full in ((_FULL, True), (_SUMMARY, False)):
        for name in names:
            if name in fields and (body := _plain(_markup(fields[name]))):
                return body, full or len(body) > 300
    return "", False


def _markup(element: etree._Element) -> str:
    if len(element):  # Atom with type="xhtml" holds elements, RSS holds escaped markup
        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return element.text or ""


def _plain(markup: str) -> str:
    if "<" not in markup and "&" not in markup:
        return "\n".join(line.strip(" \t　") for line in markup.splitlines() if line.strip())
    return "\n".join(block.text for block in blocks_of_fragment(markup)) if markup.strip() else ""


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name_inside(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    for child in element.iter():
        if isinstance(child.tag, str) and child is not element and _name(child) in ("name", "title"):
            return _text(child) or None
    return (_text(element) or None) if not len(element) else None


def _link(link: etree._Element | None, entry: etree._Element) -> str | None:
    if link is None:
        return None
    for element in entry:
        if isinstance(element.tag, str) and _name(element) == "link" and element.get("rel", "alternate") == "alternate":
            return element.get("href") or _text(element) or None
    return link.get("href") or _text(link) or None
