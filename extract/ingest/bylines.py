"""The line that says where and when an article appeared: ``来源:甲报  作者:张三  2025-11-18 09:00  责任编辑:李四``.

Source, author and editor are told apart by their labels, in both scripts. A label counts only at the start of a line, after
a blank, a bar or a bracket: ``数据来源:IDC`` under a chart and ``凡注明“来源:甲网”的作品`` in a disclaimer name no origin.

>>> line = parse_byline("来源:证券日报  责任编辑:王五  2025-11-18 09:00")
>>> line.origin, line.editor, str(line.published), line.is_byline
('证券日报', '王五', '2025-11-18', True)
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from extract.ingest.dates import find_dates

_EDGE = r"(?:^|(?<=[\s(（【\[|｜丨/·•,，;；。！？!?>》」]))"
_SEP = r"\s*[:：丨|｜]\s*"
_OR_SLASH = r"\s*[:：丨|｜/／]\s*"
_LABELS = (
    ("origin", r"(?:本文|文章|新[闻聞]|信息|資訊|消息|[内內]容|稿件|原文)?(?:[来來]源(?:于|於|網站|网站|媒[体體])?|稿源|出[处處]|[转轉](?:[载載])?自|[转轉][载載][来來]源|摘[编編]?自)" + _SEP),
    ("origin", r"(?:本文)?[转轉](?:[载載])?自\s*(?=[一-鿿“《])"),
    ("updated", r"(?:最[后後])?(?:更新|修改)(?:[时時][间間]|日期)?(?:" + _SEP + r"|\s+(?=[12]\d{3}))|更新[于於]\s*[:：]?\s*"),
    ("date", r"(?:[发發](?:[布佈表]|稿)|刊[发發登]|上[传傳])?(?:[时時][间間]|日期)" + _SEP + r"|[发發][布佈表][于於]?\s*[:：]?\s*(?=[12]\d{3})"),
    ("editor", r"(?:[责責]任[编編][辑輯缉]|[责責][编編]|(?:本文|值班|网站|網站|新媒体)?[编編][辑輯])(?:" + _OR_SLASH + r"|\s+(?=[一-鿿]{2,4}(?:[\s)）】、]|$)))"),
    ("author", r"(?:本[报報网網刊社]?)?(?:作者|[记記]者|撰文|文字|文)(?:" + _OR_SLASH + r"|\s+(?=[一-鿿]{2,4}(?:[\s)）】、]|$)))|文\s*/\s*(?=[一-鿿])"),
    ("other", r"(?:通[讯訊]员|通訊員|供稿|[摄攝]影|校[对對]|[责責]任校[对對]|[审審][核校]|[监監]制|值班主任|[总總主][编編]|制[图圖]|[设設][计計]|排版|[实實]习生|翻[译譯]|[编編][译譯]|原[标標][题題]|[栏欄]目|[频頻]道|分[类類]|[标標][签籤]|[关關][键鍵][词詞字]|作者[单單]位|[图圖]片?[来來]源|分享到?|扫一扫|初审|复审|终审|一审|二审|三审)(?:" + _SEP + r"|\s+)"),
    ("screen", r"(?:[阅閱](?:[读讀](?:量|[数數])?)?|[浏瀏][览覽](?:量|次[数數])?|[点點][击擊](?:量|[数數])?|人[气氣]|[访訪][问問]量?|[评評][论論](?:[数數])?|跟[贴帖]|收藏|[点點][赞贊]|字[号號体體]|字[数數]|[热熱]度)\s*[:：(（]?\s*[\d,.]*[万萬wW]?\+?(?:次|人|[条條])?\s*[)）]?"),
)  # fmt: skip
_LABEL = re.compile(
    _EDGE + "(?:" + "|".join(f"(?P<{name}{i}>{pattern})" for i, (name, pattern) in enumerate(_LABELS)) + ")"
)
_WEEKDAY = r"(?:\s*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_TIME = re.compile(
    _WEEKDAY
    + r"(?:\s*(?:T|上午|下午|晚上)?\s*\d{1,2}\s*[:：时點点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}秒?)?分?)?"
    + _WEEKDAY
)
_BREAK = re.compile(r"[|｜丨\t)）】\]>;；。!！?？]|\s{2,}|　")
_WORDS_OF_SCREEN = re.compile(
    r"分享(?:到|至)?|打印|收藏|微信|微博|QQ空[间間]|字[号號][大中小\s]*|[大中小](?=\s|$)|A[-+]?|[听聽]新[闻聞]|[举舉][报報]|[复複]制[链鏈]接|扫码|原[创創]|独家|頭條|[点點][赞贊]|[评評][论論]|T\s*\|\s*T|北京时间|[^\w\s]|_"
)
_CODE = re.compile(r"[\s_\-]*(?:[A-Z]{1,4}[-_]?\d{2,}[A-Z]?|_?[A-Z]{1,3}\d+|[（(]?[A-Z]{2}\d+[)）]?)\s*$")
_NAME = re.compile(r"[一-鿿]{2,4}(?:·[一-鿿]{1,8})*(?![一-鿿])|[A-Za-z][A-Za-z. ]{0,20}[A-Za-z]?")
_NAMES = re.compile(rf"\s*(?:{_NAME.pattern})(?:\s*[、,，/&和]\s*(?:{_NAME.pattern})|\s+[一-鿿]{{2,3}}(?![一-鿿:：]))*")
_SPREAD_NAME = re.compile(r"(?<![一-鿿])([一-鿿])[ 　]([一-鿿])(?![一-鿿])")  # 李　明
_NOBODY = re.compile(r"\s*(?:未知|佚名|匿名|admin|无|本站|小编|编辑)\s*\Z", re.I)
_NO_ORIGIN = re.compile(
    r"\A(?:[网網][络絡友].{0,4}|互[联聯][网網]|[综綜]合.{0,6}|本站(?:原[创創])?|原[创創]|公司?公告|[财財年][报報]|[视視][觉覺]中[国國]|未知|佚名|公[开開].*|"
    r"作者|投稿|[图圖].{0,4}|\W*)\Z"
)
_MEDIA = re.compile(
    r"(?:[网網]|[报報]|社|[电電][台臺]|[电電][视視][台臺]?|周刊|週刊|[杂雜][志誌]|月刊|新[闻聞]|[财財][经經]|在[线線]|[资資][讯訊]|[观觀]察|[经經][济濟]|客[户戶]端|之家|[传傳]媒|快[讯訊]|[头頭][条條]|[报報]道|日[报報]|科技|氪|[门門][户戶]|信息港|通[讯訊]社)\Z"
)  # fmt: skip
_NOTICE = re.compile(
    r"版[权權]|免[责責]|[声聲]明|凡.{0,12}(?:注明|[转轉][载載]|[来來]源)|侵[权權]|[转轉][载載][请請须須時时]|不代表|投[诉訴]"
)


_READING = re.compile(r"(?<=[一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}\)")


def without_readings(line: str) -> str:
    """A line of a damaged mirror page without the readings put after its characters.

    >>> without_readings("轉(zhuǎn)自:鷹潭新聞網(wǎng)")
    '轉自:鷹潭新聞網'
    """
    return _READING.sub("", line) if "(" in line else line


def has_readings(text: str) -> bool:
    """Whether a text is damaged so: three readings or more.

    >>> has_readings("實(shí)現(xiàn)營(yíng)收12億元"), has_readings("电池(dian)")
    (True, False)
    """
    return sum(1 for _ in _READING.finditer(text)) >= 3


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
    if len(text) > 300 or _NOTICE.search(text):
        return Byline(rest=len(text))
    found: dict[str, object] = {}
    taken = [False] * len(text)
    days = find_dates(text)
    labels = list(_LABEL.finditer(text))
    for n, label in enumerate(labels):
        kind = re.sub(r"\d+$", "", label.lastgroup or "")
        end = labels[n + 1].start() if n + 1 < len(labels) else len(text)
        _take(taken, label.start(), label.end())
        stop = _value_end(text, label.end(), end, days)
        value = text[label.end() : stop].strip(" 　:：,，、\"“”'")
        if kind in ("date", "updated"):
            day = next((d for s, _, d in days if label.end() <= s < label.end() + 3), None)
            if day:
                found.setdefault("published" if kind == "date" else "updated", day)
            continue
        if kind == "screen":
            continue
        if kind in ("editor", "author"):
            value, stop = _names(text, label.end(), stop, value)
            if not value and len(text[label.end() : stop].strip()) <= 12:
                value = "-"  # somebody, but no name: 系统管理员, HN666
        if kind == "origin":
            value = origin_name(value) or ("" if not _NO_ORIGIN.match(value) else "-")
        if value or kind == "other":
            _take(taken, label.end(), stop)
            if kind != "other" and value != "-":
                found.setdefault(kind, value)
    for start, end, day in days:
        if not any(taken[start:end]):
            labelled = any(
                text[max(0, start - 8) : start].rstrip(" :：").endswith(w) for w in ("更新", "修改", "更新时间")
            )
            found.setdefault("updated" if labelled else "published", day)
        time = _TIME.match(text, end)
        _take(taken, start, time.end() if time else end)
    left = "".join(" " if t else c for c, t in zip(text, taken, strict=True))
    if days and "media" not in found:
        for token in re.split(r"[\s|｜丨·>]+", left):
            if 2 <= len(token) <= 16 and _MEDIA.search(token):
                found["media"] = token
                left = left.replace(token, " ", 1)
                break
    rest = len("".join(_WORDS_OF_SCREEN.sub("", left).split()))
    return Byline(labels=len(labels), rest=rest, **{k: v for k, v in found.items() if k != "other"})  # type: ignore[arg-type]


def _take(taken: list[bool], start: int, end: int) -> None:
    taken[start:end] = [True] * (end - start)


def _value_end(text: str, start: int, end: int, days: list[tuple[int, int, dt.date]]) -> int:
    """Where a value stops: at the next label, a date, a bar, a closing bracket, a wide gap."""
    if broken := _BREAK.search(text, start, end):
        end = broken.start()
    for first, _, _ in days:
        if start <= first < end:
            end = first
    return end


def _names(text: str, start: int, stop: int, value: str) -> tuple[str, int]:
    """One or more names of people, without the page's codes: ``王五 SN123`` is ``王五``."""
    plain = _CODE.sub("", value)
    match = _NAMES.match(plain)
    if not match or len(match[0]) > 40 or _NOBODY.match(match[0]):
        return "", stop
    left = plain[match.end() :].strip()
    return match[0].strip(), stop if not left else start + (
        len(text[start:stop]) - len(text[start:stop].lstrip())
    ) + match.end()


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
    if not 2 <= len(text) <= 30 or _NO_ORIGIN.match(text) or re.search(r"[。！？；，,%％]", text):
        return None
    return text


def is_media(name: str) -> bool:
    """Whether a name ends like one of a newspaper, agency, site or channel.

    >>> is_media("中国产业经济信息网"), is_media("王小明")
    (True, False)
    """
    return bool(_MEDIA.search(name))


def is_notice(line: str) -> bool:
    """Whether a line is about rights and liability.

    >>> is_notice("【版权及免责声明】凡本网所属版权作品…"), is_notice("营收50亿元")
    (True, False)
    """
    return bool(_NOTICE.search(without_readings(line)))
