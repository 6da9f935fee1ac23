"""Organisations by the way the press introduces them: a legal form, a definition, ``名为…的公司``, a round of financing, a head.

>>> bool(_FUNDED.match("宣布完成近3亿元A轮融资")), bool(_FUNDED.match("完成1.2亿元营收,融资成本下降"))
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions.organisation_reading import Name, Reader
from extract.types import Span

_LEGAL = re.compile(r"(?:集团股份|股份|控股集团|集团|控股)?有限(?:责任)?公司")
_SEAT = re.compile(r"[（(][\u4e00-\u9fff]{2,6}[)）]")
_PAPERS = ("财报", "年报", "季报", "报告", "公告", "协议", "办法", "方案", "项目", "条例", "意见")  # （下称“财报”） names no organisation
_OPEN, _CLOSE = '[“"「『‘《]', '[”"」』’》]'
_DEFINED = re.compile(
    rf"[（(][^（）()]{{0,24}}?(?:(?:以下|下文)(?:统称|简称|称)|下称|简称|统称)(?:为|作)?[:：]?\s*{_OPEN}?(?P<short>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9.&+\- ]{{1,11}}?){_CLOSE}?\s*(?:[,，;；、或/][^（）()]*)?[)）]"
)
_CALLED = re.compile(
    rf"(?:名为|名叫|叫做|叫作|取名为?|命名为){_OPEN}?(?P<name>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9.&+\- ]{{1,11}}?){_CLOSE}?的[^，。；,;！？\n]{{0,12}}?(?:公司|企业|厂商|初创|独角兽|供应商|制造商|服务商|开发商|车企|药企|工厂|银行|机构|券商)"
)
_LATIN_BRACKET = re.compile(r"[（(](?P<latin>[A-Z][A-Za-z.&'+\-]*(?: [A-Z][A-Za-z.&'+\-]*){0,3})[)）]")
_LONGEST_BEFORE = 6
_LATIN_AFTER = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,{_LONGEST_BEFORE}}}){_LATIN_BRACKET.pattern}")
_LATIN_RUN = re.compile(r"(?:[A-Z][0-9A-Za-z.&'+\-]*|[a-z][A-Z][A-Za-z]+)(?: (?:[A-Z][0-9A-Za-z.&'+\-]*|AI|of|and))*$")
_FUNDED = re.compile(
    r"(?:[（(][^（）()]{1,24}[)）])?(?:近日|日前|昨日|今日|本周|本月|上月|于[^，。]{1,8}|在[^，。；,]{1,10}(?:内|里|后|间)|已|再|又|再度|再次|正式|官宣|宣布|刚刚?|连续|也|亦)*(?:完成|获得?|拿到|斩获|敲定|宣布)了?"
    r"(?:[^，。；！？,;\n]{0,24}?(?:轮|战略|独家|天使|种子|首期|首次)[^，。；！？,;\n]{0,6}?融资|[^，。；！？,;\n]{0,6}\d[^，。；！？,;\n完成起笔轮次]{0,10}(?:融资|战略投资)|数[千百十]?[万亿][美日欧]?元[^，。；！？,;\n]{0,8}融资)"
)
_BEFORE_FUNDED = re.compile(
    r"(?<=[\u4e00-\u9fffA-Za-z）)])(?=宣布|完成|获|再|又|已|近日|日前|昨日|正式|刚|在|于|拿到|斩获|敲定|官宣|连续|[（(])"
)
_RUN_START = re.compile(r"[\s，。；！？,;!?：:、“”\"「」（）()|丨｜\n●■◆▲·]")
_HEAD = re.compile(
    r"(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）.．、]|[●■◆▲▶·•]|[①-⑳])?[ \u3000]*(?P<name>[\u4e00-\u9fffA-Za-z]{2,10}?)[:：]"
)
_OF_A_COMPANY = re.compile(r"公司|企业|集团|厂商|声明|营收|收入|净利|财报|融资|股价|订单|客户|门店|产能")
_OWNS = re.compile(r"旗下(?:的)?[\u4e00-\u9fffA-Za-z0-9]{1,8}(?:厂|工厂|公司|基地|门店|子公司|车间|船厂)")
_LAUNCH = re.compile(
    r"(?:发布|推出|带来|官宣|上架)了?(?:旗下|自家|全新|新款|新一代|新机|首款|首颗|第[一二三四五六]代|最新|旗舰|人形机器人|机器人|手机|折叠屏|耳机|手表|一款|芯片|大模型)*[“ ]?[A-Z][A-Za-z]{0,11}[ \-]?\d"
)
_LAUNCHED = re.compile(
    r"(?:今日|昨日|日前|近日|正式|宣布|刚刚|在[^，。；,]{2,14}|于[^，。；,]{2,12}|\d{1,2}月\d{1,2}日)*"
    + _LAUNCH.pattern
)
_SPEECH = re.compile(
    r"(?:近日|日前|昨日|今日|在[^，。]{1,10}|对[^，。]{1,8})?(?:表示|称|认为|指出|说|透露|坦言|解释|回应|预计|强调|直言|出生|毕业|担任|加入|创办|创立)"
)


def by_introduction(reader: Reader) -> Iterator[Name]:
    """Each place that introduces an organisation."""
    yield from _legal(reader)
    yield from _called(reader)
    yield from _described(reader)
    yield from _with_latin(reader)
    yield from _funded(reader)
    yield from _launching(reader)
    yield from _owning(reader)
    yield from _heads(reader)


def definitions(reader: Reader) -> Iterator[tuple[Span, Span]]:
    """The full name and the short one that it is given: ``…股份有限公司（下称“诺泽装备”）``.

    The full name is registered, or ends as companies do.
    """
    for match in _DEFINED.finditer(reader.text):
        short = Span(*match.span("short"))
        form = match["short"].rstrip()
        if (
            form in reader.cues.common
            or form in reader.cues.follows
            or form.endswith(_PAPERS)
            or (reader.cues.words.knows(form) and len(form) < 3)
        ):
            continue
        known = reader.known_at(match.start())
        if known is not None:
            yield Span(known.start, known.end), short
            continue
        full = _legal_name(reader, match.start()) or reader.ending_at(match.start())
        if full is not None:
            yield full, short


def _legal(reader: Reader) -> Iterator[Name]:
    """``苏州拓芯微电子股份有限公司``: the name is ``拓芯微电子``."""
    if "有限" not in reader.text:
        return
    for match in _LEGAL.finditer(reader.text):
        span = _legal_name(reader, match.end())
        if span is not None:
            yield Name(*span, "legal-form", core_of(reader.text[span.start : span.end]))


def core_of(name: str) -> str:
    """A company's name without its legal form, and without the place in brackets: ``跨维(深圳)科技有限公司``."""
    core = re.sub(r"[（(][^（）()]{2,6}[)）]", "", _LEGAL.sub("", name))
    return core if len(core) >= 2 else name


def _legal_name(reader: Reader, end: int) -> Span | None:
    """The formal name that ends at ``end``: back to the place where the company sits, or to a mark."""
    text, cues = reader.text, reader.cues
    legal = next((m for m in _LEGAL.finditer(text, max(0, end - 10), end) if m.end() == end), None)
    if legal is None:
        return None
    seat = _SEAT.search(text, max(0, legal.start() - 14), legal.start())
    pieces = [piece for piece in reader.pieces_around(end - 1) if piece[1] <= legal.start()]
    start = legal.start()
    placed = seated = False
    for at, stop, word in reversed(pieces):
        if seat is not None and seat.start() <= at < seat.end():
            start, seated = at, True
            continue
        if stop != start or end - at > 26 or not cues.may_be_inside(word) or not reader.is_free(at, stop):
            break
        if cues.is_place(word):
            placed = True
            break
        start = at
    core = text[start : legal.start()]
    first = next((word for at, _, word in pieces if at == start), "")
    if len(core) < 2 or core[0] in "（(" or cues.is_generic(core):
        return None
    bounded = (
        placed
        or seated
        or start == 0
        or bool(_RUN_START.match(text[start - 1]))
        or text[start - 1] in "由与和及向对给为被的"
    )
    if not bounded or not (placed or cues.is_coined(first) or (first not in cues.follows and first not in cues.common)):
        return None
    return Span(start, end)


def _called(reader: Reader) -> Iterator[Name]:
    """``一家名为芯河光子的初创公司``."""
    for match in _CALLED.finditer(reader.text):
        if not reader.cues.words.knows(match["name"]) and reader.is_free(*match.span("name")):
            yield Name(*match.span("name"), "introduced")


def _described(reader: Reader) -> Iterator[Name]:
    """``本土企业锐驰电动工具的日子``, ``同业澜芯``: a coined name right after what the company is."""
    for match in reader.cues.introducers.finditer(reader.text):
        name = reader.coined_from(match.end(), longest=10)
        if name is None or not reader.ends_well(name.end):
            continue
        form = reader.text[name.start : name.end]
        if len(form) >= 4 or reader.text.count(form) >= 2 or form in reader.title:
            yield Name(name.start, name.end, "introduced")


def _with_latin(reader: Reader) -> Iterator[Name]:
    """``美国对手美泰（Mattel）上季销售``: a Han name with its Latin one, and what only a company does or a description."""
    for match in _with_brackets(reader.text):
        latin = match["latin"]
        if (latin.isupper() and len(latin) < 6) or match["name"].endswith(("准则", "标准", "协议", "指数", "口径")):
            continue
        start = match.start("name") + reader.cues.role_before(match["name"])
        described = start > match.start("name")
        if not described:
            back = reader.back_from(match.end("name"), longest=6)
            if back is None:
                continue
            start = back.start
        form = reader.text[start : match.end("name")]
        after = reader.text[match.end() : match.end() + 14]
        if _SPEECH.match(after) and not described:
            continue
        does = after.startswith(reader.cues.does) or re.match(
            r"(?:则|也|亦|也将|首季|上季|第[一二三四]季|去年|今年|全年|上半年)", after
        )
        if (
            len(form) >= 2
            and (described or does)
            and not reader.cues.words.knows(form)
            and reader.is_free(start, match.end("name"))
        ):
            yield Name(start, match.end("name"), "introduced")


def _with_brackets(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_LATIN_AFTER``, looked for at the few brackets of a text and not at each of its characters."""
    since = 0
    for bracket in _LATIN_BRACKET.finditer(text):
        match = _LATIN_AFTER.search(text, max(since, bracket.start() - _LONGEST_BEFORE), bracket.end())
        since = bracket.end()
        if match is not None:
            yield match


def _funded(reader: Reader) -> Iterator[Name]:
    """``Periodic Labs完成3亿美元种子轮融资``, ``杭州云深处完成近3亿元融资``."""
    if "融资" not in reader.text:
        return
    done = 0
    for match in _BEFORE_FUNDED.finditer(reader.text):
        end = match.start()
        told = _FUNDED.match(reader.text, end) if end >= done else None
        if told is None:
            continue
        done = told.end()
        latin = _LATIN_RUN.search(reader.text, max(0, end - 40), end)
        if latin is not None:
            form = latin.group()
            if len(form) >= 3 and form.split()[0] not in reader.cues.latin_terms and reader.is_free(*latin.span()):
                yield Name(*latin.span(), "funded")
            continue
        name = _run_before(reader, end)
        if name is not None:
            yield Name(*name, "funded")


def _launching(reader: Reader) -> Iterator[Name]:
    """``荣泽发布了K7系列``: a name at the head of a clause that launches a product with a code."""
    if not _LAUNCH.search(reader.text):
        return
    for match in _LAUNCHED.finditer(reader.text):
        latin = _LATIN_RUN.search(reader.text, max(0, match.start() - 24), match.start())
        name = _run_before(reader, match.start()) if latin is None else None
        if name is not None:
            yield Name(*name, "launching")


def _run_before(reader: Reader, end: int) -> Span | None:
    """The name from the last mark, place or description to ``end``."""
    text, cues = reader.text, reader.cues
    start = end
    while start > max(0, end - 14) and not _RUN_START.match(text[start - 1]) and not text[start - 1].isdigit():
        start -= 1
    start += cues.role_before(text[start:end])
    pieces = cues.cut(text[start:end], start)
    for i in range(len(pieces) - 1, -1, -1):
        word = pieces[i][2]
        if cues.is_place(word) or word in cues.never or word in cues.before_names:
            start = pieces[i][1]
            break
    form = text[start:end]
    if (
        not 2 <= len(form) <= 8
        or not reader.is_free(start, end)
        or cues.words.knows(form)
        or cues.is_generic(form)
        or cues.is_measure(form)
    ):
        return None
    words = [word for at, _, word in pieces if at >= start]
    if (
        any(word in cues.common and word not in cues.trade for word in words)
        or cues.ordinary.intersection(words) - cues.trade
    ):
        return None
    if form[-1] in "内后前里中时间来上下年月日季次轮个家" or any(term in form for term in cues.terms):
        return None
    odd = any(cues.is_coined(word) or len(word) == 1 for word in words)
    return Span(start, end) if odd else None


def _owning(reader: Reader) -> Iterator[Name]:
    """``中集安瑞科旗下江海罐箱厂``: who stands before 旗下 owns."""
    for match in _OWNS.finditer(reader.text):
        name = reader.back_from(match.start(), longest=8)
        if name is None:
            continue
        form = reader.text[name.start : name.end]
        pieces = [word for _, _, word in reader.cues.cut(form, 0)]
        if (
            len(form) >= 3
            and any(reader.cues.is_coined(word) for word in pieces)
            and not reader.cues.ordinary.intersection(pieces)
        ):
            yield Name(name.start, name.end, "introduced")


def _heads(reader: Reader) -> Iterator[Name]:
    """``乐漫电器：…公司去年…`` at the head of a paragraph, ``1.亿联智造：…`` among headings alike; never a speaker."""
    found: list[tuple[Span, str, str, bool]] = []
    for block in reader.document.blocks:
        match = _HEAD.match(reader.text, block.start, block.end)
        if match is not None:
            found.append(
                (
                    Span(*match.span("name")),
                    match["name"],
                    reader.text[match.end() : block.end],
                    block.kind == "heading",
                )
            )
    forms = [form for _, form, _, _ in found]
    headings = [form for _, form, _, heading in found if heading and _is_company_like(reader, form)]
    for span, form, rest, heading in found:
        if forms.count(form) > 1 or not reader.is_free(*span) or not _is_company_like(reader, form):
            continue
        told = (
            not heading
            and len(rest) >= 12
            and _OF_A_COMPANY.search(rest) is not None
            and (len(form) >= 4 or form in reader.title)
        )
        among = heading and len(headings) >= 2 and 2 * len(headings) >= sum(each[3] for each in found)
        if told or among:
            yield Name(*span, "head")


def _is_company_like(reader: Reader, form: str) -> bool:
    cues = reader.cues
    if form.isascii() or cues.words.knows(form) or cues.is_measure(form) or len(form) > 6 or cues.is_generic(form):
        return False
    words = [word for _, _, word in cues.cut(form, 0)]
    if (
        cues.ordinary.intersection(words)
        or any(word in cues.never for word in words)
        or any(term in form for term in cues.terms)
    ):
        return False
    ending = cues.ending_of(form)
    if ending is not None and len(form) - len(ending) == 2 and not cues.words.knows(form[:2]):
        return True
    return 4 <= len(form) <= 6 and (cues.is_coined_phrase(form) or (len(words) == 1 and not cues.words.knows(form)))
