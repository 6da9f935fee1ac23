"""Pages of mirror sites: damage is made from clean articles, so that what repairing must give is known everywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from garbling import LOST, Garbled, Knobs, Spot, garble, own_texts, plain_clean

from extract.repair import repair
from extract.types import Article, Edit, Repaired

PARAGRAPHS = (
    "随着大模型应用从通用向专用深化，Agent技术规模化落地，以及国产化替代进程加速，云厂商的核心战场已从“算力规模”转向“训推效能”。支持数十万实例并发运行。",
    "公司预计到2027年产能将突破5600万台，较2024年增长近4倍；其中，电动汽车占比达35.6%，储能电池出货量约为120吉瓦时。",
    "“我们不会放弃低端市场。”该公司总裁在电话会议上表示，三季度营收同比增长12.8%，毛利率提升1.5个百分点，净利润扭亏为盈。",
    "数据显示，今年前十个月，全国规模以上工业企业实现利润总额6.2万亿元，同比增长3.1%，装备制造业对增长的贡献率超过六成！",
    "该平台单日处理订单1.2亿笔，峰值每秒58万次；故障恢复时间由30分钟缩短至45秒，运维成本下降四成，客户满意度升至98%。",
)  # fmt: skip
SEPARATE = "\n\n"


@cache
def clean_texts() -> tuple[str, ...]:
    """Simplified text of the project's own articles, one page each, and of the paragraphs above."""
    texts = [text for text, script in own_texts().values() if script == "simplified"]
    return tuple(map(plain_clean, [SEPARATE.join(PARAGRAPHS), *texts]))


def restored(text: str) -> Repaired:
    return repair(Article(id="page", text=text))


def _comparable(text: str) -> str:
    """Text without what this stage may change in clean text too: widths, and blanks in numbers."""
    wide = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: None, 0x20: None, 0xA0: None}
    return text.translate(wide)


def _found(text: str, edits: Iterable[Edit], spot: Spot) -> str:
    """What the restored ``text`` has in the place of a spot of the damaged page."""

    def place(offset: int, after: bool) -> int:
        shift = 0
        for edit in edits:
            if edit.end <= offset and (after or not edit.start == edit.end == offset):
                shift += len(edit.text) - (edit.end - edit.start)
            elif edit.start < offset:
                return edit.start + shift + (len(edit.text) if after else 0)
            else:
                break
        return offset + shift

    return text[place(spot.start, False) : place(spot.end, True)]


SITES = {
    "as the seed's site": Knobs(seed=1, fold=True),
    "no folding": Knobs(seed=2),
    "many marks, short list": Knobs(seed=3, listed=0.2, mark_rate=1.0),
    "no marks, long list": Knobs(seed=4, listed=0.9, mark_rate=0.0),
    "list in code order": Knobs(seed=5, order="code", fold=True),
    "readings without tone": Knobs(seed=6, toned=False),
    "first bytes dropped": Knobs(seed=7, question_mark=False),
    "first bytes dropped, folded": Knobs(seed=8, question_mark=False, fold=True, mark_rate=0.2),
}


@cache
def pages(site: str) -> tuple[tuple[Garbled, Repaired], ...]:
    """Every clean text as the site damages it, and that page repaired."""
    damaged = [garble(text, SITES[site]) for text in clean_texts()]
    return tuple((page, restored(page.text)) for page in damaged)


def right(spot: Spot, page: Repaired) -> bool:
    return _comparable(_found(page.text, page.edits, spot)) == _comparable(spot.clean)


@cache
def score(site: str) -> tuple[int, int]:
    """Spots restored exactly, and spots."""
    spots = [right(spot, page) for damaged, page in pages(site) for spot in damaged.spots]
    return sum(spots), len(spots)


def test_the_simulator_makes_the_damage_that_pages_show() -> None:
    listed = (("數", "shù"), ("謹", "jǐn"), ("驅", "qū"), ("轉", "zhuǎn"), ("預", "yù"))
    made = garble("支持数十万，向专用深化，Agent，款A15", Knobs(readings=listed, mark_rate=0.0))
    assert made.text == "支持?jǐn)?shù)十萬，向?qū)Ｓ蒙罨\ue1d8珹gent，款A(yù)15"
    assert [spot.clean for spot in made.spots] == ["数", "专用深化，A"]
    made = garble("“算力规模”转向，规模化落地，以及", Knobs(readings=listed, mark_rate=1.0))
    assert made.text == "“算力規?！鞭D(zhuǎn)向，規?；\ue1f7涞?，以及"
    assert [spot.clean for spot in made.spots] == ["模”转", "模化落地"]


@pytest.mark.parametrize("site", SITES)
def test_nine_of_ten_spots_come_back_whatever_the_site_does(site: str) -> None:
    came_back, total = score(site)
    assert total > 100
    assert came_back >= 0.9 * total, f"{came_back} of {total}"


def test_95_of_100_spots_come_back() -> None:
    came_back, total = map(sum, zip(*map(score, SITES), strict=True))
    assert came_back >= 0.95 * total, f"{came_back} of {total}"


@pytest.mark.parametrize("site", SITES)
def test_all_but_the_spots_is_restored_exactly(site: str) -> None:
    for damaged, page in pages(site):
        assert "readings-removed" in page.flags
        if all(right(spot, page) for spot in damaged.spots):
            assert _comparable(page.text) == _comparable(damaged.clean)


@pytest.mark.parametrize("site", [site for site in SITES if SITES[site].question_mark])
def test_no_number_that_lost_its_first_character_looks_whole(site: str) -> None:
    lost = 0
    for damaged, page in pages(site):
        for spot in damaged.spots:
            behind = damaged.text[spot.end : spot.end + 1]
            if spot.clean.endswith(LOST) and (behind.isdigit() or behind == "."):
                lost += 1
                assert LOST in _found(page.text, page.edits, spot)
    assert lost


def test_readings_go_when_the_page_has_nothing_else_wrong() -> None:
    for text in clean_texts():
        plain = garble(text, Knobs(seed=9, listed=0.0, mark_rate=0.0))
        if not plain.spots:
            assert _comparable(restored(plain.text).text) == _comparable(plain.clean)
