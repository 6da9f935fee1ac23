"""Repaired text -> Document: lines become blocks, blocks sentences, sentences clauses.

>>> from extract.types import Article, Repaired
>>> text = "一、甲云:全栈\\n甲云营收50亿元,同比增长1,200%。毛利率41%。"
>>> document = segment(Repaired(Article(id="a", text=text), text))
>>> [block.kind for block in document.blocks]
['heading', 'paragraph']
>>> [text[c.start:c.end] for c in document.blocks[1].sentences[0].clauses]
['甲云营收50亿元', '同比增长1,200%']
"""

from __future__ import annotations

from extract.repair.script import to_simplified
from extract.segment.blocks import block_kind, line_spans
from extract.segment.clauses import sentences
from extract.types import Block, Document, Repaired

__all__ = ["segment"]


def segment(repaired: Repaired) -> Document:
    """Cut the restored text into blocks, sentences and clauses. Blank lines make no block."""
    text = repaired.text
    title = repaired.article.title or ""
    if repaired.script == "traditional":
        title = to_simplified(title)
    blocks: list[Block] = []
    lines = line_spans(text)
    for order, (start, end) in enumerate(lines):
        kind, marker, level = block_kind(text, start, end, first=order == 0, title=title or None)
        body = marker.end if marker and kind != "title" else start
        blocks.append(Block(start, end, kind, sentences(text, body, end), marker, level))
    return Document(repaired, tuple(blocks), title)
