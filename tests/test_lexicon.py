"""The words: every row tested in both directions, every form searched, a user's tables in whatever way they were saved."""

from __future__ import annotations

import csv
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.check import as_object, check, fix
from extract.lexicon import BUILT_IN, Lexicon, LexiconError, fold, fold_width, key, load, squeeze, user_folders
from extract.lexicon.cues import read_cues
from extract.lexicon.tables import METRICS, PRODUCTS, TABLES, UNITS, VENDORS, Table, items, read_rows
from extract.segment.words import Words
from extract.validation import schema

ROOT = Path(__file__).parents[1]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))
    return folder


# ------------------------------------------------------------------------------------------------------ our own words


def test_our_lexicon_is_in_order() -> None:
    assert [str(problem) for problem in check()] == []


def test_our_lexicon_is_as_large_as_promised() -> None:
    words = load()
    assert len(words.vendors) >= 580
    assert len(words.products) >= 2000
    assert len(words.metrics) >= 220
    assert len(words.units) >= 290


def test_fixing_our_lexicon_changes_nothing(tmp_path: Path) -> None:
    for table in TABLES:
        (tmp_path / table.file).write_bytes((BUILT_IN / table.file).read_bytes())
    assert fix(tmp_path) == ()


def test_every_sure_form_is_found_as_its_own_entry() -> None:
    words = load()
    lost = []
    for kind, entries in (("vendor", words.vendors), ("product", words.products)):
        for id, entry in entries.items():
            for alias in (entry.name, *entry.aliases):
                if alias not in entry.context_aliases:
                    hits = [(hit.kind, hit.id, hit.end - hit.start) for hit in words.find_names(f"，{alias}，")]
                    if hits != [(kind, id, len(alias))]:
                        lost.append((id, alias, hits))
    assert lost == []


def test_every_sure_metric_wording_is_found_as_its_own_metric() -> None:
    words = load()
    for id, metric in words.metrics.items():
        for alias in (metric.name, *metric.aliases):
            if alias not in metric.ambiguous_aliases:
                assert [hit.id for hit in words.find_metrics(f"{alias}为")] == [id], alias
                found = words.metric_of(alias)
                assert found is not None and found.id == id, alias


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_the_schema_of_a_table_describes_its_columns(table: Table) -> None:
    published = schema(table.file.removesuffix("s.csv"))
    assert set(published["properties"]) == {*table.columns, "hide"}
    lists = {name for name, told in published["properties"].items() if told.get("type") == "array"}
    assert lists == set(table.lists)
    assert all(told.get("description") for told in published["properties"].values())


def test_units_convert_within_their_dimension() -> None:
    words = load()
    for unit in words.units.values():
        if unit.record_as:
            assert words.units[unit.record_as].base == unit.base, unit.symbol
    assert words.units["GWh"].factor / words.units["kWh"].factor == Decimal(1_000_000)
    assert words.units["CNY/Mtoken"].factor / words.units["CNY/token"].factor == Decimal("0.000001")


def test_no_unit_holds_a_magnitude() -> None:
    for unit in load().units.values():
        for form in unit.written:
            assert not re.match(r"[万亿]", form), (unit.symbol, form)


# The grammar gives these another reading: a counted noun, a fraction word, a tenth.
OTHER_READING = {"成", "折", "番", "个数量级", "数量级", "百分点", "千瓩", "个G力"}


def test_every_sure_unit_form_is_read_behind_a_number() -> None:
    from extract.mentions.quantities import find_quantities

    words = load()
    wrong = []
    for unit in words.units.values():
        for form in unit.written:
            if form in OTHER_READING or not form[0].isalnum() or form in ("CNY", "USD"):
                continue
            units = {quantity.unit for quantity in find_quantities(f"测得12{form}。", (), words)}
            if (unit.record_as or unit.symbol) not in units:
                wrong.append((form, unit.symbol, units))
    assert wrong == []


# ---------------------------------------------------------------------------------------------------------- searching


@given(st.text(max_size=40))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(fold_width(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="英伟达RTX5090 H20·华为云-小米1Ａ移动，", max_size=40))
def test_what_is_found_is_a_form_of_the_entry(text: str) -> None:
    words = load()
    for hit in words.find_names(text):
        form = squeeze(key(text[hit.start : hit.end]))
        assert (hit.kind, hit.id) in words.name_forms[form].readings
        assert form[0] != " " and text[hit.start] not in " ·" and text[hit.end - 1] not in " ·"


def test_a_form_is_not_found_inside_a_longer_token() -> None:
    words = load()
    assert words.find_names("according to H2000 and 小米150") == [] or all(
        hit.id not in ("accord", "nv_h20", "nv_h200", "mi_15")
        for hit in words.find_names("according to H2000 and 小米150")
    )
    assert [hit.id for hit in words.find_names("Kimi K2.5")] == ["kimi_k2_5"]


def test_a_number_with_its_unit_may_touch_a_metric() -> None:
    words = load()
    assert [hit.id for hit in words.find_metrics("45msTPOT")] == ["tpot"]
    assert [hit.id for hit in words.find_metrics("4720万MAU")] == ["mau"]
    assert words.find_metrics("SAMAUX") == []


def test_a_unit_decides_between_two_metrics_of_one_wording() -> None:
    words = load()
    by_unit = {unit: words.metric_of("TPS", unit) for unit in ("token/s", "笔/s", "kg")}
    assert [found and found.id for found in by_unit.values()] == ["inference_throughput", "tps_db", None]
    assert words.metric_of("服务企业数量") == words.metrics["service_customers"]


def test_a_blank_may_stand_or_be_missing_where_a_name_has_a_joint() -> None:
    words = load()
    same = ("Mate 60 Pro+", "Mate60 Pro+", "Mate 60Pro+", "Mate-60-Pro+", "MATE　60　Pro+")
    assert {hit.id for form in same for hit in words.find_names(f"买{form}的人")} == {"hw_mate_60_pro"}
    assert [(hit.start, hit.end) for hit in words.find_names("买Mate 60 Pro+的人")] == [(1, 13)]
    assert [hit.id for hit in words.find_names("金蝶云·星空和金蝶云星空")] == ["kingdee_xinghan"] * 2


def test_a_blank_elsewhere_parts_a_name() -> None:
    words = load()
    for text in ("H2 00芯片", "英 伟达的", "in tel的", "RTX 50 90显卡", "H20 0颗"):
        assert not {hit.id for hit in words.find_names(text)} & {"nv_h200", "nvidia", "intel", "rtx_5090"}, text


def test_a_lexicon_travels_to_another_process() -> None:
    words = load()
    assert pickle.loads(pickle.dumps(words)) is words


def test_loading_needs_no_segmenter() -> None:
    code = (
        "from extract.lexicon import load; w = load(); w.find_names('华为'); import sys; print('rjieba' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"


# ------------------------------------------------------------------------------------------------------- words, jieba


def test_the_fast_segmenter_cuts_as_jieba_does() -> None:
    fast, reference = Words(), Words(engine="jieba")
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "articles").glob("*.txt"))[:3]]
    texts.append("105.3EFLOPS、9-122365078、7-100%、GPT-4o、A.B--C、---、x86_64、3.2TB/s与PUE≤1.15。")
    lines = [line for text in texts for line in re.split("[。\n]", text) if line]
    assert len(lines) > 50
    assert [fast.cut(line) for line in lines] == [reference.cut(line) for line in lines]


def test_a_known_name_is_a_word_and_does_not_tear_others() -> None:
    words = Words(["远芯", "高通"])
    assert words.cut("远芯发布新品")[0] == "远芯"
    assert words.is_word("采购高通芯片", 2, 4)
    assert not words.is_word("提高通信带宽", 1, 3)


# ------------------------------------------------------------------------------------------------------ a user's words


def test_a_row_adds_to_ours_overrides_and_hides(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "own",
        "vendors.csv",
        "id,name,aliases,sector,hide\nhuawei,华为技术,菊厂,telecom,华为公司\n远芯,远芯科技,远芯,chip,\nIDC圈,IDC圈,,,\nintel,,,,*\n",
    )
    words = load(folder)
    huawei = words.vendors["huawei"]
    assert (huawei.name, huawei.sector) == ("华为技术", "telecom")
    assert "菊厂" in huawei.aliases and "HUAWEI" in huawei.aliases and "华为公司" not in huawei.aliases
    assert [hit.id for hit in words.find_names("菊厂与远芯科技")] == ["huawei", "远芯"]
    assert "intel" not in words.vendors and "intel" in load().vendors
    assert pickle.loads(pickle.dumps(words)).vendors["远芯"].name == "远芯科技"


SHEET = "kind,name,id,aliases,备注\n"
ROWS = "name,id , aliases,kind\n远芯科技,yuanxin, 远芯 | 远芯半导体 ,company\n,,,\n  ,,,\n澜讯,lanxun,,company \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_loads_however_it_was_saved(tmp_path: Path, encoding: str, delimiter: str) -> None:
    folder = write(tmp_path / "own", "vendors.csv", ROWS.replace(",", delimiter).replace("\n", "\r\n"), encoding)
    words = load(folder)
    assert words.vendors["yuanxin"].aliases == ("远芯", "远芯半导体")
    assert words.vendors["lanxun"].kind == "company"
    assert check(folder) == (
        *(
            problem
            for problem in check(folder)
            if "stands after" in problem.problem and problem.remedy == "sort the rows with zhclaims check --fix"
        ),
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("vendors.csv", "name,aliases\n远芯,\n", "row 1: the first row has no column 'id': the columns are: id, name"),
        ("vendors.csv", "id,name,备注\na,甲,\n", "row 1: there is no column '备注'"),
        ("vendors.csv", "id,name,name\na,甲,乙\n", "row 1: the column 'name' is there twice: delete one of them"),
        ("vendors.csv", "id,name\n,甲\n", "row 2: the cell 'id' is empty: write a short name in it"),
        ("vendors.csv", "id,name\na,甲\na,乙\n", "row 3: 'a' is also in row 2: make one row of the two"),
        ("vendors.csv", "id,name\na,\n", "row 2: the cell 'name' is empty: a new row needs 'name'"),
        ("vendors.csv", "id,name\na,甲,乙\n", "row 2: there are 3 cells but 2 columns: put double quotes around"),
        ("products.csv", "id,name\na,甲\n", "row 2: the cell 'owner' is empty: a new row needs 'owner'"),
        ("units.csv", "symbol,dimension,factor,base\n桶,volume,很多,m³\n", "row 2: the factor '很多' is no number"),
        ("cues.toml", "after = 3\n", 'after\' is no list of words: write after = ["word", "word"]'),
        ("cues.toml", "after = [\n", "this is no TOML"),
    ],
)
def test_a_mistake_is_told_with_file_row_and_remedy(tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = write(tmp_path / "own", name, text)
    with pytest.raises(LexiconError) as told:
        load(folder)
        read_cues([folder])
    assert str(folder / name) in str(told.value)
    assert said in str(told.value)
    assert [said in str(problem) for problem in check(folder)].count(True) == 1


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "vendors.csv").write_bytes(b"id,name\na,\xff\xff\n")
    with pytest.raises(LexiconError, match=r"neither UTF-8 nor GB18030.*save it as 'CSV UTF-8'"):
        load(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="there is no such folder"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,甲芯,华为,,,,", "'华为' is also a name of huawei: move it to context_aliases in each of them"),
        ("a,甲芯,,甲,,甲芯营收增长，甲的毛利率为3%,", "'甲' needs a witness, but the row has no rejects"),
        ("a,甲芯,4090,,,,", "the alias '4090' is a number: drop it"),
        ("a,甲芯,元,,,,", "the alias '元' is a single character"),
        ("a,甲芯,甲芯[0-9],,,,", "looks like a pattern: write plain text"),
        ("a,甲芯,鴻芯,,,,", "'鴻芯' is in traditional characters, which articles are freed of first: write '鸿芯'"),
        ("a,甲芯,,,,乙芯营收增长,", "'a' is not found in its example '乙芯营收增长'"),
        ("a,甲芯,,,,,甲芯营收增长", "'a' is found in '甲芯营收增长', which it must not: add a decoy"),
        ("a,甲芯,,,乙方,,", "the decoy '乙方' holds none of the row's names"),
        ("a,甲芯,甲芯集|甲芯集,,,,", "'甲芯集' is in aliases twice"),
    ],
)
def test_check_says_what_is_wrong_with_a_row(tmp_path: Path, row: str, said: str) -> None:
    header = "id,name,aliases,context_aliases,decoys,examples,rejects\n"
    folder = write(tmp_path / "own", "vendors.csv", header + row + "\n")
    told = [str(problem) for problem in check(folder)]
    assert any(said in problem and "vendors.csv, row 2: " in problem for problem in told), told


def test_check_knows_ids_that_nobody_has(tmp_path: Path) -> None:
    write(tmp_path, "vendors.csv", "id,name,parent\na,甲芯,nobody\n")
    write(tmp_path, "metrics.csv", "id,name,units\nfoo,甲乙率,furlong\n")
    write(tmp_path, "products.csv", "id,name,owner,family\nb,甲芯一号,a,nothing\n")
    told = "\n".join(map(str, check(tmp_path)))
    assert "parent 'nobody' is not registered: give the id of a row of vendors.csv" in told
    assert "units 'furlong' is not registered: give symbols of units.csv" in told
    assert "family 'nothing' is not registered" in told


def test_fix_sorts_and_normalises_and_keeps_what_is_said(tmp_path: Path) -> None:
    text = "name,id,aliases\n乙芯, b ,乙|乙芯|乙\n甲芯,a,\n"
    folder = write(tmp_path / "own", "vendors.csv", text, "gb18030")
    assert fix(folder) == (folder / "vendors.csv",)
    raw = (folder / "vendors.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [(row["id"], row["name"], row["aliases"]) for row in rows] == [("a", "甲芯", ""), ("b", "乙芯", "乙")]
    assert tuple(rows[0]) == VENDORS.columns
    assert fix(folder) == ()


def test_a_group_of_words_grows_and_shrinks(tmp_path: Path) -> None:
    write(tmp_path, "names.toml", 'after_a_name = ["拿到", "-宣布"]\nnew_group = "甲 乙"\n')
    groups = load(tmp_path).cues
    assert "拿到" in groups["names.after_a_name"] and "宣布" not in groups["names.after_a_name"]
    assert groups["names.new_group"] == ("甲", "乙")
    assert "宣布" in load().cues["names.after_a_name"]


def test_where_a_users_words_are_looked_for(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (tmp_path / "zhclaims.toml").write_text('lexicon = "own"\n', encoding="utf-8")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert user_folders(Path("given"), deep, {"ZHCLAIMS_LEXICON": "env"}) == (Path("given"),)
    assert user_folders(None, deep, {"ZHCLAIMS_LEXICON": "one"}) == (Path("one"),)
    assert user_folders(None, deep, {}) == (own,)
    (tmp_path / "zhclaims.toml").write_text("lexicon = 3\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="'lexicon' is no folder"):
        user_folders(None, deep, {})


def test_an_edited_folder_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, "vendors.csv", "id,name\na,甲芯\n")
    assert load(tmp_path).vendors["a"].name == "甲芯"
    write(tmp_path, "vendors.csv", "id,name\na,甲芯科技\n")
    assert load(tmp_path).vendors["a"].name == "甲芯科技"


def test_rows_survive_being_described_as_objects() -> None:
    for table in (VENDORS, PRODUCTS, METRICS, UNITS):
        row = read_rows(BUILT_IN / table.file, table)[0]
        made = as_object(row, table)
        assert {key: "|".join(value) if isinstance(value, list) else value for key, value in made.items()} == {
            key: value for key, value in row.cells.items() if value
        }
    assert items("甲 ｜乙||丙") == ("甲", "乙", "丙")


def test_the_lexicon_is_frozen() -> None:
    words = load()
    with pytest.raises(TypeError):
        words.vendors["x"] = words.vendors["huawei"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        words.vendors = {}  # type: ignore[misc]
    assert isinstance(words, Lexicon)
