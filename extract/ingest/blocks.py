"""A page as a list of blocks - paragraphs, headings, table rows - each with the element it stands in and its zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extract.ingest.boilerplate import Zone, zone_of
from extract.ingest.failures import Problem

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "canvas",
        "object",
        "embed",
        "audio",
        "video",
        "map",
        "button",
        "select",
        "input",
        "textarea",
        "form-control",
        "option",
        "datalist",
        "dialog",
        "head",
        "title",
        "link",
        "meta",
        "rp",
        "rt",
        "math",
        "progress",
        "meter",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rtc",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "o:p",
        "st1:chsdate",
        "st1:personname",
    ]
)
_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
_CJK = "[⺀-鿿豈-﫿　-〿！-｠]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*[\r\n][ \t\r\n]*(?=\S)|(?<=\S)[ \t]*[\r\n][ \t\r\n]*(?={_CJK})")
_NOTHING = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad]")
_NULS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENDS = re.compile(r"</(?:html|body)\s*>", re.I)  # pages put together from parts go on after it, as browsers do
_NOTE_MARK = re.compile(r"\A\s*[\[［(（]\s*(?:\d{1,3}|注\d*|[a-z])\s*[\]］)）]\s*\Z")


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page. ``links`` counts the characters that stand in links; ``row`` marks a table row.

    ``spaced`` is the line with a blank wherever an element begins or ends, as a line of small fields wants to be read.
    """

    text: str
    element: HtmlElement
    zone: Zone | None
    links: int
    heading: bool = False
    row: bool = False
    spaced: str = ""

    @property
    def linked(self) -> float:
        """The share of the line that is links."""
        return self.links / max(len(self.text), 1)


def parse(text: str) -> HtmlElement:
    """The tree of a page. Raises ``Problem`` when there is no markup in it."""
    data = _NULS.sub(" ", _ENDS.sub("", text)).encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Problem(
            "parse", "the page holds no markup that can be read", "save the page again, or save its text"
        ) from error


def names_of(element: HtmlElement) -> str:
    """The names that a page maker gave an element."""
    return " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))


def blocks_of(root: HtmlElement, is_protected: Callable[[HtmlElement], bool]) -> list[Block]:
    """All blocks of a page in order. An element that ``is_protected`` opens no zone of its own."""
    walk = _Walk(is_protected)
    walk.run(root)
    return walk.blocks


def blocks_of_fragment(markup: str) -> list[Block]:
    """The blocks of a piece of markup that is all article.

    >>> [block.text for block in blocks_of_fragment("<p>增长<b>2</b>0<b>5</b>%</p><p>面积10m<sup>2</sup></p>")]
    ['增长205%', '面积10m²']
    """
    return blocks_of(parse(f"<html><body>{markup}</body></html>"), lambda _: True)


class _Walk:
    """One pass over the tree without recursion, since pages may be nested as deep as they like."""

    def __init__(self, is_protected: Callable[[HtmlElement], bool]) -> None:
        self.blocks: list[Block] = []
        self._is_protected = is_protected
        self._pieces: list[str] = []
        self._links = 0
        self._link_depth = 0
        self._preformatted = 0

    def run(self, root: HtmlElement) -> None:
        zones: list[tuple[HtmlElement, Zone | None]] = [(root, None)]
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            tag = element.tag
            if event in ("comment", "pi"):
                self._text(element.tail, zones[-1][0])
                continue
            if not isinstance(tag, str):
                continue
            if event == "start":
                if tag in _SILENT or element.get("hidden") is not None or self._is_hidden(element):
                    walker.skip_subtree()
                    zones.append((zones[-1][0], zones[-1][1]))
                    continue
                if tag == "br" or tag not in _INLINE:
                    self._flush(zones[-1])
                if tag == "table" and (rows := data_rows(element)):
                    zone = zones[-1][1] or self._opens(element, tag)
                    self.blocks += (Block("\t".join(cells), element, zone, 0, row=True) for cells in rows)
                    walker.skip_subtree()
                    zones.append((zones[-1][0], zones[-1][1]))
                    continue
                zone = zones[-1][1] or self._opens(element, tag)
                zones.append((element if tag not in _INLINE else zones[-1][0], zone))
                self._link_depth += tag == "a"
                self._preformatted += tag == "pre"
                if tag == "sup":
                    self._superscript(element)
                    walker.skip_subtree()
                else:
                    self._text(element.text, element)
            else:
                own = zones.pop()
                if tag not in _SILENT:
                    self._link_depth -= tag == "a" and self._link_depth > 0
                    self._preformatted -= tag == "pre" and self._preformatted > 0
                if tag not in _INLINE and tag not in _SILENT and tag != "br":
                    self._flush(own)
                if element is not root:
                    self._text(element.tail, zones[-1][0])
        self._flush(zones[0])

    def _opens(self, element: HtmlElement, tag: str) -> Zone | None:
        if tag in ("html", "body") or (tag in _INLINE and tag != "a"):
            return None
        zone = zone_of(tag, names_of(element))
        return zone if zone and not self._is_protected(element) else None

    def _is_hidden(self, element: HtmlElement) -> bool:
        style = element.get("style")
        return bool(style and _HIDDEN.search(style)) and not self._is_protected(element)

    def _superscript(self, element: HtmlElement) -> None:
        text = "".join(element.itertext())
        if _NOTE_MARK.match(text) or element.find(".//a") is not None:
            return
        plain = "".join(text.split())
        raised = plain.translate(_SUPERSCRIPT)
        self._pieces.append(
            raised if plain and not any(c in raised for c in "0123456789") and len(plain) <= 4 else text
        )

    def _text(self, text: str | None, element: HtmlElement) -> None:
        if not text:
            return
        if self._preformatted and "\n" in text:
            for line in text.split("\n")[:-1]:
                self._pieces.append(line)
                self._flush((element, None))
            text = text.rsplit("\n", 1)[1]
        text = _WRAPPED.sub("", text)
        self._pieces.append(text)
        if self._link_depth:
            self._links += len(text.strip())

    def _flush(self, place: tuple[HtmlElement, Zone | None]) -> None:
        if self._pieces:
            text = _NOTHING.sub("", _BLANKS.sub(" ", "".join(self._pieces))).strip(" 　")
            if text:
                element, zone = place
                heading = element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
                spaced = (
                    " ".join(" ".join(self._pieces).split(" ")) if len(self._pieces) > 1 and len(text) <= 300 else text
                )
                self.blocks.append(
                    Block(text, element, zone, min(self._links, len(text)), heading, spaced=spaced.strip())
                )
        self._pieces = []
        self._links = 0


def data_rows(table: HtmlElement) -> list[list[str]]:
    """The rows of a table of data; empty for a table that only lays the page out, whose cells hold paragraphs."""
    if table.find(".//table") is not None or table.find(".//form") is not None:
        return []
    rows = []
    for row in table.iter("tr"):
        cells = [cell_text(cell) for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
    wide = [row for row in rows if len(row) >= 2]
    cells = [cell for row in rows for cell in row]
    if len(wide) < 2 or len(wide) * 2 < len(rows) or not cells:
        return []
    if max(map(len, cells)) > 200 or sum(map(len, cells)) / len(cells) > 40:
        return []
    linked = sum(len("".join(a.itertext())) for a in table.iter("a"))
    return rows if linked * 2 <= sum(map(len, cells)) else []


def cell_text(cell: HtmlElement) -> str:
    """The text of one cell on one line."""
    parts = [_WRAPPED.sub("", text) for text in _texts(cell)]
    return _NOTHING.sub("", _BLANKS.sub(" ", "".join(parts))).strip(" 　")


def _texts(element: HtmlElement) -> Iterator[str]:
    for node in element.iter():
        if isinstance(node.tag, str):
            if node.tag in ("br", "p", "div", "li") and node is not element:
                yield " "
            if node.tag == "sup" and node.text and node.text.strip().isdigit():
                yield node.text.strip().translate(_SUPERSCRIPT)
            elif node.tag not in _SILENT and node.text:
                yield node.text
        if node is not element and node.tail:
            yield node.tail
