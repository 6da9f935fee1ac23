"""Quantities: cases of every written form, closed worlds of units and comparators, invariants, growth of time."""

from __future__ import annotations

import itertools
import statistics
import time
import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.lexicon import load
from extract.mentions import quantities as module
from extract.mentions.comparators import ALL_AFTER, ALL_BEFORE
from extract.mentions.numerals import find_numerals, parse_numeral
from extract.mentions.quantities import find_quantities
from extract.mentions.quantity_units import unit_index
from extract.types import Quantity

WORDS = load()
GROUPS = tomllib.loads((Path(__file__).parent / "cases" / "quantities.toml").read_text(encoding="utf-8"))["case"]
CASES = [(group.get("region", "mainland"), text, wanted) for group in GROUPS for text, wanted in group["cases"]]


def told(text: str, quantity: Quantity) -> dict[str, Any]:
    """A quantity in the notation of the case file, without its flags."""
    out: dict[str, Any] = {
        "q": text[quantity.start : quantity.end],
        "v": Fraction(quantity.value),
        "u": quantity.unit or "",
    }
    if quantity.value_max is not None:
        out["m"] = Fraction(quantity.value_max)
    if quantity.comparator != "=":
        out["c"] = quantity.comparator
    if quantity.kind is not None:
        out["k"] = quantity.kind
    return out


@pytest.mark.parametrize(("region", "text", "wanted"), CASES, ids=[text for _, text, _ in CASES])
def test_case(region: Any, text: str, wanted: list[dict[str, Any]]) -> None:
    found = find_quantities(text, (), WORDS, region)
    expected = [
        {key: Fraction(value) if key in "vm" else value for key, value in want.items() if key != "f" and value != "="}
        for want in wanted
    ]
    assert [told(text, quantity) for quantity in found] == expected
    for quantity, want in zip(found, wanted, strict=True):
        assert set(want.get("f", ())) <= set(quantity.flags)


# ------------------------------------------------------------------------------------------------ closed worlds


@pytest.mark.parametrize("scale", ["", "万", "亿", "万亿"])
@pytest.mark.parametrize("region", ["mainland", "taiwan", "hongkong"])
def test_every_unit_with_every_scale(scale: str, region: Any) -> None:
    index = unit_index(WORDS, region, None)
    wrong = []
    for form, unit in index.forms.items():
        if form == "级" and scale:
            continue  # 3.2万级 is a size
        text = f"为3.2{scale}{form}，"
        found = find_quantities(text, (), WORDS, region)
        value = Decimal("3.2") * (parse_numeral(scale) if scale else 1) * (unit.factor or 1)
        if [(q.start, q.end, q.value, q.unit, q.unit_start) for q in found] != [
            (1, len(text) - 1, value, unit.symbol, len(text) - 1 - len(form))
        ]:
            wrong.append((text, found))
    assert wrong == []


def test_units_that_matter_are_there() -> None:
    forms = unit_index(WORDS, "mainland", None).forms
    assert {
        "元",
        "%",
        "倍",
        "个百分点",
        "GB",
        "EFLOPS",
        "毫秒",
        "卡",
        "家",
        "个月",
        "千瓦时",
        "参数",
        "批",
        "tokens/s",
    } <= set(forms)


@pytest.mark.parametrize(("word", "op"), sorted(ALL_BEFORE.items()))
def test_every_comparator_before(word: str, op: str) -> None:
    text = f"客户{word}30家，"
    [quantity] = find_quantities(text, (), WORDS)
    assert (quantity.comparator, quantity.lead, quantity.start) == (op, 2, 2 + len(word))


@pytest.mark.parametrize(("word", "op"), sorted(ALL_AFTER.items()))
def test_every_comparator_after(word: str, op: str) -> None:
    text = f"历时30天{word}，"
    [quantity] = find_quantities(text, (), WORDS)
    assert (quantity.comparator, quantity.end, quantity.tail) == (op, 5, 5 + len(word))


@pytest.mark.parametrize(("region", "code"), [("mainland", "CNY"), ("taiwan", "TWD"), ("hongkong", "HKD")])
def test_a_bare_yuan_is_the_place_s(region: Any, code: str) -> None:
    [quantity] = find_quantities("营收5亿元", (), WORDS, region)
    assert quantity.unit == code
    [other] = find_quantities("营收5亿元", (), WORDS, region, "SGD")
    assert other.unit == "SGD"


# ---------------------------------------------------------------------------------------- what others have taken


def test_taken_spans_are_left_alone() -> None:
    text = "2025年营收50亿元，A100卡3万张，第三季"
    taken = [(0, 5), (13, 17)]
    found = find_quantities(text, taken, WORDS)
    assert [text[q.start : q.end] for q in found] == ["50亿元", "3万张"]


def test_taken_spans_may_overlap_and_come_in_any_order() -> None:
    text = "从2025年3月起投产5万台"
    one = find_quantities(text, [(6, 8), (1, 8)], WORDS)
    assert [text[q.start : q.end] for q in one] == ["5万台"]


def test_a_comparator_is_seen_over_a_taken_span() -> None:
    text = "不到两年前同期的七成"
    [quantity] = find_quantities(text, [(2, 7)], WORDS)
    assert (text[quantity.start : quantity.end], quantity.comparator, quantity.lead) == ("七成", "<", quantity.start)


def test_a_number_beside_a_lost_character_is_none() -> None:
    assert find_quantities("突破\ufffc600万台，增长20%", (), WORDS)[0].unit == "%"
    assert find_quantities("突破600\ufffc台", (), WORDS) == ()


def test_the_denominator_of_a_price_is_no_number_of_its_own() -> None:
    text = "每百万Token收费0.2美元"
    [quantity] = find_quantities(text, (), WORDS)
    assert [text[a:b] for a, b in quantity.numerals] == ["百万", "0.2"]


# ---------------------------------------------------------------------------------------------------- invariants

PIECES = [
    "3", "12.5", "1,280", "四", "两", "十", "百", "千", "万", "亿", "万亿", "数", "几", "半", "成", "多", "余", "+", "-", "—", "至", "到", "、", "/", ":", "%",
    "％", "元", "亿元", "美元", "倍", "个", "个百分点", "家", "GB", "tokens/s", "T", "级", "分之", "百分之", "每", "每分钟", "每百万Token", "约", "近", "超过",
    "不到", "以上", "以内", "左右", "的", "翻", "番", "过半", "从", "统一", "第", "为", "，", "。", " ", "(", "）", "\n", "US$", "¥", "人民币", "±", "位数", "个9", "小时",
    "年", "月", "折", "持平至升", "５", "．", "A", "秒级", "一", "\ufffc",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@given(TEXTS, st.sampled_from(["mainland", "taiwan", "hongkong"]))
def test_spans_are_in_order_and_inside_each_other(text: str, region: Any) -> None:
    found = find_quantities(text, (), WORDS, region)
    for quantity in found:
        assert 0 <= quantity.lead <= quantity.start < quantity.end <= quantity.tail <= len(text)
        assert quantity.start <= quantity.unit_start <= quantity.end
        assert quantity.value_max is None or quantity.value <= quantity.value_max
        assert isinstance(quantity.value, Decimal | Fraction)
        assert all(text[a:b].strip() for a, b in quantity.numerals)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(TEXTS)
def test_no_numeral_is_in_two_quantities(text: str) -> None:
    places: list[int] = []
    for quantity in find_quantities(text, (), WORDS):
        places += [place for a, b in quantity.numerals for place in range(a, b)]
    assert len(places) == len(set(places))


@given(TEXTS)
def test_no_quantity_begins_inside_the_numeral_of_another(text: str) -> None:
    found = find_quantities(text, (), WORDS)
    for a, b in find_numerals(text):
        assert sum(quantity.start < b and a < quantity.end for quantity in found) <= 1, text[a:b]


@given(TEXTS)
def test_the_numerals_of_a_quantity_are_numerals_of_the_text(text: str) -> None:
    covered = {place for a, b in find_numerals(text) for place in range(a, b)}
    for quantity in find_quantities(text, (), WORDS):
        if "vague" not in quantity.flags and quantity.rule not in ("half", "half-unit", "and-a-half", "range"):
            assert {place for a, b in quantity.numerals for place in range(a, b)} <= covered


@given(TEXTS)
def test_arabic_numerals_are_never_lost_silently(text: str) -> None:
    """A digit outside every quantity follows 第, touches a lost character or is part of a run that is no number."""
    inside = [False] * (len(text) + 1)
    for quantity in find_quantities(text, (), WORDS):
        for place in range(quantity.lead, quantity.tail):
            inside[place] = True
    for a, b in find_numerals(text):
        run = text[a:b]
        if run.isascii() and run.replace(",", "").replace(".", "").isdigit() and run.count(".") < 2 and "," not in run:
            beside = text[a - 1 : a] + text[b : b + 1]
            assert all(inside[a:b]) or "第" in beside or "\ufffc" in beside or text[b : b + 1] in "年.，、", (text, run)


@given(TEXTS, st.sampled_from(["mainland", "taiwan"]))
@example("超过**3000**家，约30%左右", "mainland")
def test_the_short_way_gives_the_same(text: str, region: Any) -> None:
    short = find_quantities(text, (), WORDS, region)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "read_common", lambda *_: None)
        assert find_quantities(text, (), WORDS, region) == short


@given(TEXTS, TEXTS)
def test_a_line_does_not_change_the_next(one: str, other: str) -> None:
    first = find_quantities(one + "。\n", (), WORDS)
    both = find_quantities(one + "。\n" + other, (), WORDS)
    assert both[: len(first)] == first


# ----------------------------------------------------------------------------------------------------------- time


def grows_linearly(work: Callable[[str], object], unit: str, small: int = 2000) -> bool:
    """Whether eight times the text takes less than twenty-four times as long (quadratic: sixty-four times)."""
    times = []
    for size in (small, 8 * small):
        text = (unit * (size // len(unit) + 1))[:size]
        taken = []
        for _ in range(3):
            begin = time.process_time()
            work(text)
            taken.append(time.process_time() - begin)
        times.append(statistics.median(taken))
    return times[1] <= 24 * max(times[0], 2e-5)


FLOODS = [
    "一1", "1,", "1,2,", "9", "一", "(1)", "【", "）", "百分之", "三分之", "1/", "1-", "1、", "1和", "1至", "每", "每百万", "约", "的", "翻", "级", "3%至", "$", "US$1",
    "每百万Token1元、", "超过", "1元（", "1 ", "半", "几", "数", "位数", "1:", "1个", "十百", "1万", "1万1", "多", "1.", "从1到", "持平", "±1", "百分之一", "一倍", "1年半",
    "1个9", "两位数", "1小时1分", "1元/", "1元/千", "元", "￥１", "1(", "A1", "-1",
]  # fmt: skip


@pytest.mark.parametrize("unit", FLOODS)
def test_time_grows_with_the_text(unit: str) -> None:
    assert grows_linearly(lambda text: find_quantities(text, (), WORDS), unit)
