"""The title of a page: which line shows it, and ``<title>`` without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from extract.ingest.blocks import Block, names_of

# what parts a title from the name of the site: _ | -- and, with blanks or at the end only, -
_SPLIT = re.compile(r"\s*(?:_+|\||｜|丨|--+|——|\s[-–—·]\s|-(?=[^-]*\Z)|–(?=[^–]*\Z))\s*")
_SITE = re.compile(
    r"(?:[网網]|[报報]|[频頻]道|新[闻聞]|在[线線]|[财財][经經]|[门門][户戶]|[资資][讯訊]|客[户戶]端|之家|[观觀]察|社|[杂雜][志誌]|周刊|平台|氪|[台臺]|科技|[汽車车]+|"
    r"中心|首[页頁])\Z"
)
_RANK = {"h1": 3, "h2": 2, "h3": 2, "h4": 2}


def compact(text: str) -> str:
    """A text without its blanks, to compare wordings.

    >>> compact(" 甲 公司\\n")
    '甲公司'
    """
    return "".join(text.split())


def text_of_title(root: HtmlElement) -> str:
    """What ``<title>`` holds, blanks folded."""
    head = root.find(".//title")
    return " ".join(head.text_content().split()) if head is not None else ""


def title_block(blocks: Sequence[Block], told: Sequence[str]) -> Block | None:
    """The block that shows the title: what one of ``told`` begins with, big headings first; else the first h1."""
    wanted = [compact(t) for t in told if t]
    best: tuple[int, Block] | None = None
    for block in blocks:
        text = compact(block.text)
        if not 4 <= len(text) <= 120 or block.row or block.zone in ("comments", "related"):
            continue
        if not any(_same(text, title) for title in wanted):
            continue
        rank = (
            _RANK.get(str(block.element.tag), 0) + ("title" in names_of(block.element).lower()) + 2 * (len(text) >= 8)
        )
        rank -= 4 * (block.linked > 0.5) + (block.zone is not None)
        if best is None or rank > best[0]:
            best = (rank, block)
    if best is not None and best[0] >= 0:
        return best[1]
    return next((b for b in blocks if b.element.tag == "h1" and len(b.text) >= 6 and b.zone is None), None)


def _same(text: str, title: str) -> bool:
    return title.startswith(text) or (len(text) >= 8 and text in title) or (len(title) >= 8 and text.startswith(title))


def split_title(text: str) -> tuple[str | None, str | None]:
    """A ``<title>`` without the name of the site and of its channels, and the name of the site.

    >>> split_title("甲公司营收增长5%-股票频道-和讯网")
    ('甲公司营收增长5%', '和讯网')
    >>> split_title("从0到1-甲公司的增长5%之路")
    ('从0到1-甲公司的增长5%之路', None)
    """
    site = None
    if len(text) > 300:  # no title: somebody's whole text, or an attack
        return text, None
    while True:
        cuts = list(_SPLIT.finditer(text))
        if not cuts or cuts[-1].start() < 4:
            return text or None, site
        last = text[cuts[-1].end() :].strip()
        mark = cuts[-1][0].strip()
        sure = bool(_SITE.search(last)) or (len(last) <= 10 and mark not in ("-", "–", "—", "——", "·"))
        sure = sure or (len(last) <= 8 and site is None and not re.search(r"[\d%，。！？]", last))
        if last and not sure:
            return text or None, site
        if _SITE.search(last) or mark in ("-", "–", "|", "｜", "丨"):
            site = site or last or None
        text = text[: cuts[-1].start()].strip()
