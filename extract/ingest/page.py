"""A saved news page becomes an article: its main text, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from extract.ingest.articles import article_from_text, one_line
from extract.ingest.blocks import Block, blocks_of, names_of, parse
from extract.ingest.boilerplate import is_content, zone_of
from extract.ingest.encodings import charset_in_page, decode
from extract.ingest.failures import Failure, Problem
from extract.ingest.linked_data import body_lines, embedded_body, linked_articles
from extract.ingest.main_text import select, weight
from extract.ingest.options import Options
from extract.ingest.page_metadata import TITLE_META, meta_of, read_page_metadata
from extract.ingest.streams import Stream
from extract.ingest.titles import compact, split_title, text_of_title, title_block
from extract.types import Article

_FURTHER = re.compile(r"下一[页頁]")
_CUT_OFF = re.compile(r"(?:\.{3}|…)\s*\Z")


def read_page(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article: the main text of a saved page, also of one saved with its pictures in one file (MHTML)."""
    data = stream.whole(options.limits.article)
    declared = url = None
    if b"multipart/related" in data[:2048]:
        data, declared, url = _page_in_mail(data)
    declared = declared or charset_in_page(data)
    decoded = decode(data, declared, forced=options.encoding)
    yield article_from_page(decoded.text, url=url, source=where, notes=decoded.notes(declared))


def _page_in_mail(data: bytes) -> tuple[bytes, str | None, str | None]:
    """The page inside an MHTML file, its charset and where it was saved from."""
    from email import policy
    from email.parser import BytesParser

    mail = BytesParser(policy=policy.compat32).parsebytes(data)
    for part in mail.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            url = part.get("Content-Location") or mail.get("Snapshot-Content-Location")
            return (body if isinstance(body, bytes) else b""), part.get_content_charset(), one_line(url)
    raise Problem("parse", "the saved page (MHTML) holds no HTML", "save the page again")


def article_from_page(
    page: str, *, url: str | None = None, source: str | None = None, notes: tuple[str, ...] = ()
) -> Article:
    """The article of a page given as markup. Its text is one line per paragraph, and a table row a line with tabs.

    ``url`` is where the page came from, if known. Raises ``Problem`` when there is no article on the page.

    >>> page = "<title>甲公司营收增长-甲报网</title><h1>甲公司营收增长</h1><p>甲公司今年营收50亿元，增长5%。</p>"
    >>> article = article_from_page(page)
    >>> article.title, article.publisher, article.text
    ('甲公司营收增长', '甲报网', '甲公司今年营收50亿元，增长5%。')
    """
    root = parse(page)
    linked_scripts, scripts = _scripts(root)
    linked = linked_articles(linked_scripts)
    protected = _protected(root)
    blocks = blocks_of(root, lambda element: element in protected)
    meta = meta_of(root)
    told = [linked.get("headline"), *(meta.get(name) for name in TITLE_META), text_of_title(root)]
    title = title_block(blocks, [t for t in told if isinstance(t, str)])
    stated = body_lines(linked["articleBody"]) if isinstance(linked.get("articleBody"), str) else []
    body = select(blocks, title, stated, split_title(text_of_title(root))[0] or "")
    lines = [block.text for block in body]
    if stated and _prefer_stated(stated, body):
        lines, body = stated, []
    if sum(map(weight, body)) < 80 and (embedded := embedded_body(scripts)):
        inner = body_lines(embedded[0])
        if len("".join(inner)) > 2 * len("".join(lines)):
            lines, body = inner, []
            linked = _as_linked(embedded[1]) | linked
    if not any(c.isalnum() for c in "".join(lines)):
        raise Problem(
            "extract",
            "there is no article text on the page",
            "save the page from a browser, or give the article's text",
        )
    said = read_page_metadata(root, blocks, title, body, linked, scripts)
    if any(_FURTHER.search(b.text) for b in blocks if b.links and len(b.text) < 60):
        notes = (*notes, "the page says that the article goes on on a next page")
    return article_from_text(
        "\n".join(lines),
        title=said.title,
        published=said.published,
        publisher=said.publisher,
        url=url or said.url,
        reprinted_from=said.reprinted_from,
        editor=said.editor,
        extra={"author": said.author} if said.author else None,
        source=source,
        notes=notes,
    )


def _scripts(root: HtmlElement) -> tuple[list[str], list[str]]:
    linked: list[str] = []
    other: list[str] = []
    for element in root.iter("script"):
        text = element.text or ""
        if text.strip():
            (linked if "ld+json" in (element.get("type") or "") else other).append(text)
    return linked, other


def _protected(root: HtmlElement) -> set[HtmlElement]:
    """The elements that hold the title or the body, which no name can make a part of the frame."""
    kept: set[HtmlElement] = set()
    title = compact(split_title(text_of_title(root))[0] or "")
    for element in root.iter("h1", "h2", "h3", "h4"):
        text = compact("".join(element.itertext()))
        if len(text) >= 6 and (title.startswith(text) or (len(title) >= 6 and text.startswith(title))):
            kept |= {element, *element.iterancestors()}
            break
    best: tuple[float, HtmlElement] | None = None
    for element in islice(_named_as_content(root), 100):
        size = _prose(element)
        if any(zone_of(str(p.tag), names_of(p)) for p in element.iterancestors() if p.tag not in ("html", "body")):
            size /= 10
        if best is None or size > best[0]:
            best = (size, element)
    if best is not None and best[0] >= 3:
        kept |= {best[1], *best[1].iterancestors()}
    return kept


def _named_as_content(root: HtmlElement) -> Iterator[HtmlElement]:
    for element in root.iter("div", "article", "section", "td", "main", "font"):
        names, tag = names_of(element), str(element.tag)
        if (names or tag == "article") and is_content(tag, names) and zone_of(tag, names) is None:
            yield element


def _prose(element: HtmlElement) -> float:
    """How many commas and full stops stand in an element outside links."""
    marks = re.compile("[，。；、！？]")
    linked = sum(len(marks.findall("".join(a.itertext()))) for a in element.iter("a"))
    return len(marks.findall("".join(element.itertext()))) - linked


def _prefer_stated(stated: Sequence[str], body: Sequence[Block]) -> bool:
    """Whether the body that the page states is the whole one, where its lines were not found among the blocks."""
    whole, shown = compact("".join(stated)), compact("".join(block.text for block in body))
    if not whole or whole == shown or _is_made_of(shown, whole):
        return False
    return not (_CUT_OFF.search(whole) and len(shown) > len(whole)) and len(whole) >= 0.6 * len(shown)


def _is_made_of(shown: str, whole: str) -> bool:
    """Whether the blocks are the stated body, give or take table rows and a few signs."""
    return (
        len(shown) >= 0.85 * len(whole)
        and whole[:20] in shown[: len(shown) // 2 + 40]
        and whole[-20:] in shown[-len(whole) - 40 :]
    )


def _as_linked(owner: dict[str, object]) -> dict[str, object]:
    """The object that holds an embedded body, with its title and date under the names of JSON-LD."""
    found: dict[str, object] = {}
    for ours, names in {
        "headline": ("title", "headline", "widgetTitle", "articleTitle", "name"),
        "datePublished": (
            "publishTime", "published_at", "publish_time", "datePublished", "publishedAt", "pubTime", "ctime",
            "createTime", "date",
        ),
    }.items():  # fmt: skip
        value = next((owner[name] for name in names if owner.get(name)), None)
        if value is not None:
            found[ours] = value
    return found
