"""The line that says where and when an article appeared: ``来源:甲报  作者:张三  2025-11-18 09:00  责任编辑:李四``.

Source, author and editor are told apart by their labels, in both scripts. A label counts only at the start of a line,
after a blank, a bar or a bracket: ``数据来源:IDC`` under a chart and ``凡注明“来源:甲网”的作品`` in a disclaimer name no origin.

>>> line = parse_byline("来源:证券日报  责任编辑:王五  2025-11-18 09:00")
>>> line.origin, line.editor, str(line.published), line.is_byline
('证券日报', '王五', '2025-11-18', True)
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import zip_longest

from extract.ingest.dates import find_dates
from extract.ingest.furniture import speaks_of_rights
from extract.ingest.labels import any_of, folded, without_readings

# a label stands at the start of a line or after a blank, a bar, a bracket, the end of a sentence
_EDGE = r"(?:^|(?<=[\s(（【\[|｜丨/·•,，;；。！？!?>》」]))"
_SEP = r"\s*[:：丨|｜]\s*"
_OR_SLASH = r"\s*[:：丨|｜/／]\s*"
_THEN_NAME = r"\s+(?=[一-鿿]{2,4}(?:[\s)）】、]|$))"
_OTHERS = any_of(
    "通讯员 供稿 摄影 校对 责任校对 审核 审校 监制 值班主任 总编 主编 制图 设计 排版 实习生 翻译 编译 原标题 栏目 频道 分类 标签 关键词 关键字 作者单位 "
    "图来源 图片来源 分享 分享到 扫一扫 初审 复审 终审 一审 二审 三审"
)
_COUNTS = any_of(
    "阅 阅读 阅读量 阅读数 浏览 浏览量 浏览次数 点击 点击量 点击数 人气 访问 访问量 评论 评论数 跟贴 跟帖 收藏 点赞 字号 字体 字数 热度"
)
_LABELS = (  # in simplified characters: lines are folded before they are looked at
    ("origin", r"(?:本文|文章|新闻|信息|资讯|消息|内容|稿件|原文)?(?:来源(?:于|网站|媒体)?|稿源|出处|转载?自|转载来源|摘编?自)" + _SEP),
    ("origin", r"(?:本文)?转载?自\s*(?=[一-鿿“《])"),
    ("updated", r"(?:最后)?(?:更新|修改)(?:时间|日期)?(?:" + _SEP + r"|\s+(?=[12]\d{3}))|更新于\s*[:：]?\s*"),
    ("date", r"(?:发[布表稿]|刊[发登]|上传)?(?:时间|日期)" + _SEP + r"|发[布表]于?\s*[:：]?\s*(?=[12]\d{3})"),
    ("editor", rf"(?:责任编[辑缉]|责编|(?:本文|值班|网站|新媒体)?编辑)(?:{_OR_SLASH}|{_THEN_NAME})"),
    ("author", rf"(?:本[报网刊社]?)?(?:作者|记者|撰文|文字|文)(?:{_OR_SLASH}|{_THEN_NAME})|文\s*/\s*(?=[一-鿿])"),
    ("other", rf"(?:{_OTHERS})(?:{_SEP}|\s+)"),
    ("screen", rf"(?:{_COUNTS})\s*[:：(（]?\s*[\d,.]*[万wW]?\+?(?:次|人|条)?\s*[)）]?"),
    ("screen", r"[\d,.]+[万wW]?\+?(?:次|人|条)(?:浏览|阅读|点击|播放|观看|评论|围观)"),
)  # fmt: skip
_LABEL = re.compile(
    _EDGE + "(?:" + "|".join(f"(?P<{name}{i}>{pattern})" for i, (name, pattern) in enumerate(_LABELS)) + ")"
)
_WEEKDAY = r"(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_CLOCK = r"(?:\s*(?:T|上午|下午|晚上)?\s*\d{1,2}\s*[:：时点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}秒?)?分?)?"
_TIME = re.compile(_WEEKDAY + _CLOCK + _WEEKDAY)
_BREAK = re.compile(r"[|｜丨\t)）】\]>;；。!！?？]|\s{2,}|　")
_WORDS_OF_SCREEN = re.compile(
    any_of(
        "分享 分享到 分享至 打印 收藏 微信 微博 QQ空间 听新闻 举报 复制链接 扫码 网页版 手机版 电脑版 客户端 原创 独家 头条 点赞 评论 北京时间"
    )
    + r"|字号[大中小\s]*|[大中小](?=\s|$)|A[-+]?|T\s*\|\s*T|[^\w\s]|_"
)
_CODE = re.compile(r"[\s_\-]*(?:[A-Z]{1,4}[-_]?\d{2,}[A-Z]?|_?[A-Z]{1,3}\d+|[（(]?[A-Z]{2}\d+[)）]?)\s*$")
_NAME = r"(?:[一-鿿]{2,4}(?:·[一-鿿]{1,8})*(?![一-鿿])|[A-Za-z][A-Za-z. ]{0,20}[A-Za-z]?)"
_NAMES = re.compile(rf"\s*{_NAME}(?:\s*[、,，/&和]\s*{_NAME}|\s+[一-鿿]{{2,3}}(?![一-鿿:：]))*")
_SPREAD_NAME = re.compile(r"(?<![一-鿿])([一-鿿])[ 　]([一-鿿])(?![一-鿿])")  # 李　明
_NOBODY = re.compile(r"\s*(?:未知|佚名|匿名|admin|无|本站|小编|编辑)\s*\Z", re.I)
_NO_ORIGIN = re.compile(
    r"\A(?:网[络友].{0,4}|互联网|综合.{0,6}|本站(?:原创)?|原创|公司?公告|[财年]报|视觉中国|未知|佚名|公开.*|作者|投稿|图.{0,4}|\W*)\Z"
)
_MEDIA = re.compile(
    "(?:"
    + any_of(
        "网 报 社 电台 电视 电视台 周刊 月刊 杂志 新闻 财经 经济 在线 资讯 观察 客户端 之家 传媒 快讯 头条 报道 日报 科技 氪 门户 信息港 通讯社"
    )
    + r")\Z"
)


_BRACKET = re.compile(r"[(（【\[]([^()（）【】\[\]]{2,80})[)）】\]]\s*\Z")
# 版权所有:甲网 京ICP备… - the licence begins with the short name of a province
_OWNER = re.compile(
    r"(?:版权所有|主办(?:单位)?)\s*[:：©]?\s*(?:Copyright)?[\s©\d\-–]*([一-鿿A-Za-z0-9]{2,24}?)"
    r"(?=[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵黔云滇藏陕甘青宁新蒙]?ICP|\s|[,，。|©(（]|未经|\Z)"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says. ``origin`` is the labelled source, ``media`` a media name without label beside a date.

    ``updated`` is the day of a later change; ``rest`` counts the characters that no label, value or date explains.
    """

    published: dt.date | None = None
    updated: dt.date | None = None
    origin: str | None = None
    media: str | None = None
    editor: str | None = None
    author: str | None = None
    labels: int = 0
    rest: int = 0

    @property
    def is_byline(self) -> bool:
        """Whether the line says nothing else."""
        return bool(self.labels or self.published or self.updated or self.media) and self.rest <= 4


def parse_byline(line: str) -> Byline:
    """The parts of a line that may be one. A notice (``版权声明 …``) and a line of more than 300 characters have none."""
    text = _SPREAD_NAME.sub(r"\1\2", without_readings(line.strip()))
    if len(text) > 300 or speaks_of_rights(text):
        return Byline(rest=len(text))
    plain = folded(text)
    days = find_dates(text)
    labels = list(_LABEL.finditer(plain))
    explained = bytearray(len(text))
    names: dict[str, str] = {}
    dated: dict[str, dt.date] = {}
    for label, following in zip_longest(labels, labels[1:]):
        kind = (label.lastgroup or "").rstrip("0123456789")
        _explain(explained, label.start(), label.end())
        if kind in ("date", "updated"):
            day = next((d for s, _, d in days if label.end() <= s < label.end() + 3), None)
            if day:
                dated.setdefault(kind, day)
        elif kind != "screen":
            stop = _value_end(text, label.end(), following.start() if following else len(text), days)
            value, end = _value(kind, text[label.end() : stop])
            _explain(explained, label.end(), label.end() + end)
            if value:
                names.setdefault(kind, value)
    for start, end, day in days:
        if not explained[start]:
            changed = plain[max(0, start - 8) : start].rstrip(" :：").endswith(("更新", "修改", "更新时间"))
            dated.setdefault("updated" if changed else "date", day)
        time = _TIME.match(plain, end)
        _explain(explained, start, time.end() if time else end)
    left = "".join(" " if known else char for char, known in zip(text, explained, strict=True))
    tokens = re.split(r"[\s|｜丨·>]+", left) if days else []
    media = next((t for t in tokens if 2 <= len(t) <= 16 and is_media(t)), None)
    left = _WORDS_OF_SCREEN.sub("", folded(left.replace(media, " ", 1) if media else left))
    return Byline(
        published=dated.get("date"),
        updated=dated.get("updated"),
        origin=names.get("origin"),
        media=media,
        editor=names.get("editor"),
        author=names.get("author"),
        labels=len(labels),
        rest=len("".join(left.split())),
    )


def _explain(explained: bytearray, start: int, end: int) -> None:
    explained[start:end] = b"\1" * (end - start)


def _value_end(text: str, start: int, end: int, days: list[tuple[int, int, dt.date]]) -> int:
    """Where a value stops: at the next label, a date, a bar, a closing bracket, a wide gap."""
    if broken := _BREAK.search(text, start, end):
        end = broken.start()
    return min([end, *(first for first, _, _ in days if start <= first)])


def _value(kind: str, written: str) -> tuple[str | None, int]:
    """The name that a label of this kind has in ``written``, and how far that explains it."""
    value = written.strip(" 　:：,，、\"“”'")
    if kind == "other":
        return None, len(written)
    if kind == "origin":
        origin = origin_name(value)
        return origin, len(written) if origin or _NO_ORIGIN.match(folded(value)) else 0
    people = _NAMES.match(_CODE.sub("", value))  # 王五 SN123 is 王五
    if people and len(people[0]) <= 40 and not _NOBODY.match(people[0]):
        name = people[0].strip()
        whole = not _CODE.sub("", value)[people.end() :].strip()
        return name, len(written) if whole else written.index(name) + len(name)
    return None, len(written) if len(value) <= 12 else 0  # somebody, but no name: 系统管理员, HN666


def origin_name(value: str) -> str | None:
    """A source without quotes, codes and what follows a blank; None for ``网络``, ``综合`` and the like.

    >>> origin_name("《证券日报》 记者"), origin_name("网络综合"), origin_name("人民网-人民日报")
    ('证券日报', None, '人民网-人民日报')
    """
    text = value.strip(" 　:：,，、\"“”'|")
    text = re.split(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", text, maxsplit=1)[0]
    text = _CODE.sub("", text) if re.search(r"[一-鿿]", text) else text
    text = re.sub(r"\A[《「【“(（]|[》」】”)）]\Z", "", text).strip(" 　,，、:：-—·\"“”'")
    text = re.sub(r"(?:微信)?公[众眾][号號]\s*[:：]?\s*[“「]?", "", text) or text
    if not 2 <= len(text) <= 30 or _NO_ORIGIN.match(folded(text)) or re.search(r"[。！？；，,%％]", text):
        return None
    return text


def last_bracket(line: str) -> str | None:
    """What stands in brackets at the end of a paragraph, where reprints put their source.

    >>> last_bracket("营收50亿元。(来源:甲报)")
    '来源:甲报'
    """
    match = _BRACKET.search(without_readings(line))
    return match[1] if match else None


def rights_owner(line: str) -> str | None:
    """Who owns the rights or runs the site, from the foot of a page.

    >>> rights_owner("版權所有:东川网 京ICP备00000000号"), rights_owner("版权声明")
    ('东川网', None)
    """
    if "权" not in line and "權" not in line and "主" not in line:
        return None
    text = without_readings(line)
    match = _OWNER.search(folded(text))
    return text[match.start(1) : match.end(1)] if match else None


def is_media(name: str) -> bool:
    """Whether a name ends like one of a newspaper, agency, site or channel.

    >>> is_media("中国产业经济信息网"), is_media("王小明")
    (True, False)
    """
    return bool(_MEDIA.search(folded(name)))
