"""Which blocks of a page are the article: the element that holds most of the prose, without what hangs on to it.

Comments, related headlines and the frame of the page are left out by their names, by the headings over them and by
their links. Where the page states its own body for machines (JSON-LD), that decides which blocks belong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

from extract.ingest.blocks import Block, names_of
from extract.ingest.boilerplate import is_content
from extract.ingest.bylines import parse_byline
from extract.ingest.furniture import heading_of, is_notice_line, is_original_title, is_screen_line
from extract.ingest.labels import without_readings
from extract.ingest.titles import compact

_HAN = re.compile(r"[一-鿿]")
_PROSE = re.compile(r"[，。！？；、：,;!?]")
_ENDED = re.compile(r"[。！？!?；…][”」』)）\]]*\Z")
_BY_READERS = re.compile(
    r"(?:^|\s)(?:回[复覆復]|[顶踩赞讚]|[举舉][报報]|支持|反[对對]|\d+[楼樓]|点赞)(?=[\s(\[（:：·\d]|$)"
)
_ENOUGH = 0.72


def weight(block: Block) -> float:
    """How much prose a block is, in characters: little for a line without punctuation, nothing for a line of links."""
    if block.linked > 0.5:
        return 0.0
    size = len(_HAN.findall(block.text)) + 0.3 * len(block.text)
    if block.row:
        return size * 0.5
    if _PROSE.search(block.text) and len(block.text) >= 10:
        return size
    return size * 0.2


def select(blocks: Sequence[Block], title: Block | None, stated: Sequence[str], wording: str = "") -> list[Block]:
    """The blocks of the article.

    ``title`` is the block that shows its title, ``wording`` what ``<title>`` says, ``stated`` the body that the page
    states.
    """
    if stated and (chosen := _as_stated(blocks, stated)):
        return chosen
    at = blocks.index(title) + 1 if title is not None else 0
    after, before = (sum(weight(b) for b in part if b.zone is None) for part in (blocks[at:], blocks[:at]))
    begin = at if after * 2 >= before else 0  # else the title stands below the body, or is none
    return trim(_inside(_without_tail_zones(blocks[begin:])), title, wording)


def _as_stated(blocks: Sequence[Block], stated: Sequence[str]) -> list[Block]:
    """The blocks that the stated body is made of, with the table rows between them; none unless they cover it."""
    body = compact("".join(stated))
    if len(body) < 15:
        return []
    at = 0
    hits: list[int] = []
    covered = 0
    for n, block in enumerate(blocks):
        text = compact(block.text)
        found = body.find(text, at) if len(text) > 3 or (hits and n - hits[-1] <= 3) else -1
        if found >= 0 and found - at <= 400 + len(body) // 2:
            hits.append(n)
            covered += len(text)
            at = found + len(text)
    if covered < 0.85 * len(body) or not hits:
        return []
    inside = set(hits)
    rows = (n for n in range(hits[0], hits[-1] + 1) if blocks[n].row and blocks[n].zone is None)
    return [blocks[n] for n in sorted(inside | set(rows))]


def _without_tail_zones(blocks: Sequence[Block]) -> list[Block]:
    """The blocks outside every zone, before the heading of comments, and not under one of related headlines."""
    kept: list[Block] = []
    closed: list[HtmlElement] = []
    seen = 0.0
    for block in blocks:
        opens = heading_of(block.text) if block.linked <= 0.9 or block.heading else None
        if opens == "comments" and seen >= 20:
            break
        if opens == "related" and seen >= 20:
            container = _container_of_list(block)
            if container is not None:
                closed.append(container)
            continue
        if block.zone is not None or (closed and _is_within(block.element, closed)):
            continue
        kept.append(block)
        seen += weight(block)
    return kept


def _container_of_list(heading: Block) -> HtmlElement | None:
    """The element that a heading such as 相关阅读 opens: the largest one that begins with it and is mostly links."""
    element = heading.element
    best: HtmlElement | None = element
    for parent in element.iterancestors():
        if parent.tag in ("body", "html", "article") or is_content(parent.tag, names_of(parent)):
            break
        if not _begins_with(parent, compact(heading.text)[:12]):
            break
        best = parent
    return best


def _begins_with(element: HtmlElement, words: str) -> bool:
    text = ""
    for piece in element.itertext():
        text += compact(piece)
        if len(text) >= len(words):
            break
    return text.startswith(words)


def _is_within(element: HtmlElement, containers: Sequence[HtmlElement]) -> bool:
    return element in containers or any(parent in containers for parent in element.iterancestors())


def _inside(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the innermost element that holds most of the prose."""
    blocks = _without_readers(blocks)
    if not blocks:
        return []
    weights: dict[HtmlElement, float] = defaultdict(float)
    children: dict[HtmlElement, set[HtmlElement]] = defaultdict(set)
    total = 0.0
    for block in blocks:
        own = weight(block)
        total += own
        below: HtmlElement | None = None
        for element in (block.element, *block.element.iterancestors()):
            weights[element] += own
            if below is not None:
                children[element].add(below)
            below = element
    if not total:
        return []
    root = next(e for e in weights if e.getparent() is None or e.getparent() not in weights)
    node = _descend(root, weights, children)
    named = [e for e in weights if is_content(str(e.tag), names_of(e)) and weights[e] >= 0.4 * weights[node]]
    if named:
        heaviest = max(weights[e] for e in named)
        inner = [e for e in named if weights[e] >= _ENOUGH * heaviest]
        best = max(inner, key=lambda e: sum(1 for _ in e.iterancestors()))
        if not any(parent is best for parent in node.iterancestors()) or weights[best] >= weights[node]:
            node = best
    return [b for b in blocks if b.element is node or any(parent is node for parent in b.element.iterancestors())]


def _without_readers(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks less a list of comments, which is known by its 回复, 赞 and 举报 whatever it is called."""
    marked = [b for b in blocks if len(b.text) <= 60 and _BY_READERS.search(b.text)]
    if len(marked) < 3:
        return blocks
    counts: dict[HtmlElement, int] = defaultdict(int)
    for block in marked:
        for element in (block.element, *block.element.iterancestors()):
            counts[element] += 1
    most = [e for e, count in counts.items() if count >= 0.8 * len(marked)]
    listed = max(most, key=lambda e: sum(1 for _ in e.iterancestors()))
    inside = {id(b) for b in blocks if _is_within(b.element, [listed])}
    if len(marked) * 5 < len(inside) or len(inside) == len(blocks):
        return blocks
    return [b for b in blocks if id(b) not in inside]


def _descend(
    node: HtmlElement,
    weights: dict[HtmlElement, float],
    children: dict[HtmlElement, set[HtmlElement]],
) -> HtmlElement:
    while children[node]:
        heaviest = max(children[node], key=lambda e: weights[e])
        if weights[heaviest] < _ENOUGH * weights[node] or heaviest.tag in ("p", "h1", "h2", "h3"):
            break
        node = heaviest
    return node


def trim(blocks: Sequence[Block], title: Block | None, wording: str = "") -> list[Block]:
    """The blocks without title, bylines and buttons at the ends, related links in between, and notices at the end."""
    kept = list(blocks)
    shown = {compact(title.text) if title is not None else "", compact(wording)}
    while kept and (_is_furniture(kept[0]) or any(compact(kept[0].text) in title for title in shown)):
        kept.pop(0)
    while kept and (_is_furniture(kept[-1]) or is_notice_line(kept[-1].text)):
        kept.pop()
    body: list[Block] = []
    related = False
    for block in kept:
        if heading_of(block.text) == "related":
            related = True
            continue
        if related and (block.linked > 0.5 or not _ENDED.search(block.text)) and not block.row:
            continue
        related = False
        if is_screen_line(block.text) or _is_link_line(block) or is_original_title(block.text):
            continue
        if _names_editor_only(block):
            continue
        body.append(block)
    while body and (_is_furniture(body[-1]) or is_notice_line(body[-1].text)):
        body.pop()
    return body


def _names_editor_only(block: Block) -> bool:
    if len(block.text) > 60 or block.row:
        return False
    line = parse_byline(without_readings(block.spaced).strip("()（）[]【】 "))
    return bool(line.editor) and line.is_byline


def _is_link_line(block: Block) -> bool:
    if block.linked > 0.4 and heading_of(re.split("[:：]", block.text, maxsplit=1)[0]) == "related":
        return True
    return block.linked > 0.8 and not _ENDED.search(block.text) and not block.heading


def _is_furniture(block: Block) -> bool:
    """Whether a block at the rim of an article is no part of it."""
    if block.row:
        return False
    text = without_readings(block.spaced).strip("()（）[]【】 ")
    if is_screen_line(block.text) or _is_link_line(block) or is_original_title(block.text):
        return True
    if heading_of(block.text):
        return True
    line = parse_byline(text)
    return line.is_byline and len(text) <= 160 and (bool(line.labels) or bool(line.published) or len(text) <= 16)
