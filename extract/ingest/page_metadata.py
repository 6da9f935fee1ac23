"""What a page says of its article: in JSON-LD and ``meta``, else in the lines around its body."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from extract.ingest.blocks import Block, names_of
from extract.ingest.bylines import Byline, last_bracket, origin_name, parse_byline, rights_owner
from extract.ingest.dates import find_dates, parse_date
from extract.ingest.furniture import is_screen_line
from extract.ingest.labels import without_readings
from extract.ingest.linked_data import name_of
from extract.ingest.titles import compact, split_title, text_of_title

TITLE_META = ("og:title", "twitter:title", "articletitle", "title", "dc.title", "headline")
_DATE_META = (
    "article:published_time", "og:release_date", "og:published_time", "datepublished", "pubdate", "publishdate",
    "publish_date",
    "publish_time", "publishtime", "publicationdate", "date_published", "firstcreatedtime", "_pubtime", "apub:time",
    "weibo: article:create_at", "weibo:article:create_at", "bytedance:published_time", "dc.date", "dcterms.created",
    "date",
    "createtime",
)  # fmt: skip
_SITE_META = (
    "og:site_name",
    "sitename",
    "application-name",
    "publisher",
    "dc.publisher",
    "apple-mobile-web-app-title",
    "copyright",
)
_ORIGIN_META = ("contentsource", "source", "mediaid", "article:source", "og:article:source", "newssource", "copyfrom")
_EDITOR_META = ("editor", "contenteditor", "责任编辑", "article:editor")
_WECHAT_TIME = re.compile(
    r"""\b(?:ct|createTime|publish_time|oriCreateTime)\s*=\s*["']?(\d{10}|\d{4}-\d{1,2}-\d{1,2}[ \d:]*)"""
)
_WECHAT_TITLE = re.compile(r"""\bmsg_title\s*=\s*(["'])(.+?)\1""")
_SOURCE_NAME = re.compile(
    r"(?:^|[\s_-])(?:source|ent-source|origin|media-?_?name|copyfrom|laiyuan|from|come)(?:$|[\s_-])", re.I
)
_EDITOR_NAME = re.compile(r"(?:^|[\s_-])(?:editor|zebian|show_author|article-editor)(?:$|[\s_-])", re.I)
_LABEL_ALONE = re.compile(r"\A.{2,8}[:：]\Z")
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/]?)(0\d|1[0-2])(?:[-_/]?)([0-2]\d|3[01])(?=[/_.\-]|\d{0,2}[/_])")
_RIGHTS = re.compile(r"\A(?:版[权權]所有|Copyright|\(c\)|[\s©\d:：-])+|\W*(?:版[权權]所有|Copyright).*\Z", re.I)
_AROUND = 30


@dataclass(slots=True)
class PageMetadata:
    """What a page says of its article; None where it says nothing. ``media`` is a media name without a label."""

    title: str | None = None
    published: dt.date | None = None
    publisher: str | None = None
    reprinted_from: str | None = None
    editor: str | None = None
    author: str | None = None
    url: str | None = None
    media: str | None = None


def meta_of(root: HtmlElement) -> dict[str, str]:
    """The ``meta`` values of a page by name, property or itemprop in lower case; the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def read_page_metadata(
    root: HtmlElement,
    blocks: Sequence[Block],
    title: Block | None,
    body: Sequence[Block],
    linked: Mapping[str, Any],
    scripts: Sequence[str],
) -> PageMetadata:
    """All that the page says. ``body`` are the article's blocks, ``linked`` its JSON-LD, ``scripts`` their text."""
    meta = meta_of(root)
    plain_title, site = split_title(text_of_title(root))
    next_block = blocks.index(title) + 1 if title is not None else len(blocks)
    following = compact(blocks[next_block].text) if next_block < len(blocks) else ""
    found = PageMetadata(
        title=_title(title, linked, meta, scripts, text_of_title(root), following) or plain_title,
        published=parse_date(linked.get("datePublished")) or _day_in(meta),
        publisher=name_of(linked.get("publisher")) or _element_text(root, "js_name"),
        author=name_of(linked.get("author")),
        editor=name_of(linked.get("editor")) or _editor_in(meta),
        reprinted_from=_origin_in(meta),
        url=_url(root, meta, linked),
    )
    around = _around(blocks, title, body)
    for line in _lines(around, body):
        _keep(found, line)
    _from_marked_elements(found, around)
    found.published = found.published or _in_scripts(scripts) or _in_time_element(root) or _in_url(found.url)
    found.publisher = found.publisher or _site_in(meta) or site
    if found.media and found.media != found.publisher:
        if found.publisher:
            found.reprinted_from = found.reprinted_from or found.media
        else:
            found.publisher = found.media
    found.publisher = found.publisher or _owner(blocks)
    if found.reprinted_from == found.publisher:
        found.reprinted_from = None
    return found


def _title(
    shown: Block | None, linked: Mapping[str, Any], meta: Mapping[str, str], scripts: Sequence[str], text: str,
    following: str,
) -> str | None:  # fmt: skip
    """The title as shown, or stated where it is shown cut short or on several lines.

    ``text`` is that of ``<title>``, ``following`` that of the block after the one that shows the title.
    """
    headline = linked.get("headline")
    stated = [
        " ".join(t.split())
        for t in (headline, *(meta.get(name) for name in TITLE_META))
        if isinstance(t, str) and t.strip()
    ]
    if shown is not None:
        short = compact(shown.text).rstrip("….")
        whole = next(
            (t for t in stated if compact(t).startswith(short) and len(short) < len(compact(shown.text))), None
        )
        page = split_title(text)[0] or ""
        if following and len(following) >= 4 and compact(page).startswith(short + following):
            return page  # shown on several lines
        return whole or shown.text
    told = next((m[2] for s in scripts if (m := _WECHAT_TITLE.search(s))), None)
    return (
        stated[0] if stated and isinstance(headline, str) else told or (split_title(stated[0])[0] if stated else None)
    )


def _day_in(meta: Mapping[str, str]) -> dt.date | None:
    return next((day for name in _DATE_META if name in meta and (day := parse_date(meta[name]))), None)


def _origin_in(meta: Mapping[str, str]) -> str | None:
    for name in _ORIGIN_META:
        if origin := origin_name(re.sub(r"\A\W*[来來]源\s*[:：]", "", meta.get(name, ""))):
            return origin if not origin.isdigit() else None
    return None


def _editor_in(meta: Mapping[str, str]) -> str | None:
    return next((e for name in _EDITOR_META if name in meta and (e := parse_byline(f"编辑:{meta[name]}").editor)), None)


def _site_in(meta: Mapping[str, str]) -> str | None:
    for name in _SITE_META:
        site = _RIGHTS.sub("", meta.get(name, "")).strip()
        if 2 <= len(site) <= 24 and re.search(r"[一-鿿A-Za-z]", site) and not site.startswith("http"):
            return split_title(site)[0]
    return None


def _around(blocks: Sequence[Block], title: Block | None, body: Sequence[Block]) -> list[Block]:
    """The blocks from the title, or a little before the body, to a little after it, less comments and headlines."""
    places = {id(block): n for n, block in enumerate(blocks)}
    inside = [places[id(b)] for b in body if id(b) in places]
    first = places[id(title)] if title is not None else max(0, (inside[0] if inside else 0) - 12)
    if inside and inside[0] < first:
        first = max(0, inside[0] - 12)
    last = (inside[-1] if inside else first) + _AROUND
    own = set(inside)
    return [
        b
        for n, b in enumerate(blocks[first : last + 1], first)
        if n not in own and b.zone not in ("comments", "related")
    ]


def _lines(around: Sequence[Block], body: Sequence[Block]) -> list[Byline]:
    found = []
    for n, block in enumerate(around):
        text = without_readings(block.spaced)
        following = around[n + 1] if n + 1 < len(around) else None
        if _LABEL_ALONE.match(text) and following and following.linked < 0.5 and not is_screen_line(following.text):
            text = f"{text}{following.text}"
        line = parse_byline(text.strip("()（）[]【】 "))
        if line.is_byline or (line.labels and len(text) <= 120):
            found.append(line)
    for block in body[-3:]:
        if bracketed := last_bracket(block.text):
            line = parse_byline(bracketed)
            if line.labels and line.is_byline:
                found.append(line)
    return found


def _keep(found: PageMetadata, line: Byline) -> None:
    found.published = found.published or (line.published if line.is_byline or line.labels else None)
    found.reprinted_from = found.reprinted_from or line.origin
    found.editor = found.editor or line.editor
    found.author = found.author or line.author
    found.media = found.media or line.media


def _from_marked_elements(found: PageMetadata, around: Sequence[Block]) -> None:
    """Origin and editor from elements that are called so: ``<span class="source">甲报</span>``."""
    for block in around:
        for element in islice(block.element.iter(), 60):
            names = names_of(element) if isinstance(element.tag, str) else ""
            if not (_SOURCE_NAME.search(names) or _EDITOR_NAME.search(names)):
                continue
            text = " ".join("".join(element.itertext()).split())
            if not text or len(text) > 40 or find_dates(text):
                continue
            if _SOURCE_NAME.search(names) and not found.reprinted_from:
                line = parse_byline(text)
                found.reprinted_from = line.origin or (
                    origin_name(text) if not line.labels and not re.search(r"[:：]", text) else None
                )
            if _EDITOR_NAME.search(names) and not found.editor:
                found.editor = parse_byline(text if re.search(r"[:：]", text) else f"编辑:{text}").editor


def _in_scripts(scripts: Sequence[str]) -> dt.date | None:
    return next((day for s in scripts if (m := _WECHAT_TIME.search(s)) and (day := parse_date(m[1]))), None)


def _in_time_element(root: HtmlElement) -> dt.date | None:
    return next((day for e in root.iter("time") if (day := parse_date(e.get("datetime") or e.text_content()))), None)


def _in_url(url: str | None) -> dt.date | None:
    match = _URL_DAY.search(url or "")
    return parse_date("".join(match.groups())) if match else None


def _url(root: HtmlElement, meta: Mapping[str, str], linked: Mapping[str, Any]) -> str | None:
    links = [e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    page = linked.get("mainEntityOfPage")
    told = (*links, meta.get("og:url"), linked.get("url"), page.get("@id") if isinstance(page, dict) else page)
    return next((u.strip() for u in told if isinstance(u, str) and re.match(r"https?://\S+\Z", u.strip())), None)


def _element_text(root: HtmlElement, id: str) -> str | None:
    found = root.xpath("//*[@id=$id]", id=id)
    return " ".join(found[0].text_content().split()) or None if found else None


def _owner(blocks: Sequence[Block]) -> str | None:
    return next((owner for b in reversed(blocks[-40:]) if (owner := rights_owner(b.text))), None)
