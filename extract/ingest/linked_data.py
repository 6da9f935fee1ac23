"""What a page says of itself for machines: JSON-LD, ``meta``, and the state that scripts build the page from."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_ARTICLE_TYPES = re.compile(
    r"(?:News|Tech|Scholarly|Analysis|Opinion|Review)?Article\Z|(?:Blog|LiveBlog)Posting\Z|WebPage\Z|Report\Z"
)
_STATE = re.compile(
    r"(?<![\w$])(?:window\.|var\s+|let\s+|const\s+)?(?:__)?[A-Za-z_$][\w$]*(?:\[['\"]\w+['\"]\])?\s*=\s*(?=[\[{])|"
    r"\bJSON\.parse\(\s*(?=[\"'])"
)
_BODY_KEYS = frozenset(
    [
        "content",
        "body",
        "articlebody",
        "article_body",
        "html",
        "text",
        "detail",
        "contenthtml",
        "content_html",
        "newscontent",
        "news_content",
        "article",
        "widgetcontent",
        "description_html",
        "rich_text",
        "richtext",
        "maintext",
        "main_text",
        "contenttext",
        "brief_content",
    ]
)
_HAN = re.compile(r"[一-鿿]")


def parse_json(text: str) -> Any:
    """JSON as found in pages, in CDATA, with a semicolon after it or raw line feeds in strings; else None."""
    text = text.strip().removeprefix("<!--").removeprefix("//").strip().removeprefix("<![CDATA[")
    for end in (";", "-->", "]]>", "//", ";"):
        text = text.strip().removesuffix(end)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def linked_articles(scripts: list[str]) -> dict[str, Any]:
    """The JSON-LD object that describes the article, the one with the longest body; empty when there is none."""
    best: dict[str, Any] = {}
    for script in scripts:
        for thing in _things(parse_json(script)):
            kinds = thing.get("@type", "")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if not any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
                continue
            if not best or (_size(thing), "datePublished" in thing) > (_size(best), "datePublished" in best):
                best = thing
    return best


def _size(thing: Mapping[str, Any]) -> int:
    body = thing.get("articleBody")
    return len(body) if isinstance(body, str) else 0


def _things(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(2000):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting += [
                v
                for k, v in item.items()
                if k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
            ]
        elif isinstance(item, list):
            waiting += item


def name_of(value: Any) -> str | None:
    """The name of a JSON-LD person or organisation, in any of the ways that pages write it.

    >>> name_of([{"@type": "Organization", "name": "甲报"}]), name_of("甲报"), name_of({})
    ('甲报', '甲报', None)
    """
    if isinstance(value, list):
        names = [name for item in value[:6] if (name := name_of(item))]
        return "、".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
        return (
            name_of(value)
            if isinstance(value, (list, dict))
            else (value.strip() or None)
            if isinstance(value, str)
            else None
        )
    return value.strip() or None if isinstance(value, str) else None


def body_lines(body: str) -> list[str]:
    """The paragraphs of a body given as text or as markup, entities resolved.

    >>> body_lines("&lt;p&gt;营收50亿元。&lt;/p&gt;&lt;p&gt;增长5%。&lt;/p&gt;")
    ['营收50亿元。', '增长5%。']
    """
    if re.search(r"&lt;/?(?:p|br|div|span|strong)\b", body):
        body = html.unescape(body)
    if re.search(r"<(?:p|br|div|span|strong|section|h\d|table)\b", body, re.I):
        from extract.ingest.blocks import blocks_of_fragment

        return [block.text for block in blocks_of_fragment(body)]
    lines = (html.unescape(line).strip(" \t　\xa0") for line in re.split(r"[\r\n\u2028\u2029]+", body))
    return [line for line in lines if line]


def embedded_body(scripts: list[str]) -> tuple[str, dict[str, Any]] | None:
    """The longest Chinese text that a script holds under a name such as ``content``, with the object it stands in.

    Pages built in the browser bring their article so (``__NEXT_DATA__``, ``window.__INITIAL_STATE__ = {…}``).
    """
    best: tuple[int, str, dict[str, Any]] | None = None
    for script in scripts:
        if len(_HAN.findall(script)) < 20 and "\\u" not in script:
            continue
        for value in _states(script):
            for owner, key, text in _strings(value):
                plain = re.sub(r"<[^<>]*>", "", text)
                size = len(_HAN.findall(plain))
                if (
                    size >= 30
                    and key.lower() in _BODY_KEYS
                    and re.search(r"[，。；,;]", plain)
                    and (best is None or size > best[0])
                ):
                    best = (size, text, owner)
    return (best[1], best[2]) if best else None


def _states(script: str) -> Iterator[Any]:
    whole = parse_json(script)
    if whole is not None:
        yield whole
        return
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(50):
        match = _STATE.search(script, at)
        if not match:
            return
        at = match.end()
        try:
            value, at = decoder.raw_decode(script, match.end())
            yield json.loads(value, strict=False) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            continue


def _strings(value: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    waiting: list[Any] = [value]
    for _ in range(200_000):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            for key, inner in item.items():
                if isinstance(inner, str):
                    if len(inner) >= 30:
                        yield item, key, inner
                else:
                    waiting.append(inner)
        elif isinstance(item, list):
            waiting += item
