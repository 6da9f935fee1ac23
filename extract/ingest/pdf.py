"""PDF with a text layer. A scanned document has none and is said to be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.ingest.articles import article_from_text, one_line
from extract.ingest.failures import Failure, Problem, in_words, missing
from extract.ingest.options import Options
from extract.ingest.plain import require_words
from extract.ingest.streams import Stream, too_long
from extract.types import Article

_PAGE_NUMBER = re.compile(r"\A\W*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?|Page \d+(?: of \d+)?)\W*\Z", re.I)
_ENDED = re.compile(r"[。！？!?；;：:…][”」』)）]*\Z")
_STARTS_ANEW = re.compile(
    r"\A(?:[　 ]{2,}|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|[•●■◆▪·])"
)
_CJK = re.compile(r"[⺀-鿿　-〿！-｠]")


def read_pdf(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article: the text of all pages, lines of a paragraph joined, running heads and page numbers left out."""
    try:
        import pypdfium2
    except ImportError as error:
        raise missing("pypdfium2", "pdf", "PDF") from error
    data = stream.whole(options.limits.document, "a document")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Problem("parse", "the PDF is protected by a password", "save it without one") from error
        raise Problem(
            "parse", f"the PDF is damaged ({in_words(error)})", "fetch it again, or print it to PDF anew"
        ) from error
    try:
        pages: list[list[str]] = []
        size = 0
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            page.close()
            size += len(text)
            if size > options.limits.article:
                raise too_long("the text of the PDF", options.limits.article, "one article")
            pages.append(
                [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
            )
        title = one_line(document.get_metadata_value("Title"))
    except pypdfium2.PdfiumError as error:
        raise Problem(
            "parse", f"the PDF is damaged ({in_words(error)})", "fetch it again, or print it to PDF anew"
        ) from error
    finally:
        document.close()
    letters = sum(c.isalnum() for page in pages for line in page for c in line)
    if letters < 8 * max(len(pages), 1):
        raise Problem(
            "extract", f"the PDF has no text layer ({len(pages)} pages of pictures): it is a scan",
            "run text recognition (OCR) over it and give the result",
        )  # fmt: skip
    text = "\n".join(paragraphs(without_running_heads(pages)))
    require_words(text)
    if title and re.search(r"(?i)\.(?:docx?|wps|pdf|indd)\Z|\A(?:microsoft|untitled|未命名|无标题)", title):
        title = None
    yield article_from_text(text, title=title, source=where, notes=("lines of the PDF were joined to paragraphs",))


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without page numbers and without the first and last lines that most pages share.

    >>> without_running_heads([["甲报 财经", "营收", "1"], ["甲报 财经", "增长", "2"], ["甲报 财经", "毛利", "3"]])
    [['营收'], ['增长'], ['毛利']]
    """
    rims = Counter(re.sub(r"\d+", "0", line.strip()) for page in pages for line in {*page[:2], *page[-2:]})
    common = {line for line, count in rims.items() if count >= 3 and count * 2 > len(pages)}
    kept = []
    for page in pages:
        lines = list(page)
        for end in (0, -1):
            while lines and (_PAGE_NUMBER.match(lines[end]) or re.sub(r"\d+", "0", lines[end].strip()) in common):
                lines.pop(end)
        kept.append(lines)
    return kept


def paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """Paragraphs from lines: a line that fills the width and ends no sentence goes on in the next, across pages too.

    >>> paragraphs([["甲公司今年前三季度的营业收入达到", "50亿元。", "小标题", "毛利率为41%。"]])
    ['甲公司今年前三季度的营业收入达到50亿元。', '小标题', '毛利率为41%。']
    """
    lines = [line for page in pages for line in page]
    widths = sorted(len(line.strip()) for line in lines)
    full = widths[int(len(widths) * 0.9)] * 0.85 if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        text = line.strip(" 　")
        if goes_on and not _STARTS_ANEW.match(line):
            gap = "" if _CJK.match(joined[-1][-1]) or _CJK.match(text[0]) else " "
            joined[-1] += gap + text
        else:
            joined.append(text)
        goes_on = len(line.strip()) >= full and not _ENDED.search(text)
    return joined
