"""Title, date, publisher, origin and editor from the text itself, where the container said nothing.

A text file begins with its title and a line of place and time, and ends with the origin and the editor. On a mirrored
page these lines are as damaged as the rest, so they are read from the **restored** text.

>>> from extract.ingest.articles import article_from_text
>>> text = "甲公司营收创新高\\n中国产业经济信息网   时间:2025-11-18\\n\\n甲公司营收50亿元。\\n转自:鹰潭新闻网"
>>> done = complete(article_from_text(text), text)
>>> done.title, done.publisher, str(done.published), done.reprinted_from
('甲公司营收创新高', '中国产业经济信息网', '2025-11-18', '鹰潭新闻网')
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from extract.ingest.bylines import Byline, is_media, last_bracket, parse_byline, rights_owner
from extract.ingest.dates import find_dates
from extract.ingest.furniture import is_original_title, speaks_of_rights
from extract.ingest.labels import folded, has_readings, without_readings
from extract.types import Article

_HEAD_LINES, _TAIL_LINES = 8, 16
_TITLE_LIMIT = 50
_SENTENCE_END = re.compile(r"[。.；，、,;：:…][”’」』)）]?\s*\Z")
_LABELLED_TITLE = re.compile(r"\A\s*(?:#\s+|【?(?:主?标题|题目)】?\s*[:：]\s*)(.+)")
_AGENCY_DAY = re.compile(r"\A.{2,24}?((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)(?:电|讯|消息)")
_DATED = re.compile(
    r"\A\s*(?:date|time|published|updated)\s*[:：]?\s*((?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})\s*", re.I
)
_NAVIGATION = re.compile(
    r"\A\s*(?:[•·]?\s*(?:最近访问|欢迎(?:您|访问|来到|光临)|[您你]?(?:现在|当前)?的?(?:所在)?位置|首页|热门资讯|下载客户端|登录|注册|返回|广告)"
    r"|.{0,16}Logo\s*\Z|.{0,30}>\s*正文\s*\Z|[\s•·+\d,]*\Z|\(?资料图\)?\s*\Z)"
)
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:[、．]|\.(?!\d))|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|第[一二三四五六七八九十\d]{1,3}[章节部])"
)
# Whether the foot of a page may name an origin, an editor or a day at all: most lines of an article do not.
_MAY_TELL = re.compile(
    r"[来來稿][ 　]?源|出[ 　]?[处處]|[转轉载載摘][ 　]?自|[编編]"
    r"|(?:19|20|１９|２０)[0-9０-９]{2}\s*[-/.年－／．]|民[国國]|[〇○零一二三四五六七八九]年"
)
_CLOSING = (")", "）", "】", "]")
_FIELDS = ("title", "publisher", "reprinted_from", "editor")


def complete(article: Article, restored_text: str, restore: Callable[[str], str] | None = None) -> Article:
    """The article with every field that its container left empty filled from ``restored_text``, as far as it says so.

    What the container said stays, except that on a damaged page (readings in brackets) it is damaged too: it is then
    put through ``restore``, by default a plain removal of the readings and conversion to the script of
    ``restored_text``.
    """
    filled: dict[str, object] = {}
    told = {name: value for name in _FIELDS if (value := getattr(article, name))}
    if ("(" in article.text and has_readings(article.text)) or any(
        without_readings(value) != value for value in told.values()
    ):
        mend = restore or (lambda value: _plain(value, article.text, restored_text))
        filled = {name: mended for name, value in told.items() if (mended := mend(value)) != value}
    missing = [name for name in (*_FIELDS, "published") if getattr(article, name) is None]
    if missing:
        found = read_metadata(restored_text)
        filled |= {name: found[name] for name in missing if name in found}
    if filled.get("reprinted_from") and filled["reprinted_from"] == filled.get("publisher", article.publisher):
        del filled["reprinted_from"]
    return dataclasses.replace(article, **filled) if filled else article  # type: ignore[arg-type]


def read_metadata(text: str) -> dict[str, object]:
    """What an undamaged text says of itself: any of title, published, publisher, reprinted_from, editor."""
    found: dict[str, object] = {}
    lines = [line for line in text.splitlines() if line.strip()]
    title, body = _head(lines, found)
    if title:
        found["title"] = title
    for line in lines[max(body, len(lines) - _TAIL_LINES) :]:
        _tail(line, found)
    return found


def _head(lines: list[str], found: dict[str, object]) -> tuple[str | None, int]:
    """The title and where the body begins; datelines on the way go into ``found``."""
    title = _told_twice(lines)
    n = 0
    for n, line in enumerate(lines[:_HEAD_LINES]):
        stripped = line.strip()
        if dated := _DATED.match(stripped):
            if days := find_dates(dated[1]):
                found.setdefault("published", days[0][2])
            stripped = line = stripped[dated.end() :]
        if not stripped or " ".join(stripped.split()) == title or _NAVIGATION.match(folded(stripped)):
            continue
        byline = parse_byline(stripped) if len(stripped) <= 160 and not _is_prose(stripped) else Byline()
        if byline.is_byline:
            _keep(byline, found)
            continue
        if is_original_title(stripped):
            continue
        if len(stripped) <= 12 and is_media(stripped):
            found.setdefault("publisher", stripped)
            continue
        labelled = _LABELLED_TITLE.match(folded(line))
        if title is None and (labelled or _is_title(line, lines[n + 1 : n + 2])):
            title = " ".join((line[labelled.start(1) :] if labelled else stripped).split())
            continue
        if agency := _AGENCY_DAY.match(folded(stripped)):
            found.setdefault("published", find_dates(agency[1])[0][2])
        break
    return title, n


def _is_prose(line: str) -> bool:
    """Whether a line has too many marks of a sentence to be a byline, which is a closer look saved."""
    return line.count("，") + line.count("。") > 3 or line.count(",") > 5


def _told_twice(lines: list[str]) -> str | None:
    """The headline of a page that tells it twice: in its head (below a section's name, say) and above the text."""
    head = [" ".join(line.split()) for line in lines[:_HEAD_LINES]]
    for n, line in enumerate(head):
        if len(line) <= _TITLE_LIMIT and line in head[n + 1 : n + 4] and _is_title(line, head[n + 1 :]):
            return line
    return None


def _is_title(line: str, following: list[str]) -> bool:
    """Whether the first line is a title: short, no sentence, something after it, no line of a wrapped paragraph."""
    text = line.strip()
    if not 6 <= len(text) <= _TITLE_LIMIT or not following or _SENTENCE_END.search(text) or "。" in text:
        return False
    if (
        _SECTION.match(text) or text.startswith("#") or (text[0] in "【[(（" and text[-1] in "】])）")
    ):  # a heading inside the article
        return False
    if not re.search(r"[一-鿿A-Za-z]", text) or (line.startswith(("　　", "    ")) and len(text) >= 30):
        return False
    wrapped = len(text) > 30 and abs(len(following[0].strip()) - len(text)) <= 2 and "，" in text
    return not wrapped


def _tail(line: str, found: dict[str, object]) -> None:
    text = line.strip()
    if owner := rights_owner(text):
        found.setdefault("publisher", owner)
        return
    parts = [text] if len(text) <= 120 and not _is_prose(text) else []
    if text.endswith(_CLOSING) and (bracketed := last_bracket(text)):
        parts.insert(0, bracketed)
    parts = [part for part in parts if _MAY_TELL.search(without_readings(part))]
    if not parts or speaks_of_rights(text):
        return
    for part in parts:
        byline = parse_byline(part)
        if byline.labels and (byline.is_byline or part is not text):
            _keep(byline, found, tail=True)


def _keep(byline: Byline, found: dict[str, object], *, tail: bool = False) -> None:
    for name, value in (
        ("published", byline.published if not tail or byline.is_byline else None),
        ("publisher", byline.media if not tail else None),
        ("reprinted_from", byline.origin),
        ("editor", byline.editor),
    ):
        if value:
            found.setdefault(name, value)


def _plain(value: str, original: str, restored: str) -> str:
    """A damaged name or title without its readings, in simplified characters when the restored text is."""
    text = without_readings(value)
    if any(char in original and char not in restored for char in "國個來們產業發") and not text.isascii():
        import opencc

        text = str(opencc.OpenCC("t2s").convert(text))
    return text
