"""The repair stage as a whole: what it undoes, what it leaves alone, and what always holds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from garbling import own_texts

from extract.repair import original_span, repair, replay
from extract.types import Article, Repaired, Span

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "tests/cases/repair.toml").read_text(encoding="utf-8"))


def restored(text: str, **more: Any) -> Repaired:
    return repair(Article(id="page", text=text, **more))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["about"])
def test_damage_is_undone(case: dict[str, Any]) -> None:
    page = restored(case["given"])
    assert page.text == case["restored"]
    assert page.script == case.get("script", "simplified")
    assert page.region == case.get("region", "mainland")
    assert list(page.flags) == case.get("flags", [])
    assert replay(case["given"], page.edits) == page.text
    assert restored(page.text).text == page.text


@pytest.mark.parametrize(
    "text", [text for group in CASES["untouched"] for text in group["texts"]], ids=lambda text: text[:24]
)
def test_sound_text_comes_back_as_it_is(text: str) -> None:
    page = restored(text)
    assert (page.text, page.edits, page.flags) == (text, (), ())


def test_the_seed_article_is_restored_character_for_character() -> None:
    given_text = (ROOT / "corpus/articles/seed.txt").read_text(encoding="utf-8")
    page = restored(given_text)
    assert page.text == (ROOT / "corpus/articles/seed.restored.txt").read_text(encoding="utf-8")
    assert replay(given_text, page.edits) == page.text
    assert (page.script, page.region) == ("simplified", "mainland")
    assert "source-damaged" not in page.flags
    # the five spots where its bytes had fallen out of step
    runs = [given_text[edit.start : edit.end] for edit in page.edits if edit.kind == "byte"]
    assert runs == ["?!鞭D", "?jǐn)?shù)", "?jǐn)?shù)", "?qū)S蒙罨\ue1d8珹", "?;\ue1f7涞?"]


@pytest.mark.parametrize(
    "damaged", sorted((ROOT / "corpus/articles").glob("*.damaged.txt")), ids=lambda path: path.name
)
def test_a_damaged_copy_is_restored_to_its_article(damaged: Path) -> None:
    article = ROOT / "corpus/gold/own" / damaged.name.replace(".damaged.txt", ".json")
    clean = json.loads(article.read_text(encoding="utf-8"))["text"]
    assert restored(damaged.read_text(encoding="utf-8")).text == restored(clean).text


@pytest.mark.parametrize("name", own_texts())
def test_own_articles_change_only_in_script_width_and_blanks(name: str) -> None:
    text, script = own_texts()[name]
    page = restored(text)
    assert page.script == script
    assert page.flags == ()
    for edit in page.edits:
        given_run = text[edit.start : edit.end]
        if edit.kind == "blank":
            assert given_run.strip() == edit.text == ""
        elif edit.kind == "width":
            assert len(edit.text) == len(given_run) == 1
            assert edit.text.isascii()
        else:
            assert edit.kind == "script"
            assert script == "traditional"
            assert len(edit.text) == len(given_run) == 1
    assert restored(page.text).text == page.text


def test_sound_pages_load_no_dictionary_and_no_conversion_table() -> None:
    program = (
        "import sys; from extract.repair import repair; from extract.types import Article;"
        "page = repair(Article(id='a', text='公司营收（同比）增长12%，GPU用户达3 000万。' * 9));"
        "from extract.repair import language_model, readings;"
        "assert not {'jieba', 'opencc', 'pandas', 'spacy'} & set(sys.modules), sys.modules.keys();"
        "assert not language_model.dictionary.cache_info().currsize;"
        "assert not readings._table.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


# ------------------------------------------------------------------------------------------------------ region


def test_the_publisher_decides_where_the_wording_does_not() -> None:
    text = "公司營收增長三成，並於年內擴產"
    assert restored(text).region == "taiwan"
    assert restored(text, publisher="香江財訊").region == "hongkong"
    assert restored(text, url="https://news.example.hk/1").region == "hongkong"


def test_mainland_text_about_hong_kong_stays_mainland() -> None:
    assert restored("营收同比增长三成，每股派息0.5港元，港股上涨").region == "mainland"
    assert restored("营收按年增长三成，毛利按季升一成，派息0.5港元").region == "hongkong"
    assert restored("台股上市公司营收年增三成，月减一成").region == "taiwan"


def test_vocabulary_tells_the_press_of_a_traditional_page() -> None:
    assert restored("工信部數據顯示，市場規模達53億元，同比增長三成").region == "mainland"
    assert restored("伺服器晶片營收年增三成，達53億元").region == "taiwan"
    assert restored("軟件收入按年升三成，錄得53億元，同比表現理想").region == "hongkong"


# ----------------------------------------------------------------------------------------------------- invariants

PIECES = st.sampled_from(
    [
        *"實現營數據規模增長亿元%?！，。；(）)（ \n\u00a0\u3000\u200b\ufeff\ud800\ue1d8１２３．％&;<>·",
        "(shí)", "(xiàn)", "?jǐn)", "?", "(yíng)", "實(shí)", "營(yíng)", "數(shù)", "據(jù)", "場(chǎng)", "業(yè)", "12", "2 0 2 5 年", "3. 5",
        "&nbsp;", "&amp;", "lt;", "&#60;", "<b>2</b>", "</p>", "ÊÐ³¡", "鍏徃锛", "€", "1 234 元", "\n.5%", "规?；", "鞭D(zhuǎn)",
    ]
)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_the_log_leads_from_the_text_as_given_to_the_restored_text(text: str) -> None:
    page = restored(text)
    assert replay(text, page.edits) == page.text
    for first, second in zip(page.edits, page.edits[1:], strict=False):
        assert first.end <= second.start
    for edit in page.edits:
        assert edit.text != text[edit.start : edit.end]


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = restored(text).text
    assert restored(once).text == once


@settings(max_examples=300, deadline=None)
@given(ANYTHING, st.data())
def test_spans_lead_back_by_the_log(text: str, data: st.DataObject) -> None:
    page = restored(text)
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    back = original_span(page, Span(start, end))
    assert 0 <= back.start <= back.end <= len(text)
    # what the span covers was made from what lies in the original span, and from nothing else
    inside = [edit for edit in page.edits if back.start <= edit.start and edit.end <= back.end]
    moved = [type(edit)(edit.start - back.start, edit.end - back.start, edit.text, edit.kind) for edit in inside]
    if start < end:
        assert page.text[start:end] in replay(text[back.start : back.end], moved)
        for edit in page.edits:
            assert edit in inside or edit.end <= back.start or edit.start >= back.end
    if not page.edits:
        assert back == (start, end)


def test_a_span_outside_the_text_is_refused() -> None:
    page = restored("营收12亿元")
    with pytest.raises(ValueError, match="does not lie"):
        original_span(page, Span(3, 99))


def test_a_span_covers_the_whole_run_that_was_replaced() -> None:
    text = "企業(yè)市場(chǎng)支持?jǐn)?shù)十萬實(shí)例，數(shù)據(jù)"
    page = restored(text)
    at = page.text.index("数十万")
    assert text[slice(*original_span(page, Span(at, at + 3)))] == "?jǐn)?shù)十萬"
    at = page.text.index("实例")
    assert text[slice(*original_span(page, Span(at, at + 1)))] == "實"
    assert text[slice(*original_span(page, Span(at + 1, at + 2)))] == "例"


# ------------------------------------------------------------------------------------------------------------ time

FLOODS = {
    "question marks": "實(shí)現(xiàn)營(yíng)收" + "?，" * 200,
    "brackets": "實(shí)現(xiàn)營(yíng)收" + "(((" * 150 + "(shí" * 100,
    "cut readings": "實(shí)現(xiàn)營(yíng)收" + "?jǐn)" * 200,
    "private use": "實(shí)現(xiàn)營(yíng)收?；" + "\ue1f7涞" * 200,
    "blanks": "1 " * 300 + "1" + " " * 300 + "\n" * 200,
    "digits": "2 0 " * 200 + "1. 2. 3. " * 100,
    "entities": "&amp;" * 200 + "&#38;" * 100 + "&" * 200,
    "tags": "<b>1</b><" * 100 + "<b " * 200,
    "western": "ÊÐ³¡ " * 200,
    "traditional": "營收並於後" * 200,
    "sound": "公司营收同比增长12%，利润达到3亿元。" * 60,
}


@pytest.mark.parametrize("name", FLOODS)
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    text = FLOODS[name]

    def seconds(times: int) -> float:
        page = text * times
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            restored(page)
            best = min(best, time.process_time() - start)
        return best

    seconds(1)
    assert seconds(16) < 8 * seconds(4) + 0.02
