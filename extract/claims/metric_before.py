"""The metric before the number: the noun phrase there, what stands before the bracket."""

from __future__ import annotations

import re

from extract.claims.candidates import MetricCandidate
from extract.claims.metric_wording import GROWTH_WORDS, measures, phrase
from extract.claims.noun_phrases import first_from, phrase_before, within
from extract.claims.scene import Scene, Site, Token
from extract.types import MetricMention, Span

_TECHNOLOGY = re.compile(
    r"(?:(?<![A-Za-z0-9.])\d{1,3}[GgKkTM](?:-A)?|(?:FP|BF|INT|TF|HBM|DDR|LPDDR|PCIe)\d+[A-Za-z]?)[ ]?$"
)
_SIZE = re.compile("(?:总|平均|整体)?(?:规模|数量|水平|总量|总额|速度|幅度|金额|人数|比例|占比|增速|数|量)")
_LIGHT = frozenset(["计划", "打算", "准备", "考虑", "力争", "争取", "希望", "光是", "只能", "只", "就", "也", "再", "又", "还", "才"])  # 计划再添, 只到
_RECKONED = re.compile("(?:若|如果?)?按照?[^，,。；;]{1,12}?(?:计算?|口径|折算|换算|算)$")  # 按固定汇率计算增长36%
_COMPARING = re.compile(
    r"(?=[相抵等刚不未赶追领落高低超多少约较比跟为是只仅大差恰])(?:"  # nothing else begins one
    r"(?P<strong>相当于|抵得上|等于|刚过|刚好|不及|未及|赶得上|追平)|领先于?|落后于?|高出|(?<!不)(?:高于|低于|高过|超出|多于|少于)|(?<!履)约合(?!同)|较|(?<![占对同环之扎伦赞])比(?![例重率特亚如]|利时)|跟"
    r"|(?:约?为|是|只有|仅有|大约只有|差不多是|恰是)(?=[^，,。；;]{2,14}的$))"
)


def before_candidates(scene: Scene, site: Site, region: Span, place: str, out: list[MetricCandidate]) -> None:
    """The noun phrase that ends last in ``region``, its shorter forms, the one before it, the registered words in it."""
    np_start, np_end = region
    reckoned = _RECKONED.search(scene.flat, np_start, np_end) if scene.flat.find("按", np_start, np_end) >= 0 else None
    if reckoned is not None:
        np_end = reckoned.start()
    if np_end <= np_start:
        return
    tokens = scene.tokens(site.clause)
    start, end = phrase_before(tokens, np_start, np_end)
    if end > start:
        inside = within(tokens, start, end)
        again, stop = phrase_before(tokens, np_start, start)
        told = len(scene.metrics_in(start, end)) > 0
        if (
            not told
            and inside[-1].tag in ("v", "vd", "vg", "a", "d", "t")
            and not measures(scene.text, start, end, inside[-1].tag)
        ):
            if len(inside) > 1 and inside[-2].tag.startswith(("n", "j", "l", "eng", "vn")):
                _offer(scene, inside[:-1], Span(start, inside[-2].end), np_end, f"{place}|before-verb", out)
            elif stop > again:
                _offer(scene, within(tokens, again, stop), Span(again, stop), np_end, f"{place}|past-verb", out)
            begin = next((token.start for token in inside if token.word not in _LIGHT), end)
            if end - begin > 1:
                told_by = ("lone" if len(inside) == 1 else "in-phrase", "noun-before" if stop > again else "first")
                phrase(scene, begin, end, "before-verb", out, told_by)
            start, end = (again, stop) if stop > again else (start, end)
        else:
            _offer(scene, inside, Span(start, end), np_end, place, out)
            if stop > again and scene.text[stop:start] != "的":
                phrase(
                    scene,
                    again,
                    stop,
                    "before-second",
                    out,
                    ("lone-verb" if inside[-1].tag[:1] == "v" and not told else "noun",),
                )
    registered = scene.metrics_in(np_start, np_end)
    for order, mention in enumerate(reversed(registered[-2:])):
        if scene.text[mention.start : mention.end] in GROWTH_WORDS:
            continue
        if scene.text.startswith("的", mention.end) and mention.end + 1 == start and _of_head(scene, start, end):
            continue  # 出口 in 对出口的增长贡献率
        begin = _with_modifiers(tokens, mention, start)
        if mention.end == end and scene.text[begin - 1] in ")）" and begin - start <= 24:
            begin = start  # 日均Tokens(大模型文本单位)调用量
        begin = with_technology(scene, begin, np_start)
        place_in = "whole"
        if start < mention.end < end:
            place_in = "cut-short"
            if end - mention.end <= 6 and measures(scene.text, mention.end, end):
                continue  # only a modifier: 算力 in 单机柜算力密度
        told_of: tuple[str, ...] = (_gap(np_end - mention.end), f"order={order}", f"region={place}", place_in)
        if mention.end == end and begin > start:
            told_of += ("tail-of-short" if end - start <= 8 else "tail-of-long",)
        phrase(scene, begin, mention.end, "before-registered", out, told_of)


def _with_modifiers(tokens: list[Token], mention: MetricMention, limit: int) -> int:
    """The start of a registered metric with the words that stand directly before it, no further than ``limit``."""
    begin = mention.start
    at = first_from(tokens, begin) - 1
    if at >= 0 and tokens[at].end == mention.end:  # its last word began before it
        begin = tokens[at].start
        at -= 1
    furthest = max(limit, mention.end - 3 * (mention.end - mention.start))
    while at >= 0:
        token = tokens[at]
        if (
            token.end != begin
            or token.tag in ("wall", "Q", "T", "E", "N", "t")
            or token.start < furthest
            or begin - token.start > 8
        ):
            break
        begin = token.start
        at -= 1
    return begin


def _of_head(scene: Scene, start: int, end: int) -> bool:
    """Whether the phrase behind 的 is an attribute of its own, more than the size of what stands before 的."""
    return measures(scene.text, start, end) and _SIZE.fullmatch(scene.text, start, end) is None


def _gap(size: int) -> str:
    return "gap=near" if size <= 2 else "gap=far" if size <= 8 else "gap=very-far"


def _offer(scene: Scene, words: list[Token], span: Span, np_end: int, place: str, out: list[MetricCandidate]) -> None:
    """A noun phrase whole, and without its first words; ``words`` are its words."""
    start, end = span
    if all(word.tag == "ns" for word in words):
        return  # a place measures nothing
    gap = _gap(np_end - end)
    last, first = f"last={words[-1].tag[:1]}", f"first={words[0].tag[:1]}"
    begin = with_technology(scene, start, np_end - 40)
    phrase(scene, begin, end, "before-phrase", out, (gap, f"region={place}", last, first))
    if len(words) >= 3:  # the same phrase without its first words: 碳化硅功率芯片|耐压
        told = (gap, last, first, "full=short" if end - start <= 6 else "full=long")
        phrase(scene, words[-1].start, end, "before-last-word", out, told)
        if len(words) >= 4:
            phrase(scene, words[-2].start, end, "before-last-two", out, told)


def with_technology(scene: Scene, start: int, limit: int) -> int:
    """The start of a phrase with a technology's name right before it: FP8算力, 10G PON端口."""
    last = scene.text[start - 1] if start else ""
    if not (last.isascii() or last.isdigit()):
        return start
    named = _TECHNOLOGY.search(scene.text, max(limit, start - 8, 0), start)
    return named.start() if named else start


def compared_region(scene: Scene, site: Site, region: Span) -> tuple[Span, Span | None] | None:
    """What stands before the word that compares, and what behind: 造价比风冷贵出四成, 产出刚过设计值的四分之一."""
    if site.quantity.dimension not in ("fraction", "money", "count", None) and site.quantity.unit not in (
        "%",
        "x",
        "pp",
    ):
        return None
    found = list(_COMPARING.finditer(scene.flat, region.start, region.end))
    if not found or found[-1].end() >= region.end - 1:  # 相当于1.3%: compared with nothing but the number
        return None
    last = found[-1]
    rival = Span(last.end(), region.end)
    named = scene.metrics_in(*rival) and not last.group("strong")
    return Span(region.start, last.start()), rival if named or last.group() == "较" else None


def host_candidates(scene: Scene, site: Site, out: list[MetricCandidate]) -> None:
    """A number in a bracket measures what stands before the bracket: ``毛利率（41%）``."""
    if site.host is None or site.host.end <= site.host.start:
        return
    registered = scene.metrics_in(site.host.start, site.host.end)
    if registered:
        phrase(scene, registered[-1].start, registered[-1].end, "host-registered", out)
    start, end = phrase_before(scene.tokens(site.clause), site.host.start, site.host.end)
    if end > start:
        phrase(scene, start, end, "host-phrase", out)
