"""Which column of a table, or which key of an object, holds what: as told, else by its name, else by its look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.ingest.failures import Problem
from extract.ingest.options import FIELDS, Options

_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "content", "body", "正文", "内容", "articlebody", "article_body", "article", "全文", "文本", "文章内容", "新闻内容",
        "文章正文", "新闻正文", "content_text", "full_text", "fulltext", "main_text", "maintext", "raw_content", "內容", "內文",
        "文章", "新闻",
    ),
    "title": ("title", "headline", "标题", "题目", "文章标题", "新闻标题", "標題", "title_text"),
    "published": (
        "published", "publish_time", "publish_date", "published_at", "pubdate", "pub_date", "pubtime", "date",
        "datetime",
        "time", "发布时间", "发布日期", "发表时间", "日期", "时间", "發布時間", "發佈時間", "日期時間", "date_published", "datepublished",
    ),
    "id": ("id", "编号", "序号", "doc_id", "docid", "article_id", "news_id", "uuid", "uid", "編號", "文章id"),
    "url": ("url", "link", "href", "链接", "网址", "地址", "原文链接", "source_url", "連結", "網址"),
    "publisher": ("publisher", "site", "site_name", "sitename", "media", "媒体", "网站", "媒体名称", "发布媒体", "發布者", "媒體"),
    "reprinted_from": ("reprinted_from", "source", "来源", "转自", "转载自", "文章来源", "新闻来源", "來源", "轉自", "出处"),
    "editor": ("editor", "责任编辑", "编辑", "责编", "責任編輯", "編輯"),
}  # fmt: skip
_SENTENCE = re.compile(r"[。！？；，,;!?]")
_HAN = re.compile(r"[一-鿿]")


def by_name(keys: Iterable[Any], options: Options) -> dict[str, str]:
    """Our fields with the key that holds each. ``text`` is always among them, even when no key fits it.

    >>> by_name(["编号", "标题", "正文", "备注"], Options())
    {'text': '正文', 'title': '标题', 'id': '编号'}
    """
    names = [key for key in keys if isinstance(key, str)]
    unknown = [field for field in options.columns if field not in FIELDS]
    if unknown:
        raise Problem(
            "parse", f"there is no field “{unknown[0]}” to map a column to", f"use one of {', '.join(FIELDS)}"
        )
    found = {field: str(key) for field, key in options.columns.items() if not isinstance(key, int)}
    for field, key in options.columns.items():
        if isinstance(key, int):
            if not 1 <= key <= len(names):
                raise Problem("parse", f"there is no column {key}; there are {len(names)}", "name another column")
            found[field] = names[key - 1]
    folded = {name.strip().lower().replace(" ", "_").replace("-", "_"): name for name in reversed(names)}
    for field, likely in _NAMES.items():
        if field in found:
            continue
        for name in likely:
            if name in folded and folded[name] not in found.values():
                found[field] = folded[name]
                break
    return {"text": "text"} | found


def by_look(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The column that looks like the text of articles: long, Chinese, with punctuation. None when none does.

    >>> by_look(["a", "b"], [{"a": "甲公司", "b": "甲公司今年营收50亿元，同比增长20%，毛利率达到41%。"}])
    'b'
    """
    best, found = 20.0, None
    for name in names:
        cells = [str(row.get(name) or "") for row in rows]
        written = [cell for cell in cells if len(_HAN.findall(cell)) >= 8 and _SENTENCE.search(cell)]
        mean = sum(map(len, written)) / max(len(cells), 1)
        if mean > best:
            best, found = mean, name
    return found


def in_words(columns: Mapping[str, str]) -> str:
    """A mapping as a sentence for the reader of a report.

    >>> in_words({"text": "正文", "title": "标题"})
    'text=正文, title=标题'
    """
    return ", ".join(f"{field}={name}" for field, name in columns.items())
