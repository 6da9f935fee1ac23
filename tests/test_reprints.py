"""Reprints: who repeats whom, who was first, and which figures differ."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from standin import find

from extract import reprints
from extract.reprints import compare_figures, find_reprints, letters, sign
from extract.store import Found, Store, similarity

BODY = (
    "甲公司今日发布年度业绩公告，全年营收{revenue}元，同比增长{growth}元。公司表示，市场需求持续旺盛，订单饱满，产能利用率保持在"
    "较高水平。管理层在电话会上指出，未来一年将继续加大研发投入，并在海外建设新的生产基地。分析人士认为，行业竞争正在加剧，价格"
    "压力不容忽视，但龙头企业凭借规模和技术上的积累仍有望维持领先。公告还提到，董事会已经通过了新一轮的员工持股计划。"
)
OTHER = (
    "国家邮政局的监测显示，节日期间包裹揽收量再创新高，达到{revenue}件。多地快递企业延长营业时间，增派人手，保障末端派送。农村"
    "地区的增速快于城市，冷链运输成为新的亮点。业内人士提醒消费者，收件时先验货再签收，遇到破损应及时取证并联系客服处理。"
)


def day(number: int) -> dt.date:
    return dt.date(2025, 3, number)


def put(store: Store, *articles: Found) -> None:
    """Settle articles, each in a file of its own, and look for reprints."""
    run = store.begin_run("one", {})
    for found in articles:
        path = f"/{found.article.id}"
        visit = store.visit(run, path, "one", False)
        with store.transaction():
            visit.settle(0, path, found)
            store.settle_file(visit, None, "", 1, 0)
    find_reprints(store.connection)


def clusters(store: Store) -> dict[str, tuple[str, str]]:
    return {a: (c, kind) for a, c, kind in store.connection.execute("SELECT article, canonical, kind FROM reprints")}


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store(tmp_path / "claims.db") as opened:
        yield opened


def test_a_signature_looks_through_layout() -> None:
    assert sign("营收 50亿元，\n增长5.0%。") == sign("营收50亿元；增长5.0%")
    assert sign("增长5.0%").letters != sign("增长50%").letters
    assert letters("") == ""


def test_the_estimate_is_near_the_truth() -> None:
    one, other = BODY.format(revenue=50, growth=7) * 3, BODY.format(revenue=50, growth=7) * 2 + OTHER.format(revenue=9)

    def shingles(text: str) -> set[str]:
        plain = letters(text)
        return {plain[at : at + reprints.SHINGLE] for at in range(len(plain) - reprints.SHINGLE + 1)}

    a, b = shingles(one), shingles(other)
    assert similarity(sign(one).hashes, sign(other).hashes) == pytest.approx(len(a & b) / len(a | b), abs=0.12)


def test_a_reprint_with_other_edges_is_near_the_same_text_exact_another_story_neither(store: Store) -> None:
    text = BODY.format(revenue=50, growth=7)
    put(
        store,
        find(text, id="first", published=day(1), publisher="甲报"),
        find(f"原标题：业绩公告\n{text}\n责任编辑：张三", id="near", published=day(2), publisher="乙网"),
        find(text.replace("，", ", "), id="exact", published=day(3), publisher="丙网"),
        find(OTHER.format(revenue=9), id="other", published=day(1), publisher="丁网"),
    )
    assert clusters(store) == {"first": ("first", "canonical"), "near": ("first", "near"), "exact": ("first", "exact")}
    shown = dict(store.connection.execute("SELECT article, reprint_of FROM claims"))
    assert shown == {"first": None, "near": "first", "exact": "first", "other": None}


@pytest.mark.parametrize(
    ("first", "second", "canonical"),
    [
        ({"published": day(2)}, {"published": day(1)}, "b"),
        ({"published": day(1), "reprinted_from": "丙社"}, {"published": day(2)}, "b"),
        (
            {"published": day(1), "reprinted_from": "乙报"},
            {"published": day(2), "reprinted_from": "丙社", "publisher": "乙报"},
            "b",
        ),
        ({}, {"published": day(1)}, "b"),
        ({}, {}, "a"),
    ],
)
def test_the_first_publisher_is_canonical(
    store: Store, first: dict[str, Any], second: dict[str, Any], canonical: str
) -> None:
    text = BODY.format(revenue=50, growth=7)
    put(
        store,
        find(text, id="a", **({"publisher": "甲网"} | first)),
        find(text, id="b", **({"publisher": "乙网"} | second)),
    )
    assert {c for c, _ in clusters(store).values()} == {canonical}


def test_a_changed_figure_is_flagged_on_both_sides_and_never_merged(store: Store) -> None:
    put(
        store,
        find(BODY.format(revenue=50, growth=7), id="a", published=day(1)),
        find(BODY.format(revenue=52, growth=7), id="b", published=day(2)),
    )
    differ = store.connection.execute("SELECT field, told, canonical_told FROM differences").fetchall()
    assert differ == [("value", 52, 50)]
    flagged = store.connection.execute(
        "SELECT article, value FROM claims WHERE changed_figure ORDER BY article"
    ).fetchall()
    assert flagged == [("a", 50), ("b", 52)]
    assert store.connection.execute("SELECT count(*) FROM claims").fetchone() == (4,)


def test_equal_figures_differ_nowhere(store: Store) -> None:
    text = BODY.format(revenue=50, growth=7)
    put(store, find(text, id="a"), find(f"快讯：{text}", id="b"))
    assert store.connection.execute("SELECT * FROM differences").fetchall() == []
    assert len(clusters(store)) == 2


def test_a_bulletin_of_another_day_by_the_same_publisher_is_no_reprint(store: Store) -> None:
    put(
        store,
        find(BODY.format(revenue=50, growth=7), id="a", published=day(1), publisher="甲报"),
        find(BODY.format(revenue=60, growth=8), id="b", published=day(2), publisher="甲报"),
    )
    assert clusters(store) == {}


def test_articles_about_different_vendors_are_no_reprints(store: Store) -> None:
    text = BODY.format(revenue=50, growth=7)
    one, other = find(text, id="a"), find(text.replace("甲公司", "乙公司"), id="b")
    assert other.readout is not None
    renamed = tuple(tuple("乙公司" if cell == "甲公司" else cell for cell in row) for row in other.readout.records)
    import dataclasses

    put(store, one, dataclasses.replace(other, readout=dataclasses.replace(other.readout, records=renamed)))
    assert clusters(store) == {}


def test_figures_are_compared_where_the_wording_is_not_the_same() -> None:
    def row(id: str, sentence: str, value: int, **more: Any) -> dict[str, Any]:
        base = {
            "id": id,
            "sentence": sentence,
            "value": value,
            "value_max": None,
            "unit": "CNY",
            "baseline_value": None,
        }
        return base | {"vendor_id": "v", "metric": "营收", "metric_text": "营收", "kind": "level"} | more

    one, other = [row("a#1", "甲营收50亿元。", 50)], [row("b#1", "甲的营收为48亿元。", 48)]
    assert [(d.told, d.canonical_told) for d in compare_figures(other, one)] == [(48, 50)]
    later = row("b#9", "甲去年营收40亿元。", 40, period="去年")
    assert [(d.told, d.canonical_told) for d in compare_figures([*other, later], one)] == [(48, 50)]
    assert compare_figures([row("b#1", "甲利润48亿元。", 48, metric_text="利润")], one) == []
    assert compare_figures([row("b#1", "甲营收50亿元。", 50.0)], one) == []
    assert [d.field for d in compare_figures([row("b#1", "甲营收50亿元。", 50, unit="USD")], one)] == ["unit"]


def test_when_the_first_is_changed_into_another_story_the_rest_stay_together(store: Store) -> None:
    text = BODY.format(revenue=50, growth=7)
    put(store, *(find(text, id=name, published=day(number), publisher=name) for number, name in enumerate("abc", 1)))
    assert {c for c, _ in clusters(store).values()} == {"a"}
    put(store, find(OTHER.format(revenue=9), id="a", published=day(1)))
    assert clusters(store) == {"b": ("b", "canonical"), "c": ("b", "exact")}


def test_signatures_of_another_method_are_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BODY.format(revenue=50, growth=7)
    put(store, find(text, id="a", publisher="甲"), find(text, id="b", publisher="乙"))
    monkeypatch.setattr(reprints, "THRESHOLD", 0.61)
    find_reprints(store.connection)
    methods = store.connection.execute("SELECT DISTINCT method FROM signatures").fetchall()
    assert methods == [(reprints.method(),)]
    assert "0.61" in methods[0][0]
    assert len(clusters(store)) == 2


def test_an_article_without_letters_is_nobodys_reprint(store: Store) -> None:
    put(store, find("……", id="a"), find("！！", id="b"))
    assert clusters(store) == {}
    assert find_reprints(store.connection) == 0


_VARIANTS = [
    *(BODY.format(revenue=r, growth=7) for r in (50, 51)),
    BODY.format(revenue=50, growth=7)[:130],
    BODY.format(revenue=50, growth=7) + OTHER.format(revenue=9)[:60],
    OTHER.format(revenue=9),
    OTHER.format(revenue=9)[20:] + "完。",
    "一则短讯，营收5元。",
    "一则短讯，营收5元。续",
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(_VARIANTS))), st.integers(0, len(_VARIANTS)))
def test_clusters_do_not_depend_on_the_order_or_on_how_many_came_at_once(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    articles = [find(text, id=f"v{number}", published=day(1 + number % 3)) for number, text in enumerate(_VARIANTS)]
    folder = tmp_path_factory.mktemp("store")
    with Store(folder / "one.db") as one, Store(folder / "two.db") as two:
        put(one, *articles)
        put(two, *(articles[number] for number in order[:cut]))
        put(two, *(articles[number] for number in order[cut:]))
        both = [
            [
                connection.execute("SELECT * FROM reprints ORDER BY article").fetchall(),
                connection.execute("SELECT * FROM differences ORDER BY record, field").fetchall(),
            ]
            for connection in (one.connection, two.connection)
        ]
        assert both[0] == both[1]
        assert both[0][0]
