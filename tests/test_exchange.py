"""Formats of other tools: what goes out comes back the same, the other tool itself reads it, and faults are told."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from extract.batch import ingest
from extract.cli.app import app
from extract.errors import ClaimsError
from extract.exchange import READABLE, Annotated, Misfit, of_reading, read, write
from extract.exchange.data_package import armoured, bare
from extract.exchange.flat import as_text, unflatten
from extract.exchange.importing import import_annotations
from extract.exchange.label_studio import CONFIG, region_id, task
from extract.store import connect, judge
from extract.table import COLUMNS, flatten
from extract.types import Article

ROOT = Path(__file__).parents[1]
SEED = (ROOT / "corpus" / "articles" / "seed.txt").read_text(encoding="utf-8")
MIRROR = "浪潮信息2025年Q1實(shí)現(xiàn)營(yíng)收468.6億元，同比增長(zhǎng)165.3%。"
PLAIN = "华为云的训推生产效率达到英伟达H20芯片的3倍，通信带宽提升15倍。"
ASTRAL = "𠮷公司😀消息\r\n浪潮信息营收50亿元，同比增长20%。\r\n"
TEXTS = {"mirror": MIRROR, "plain": PLAIN, "astral": ASTRAL, "none": "没有数字。", "seed": SEED}
LATER = {"id": "later", "text": "今年营收50亿元，净利率为5%至7%。", "title": "=年报", "published": "2025-11-18"}


def readings() -> list[Any]:
    made = [extract.read(text, id=name) for name, text in TEXTS.items()]
    return [*made, extract.read(LATER["text"], LATER["title"], LATER["published"], id="later")]


@pytest.fixture(scope="module")
def annotated() -> list[Annotated]:
    return [of_reading(each) for each in readings()]


def find(annotated: list[Annotated]) -> Callable[[str], Article | None]:
    return {each.article.id: each.article for each in annotated}.get


def all_records(found: list[Annotated]) -> list[dict[str, Any]]:
    return [record for each in found for record in each.records]


def as_if_annotated(file: Path, change: Callable[[list[dict[str, Any]]], Any] = lambda result: None) -> None:
    """What Label Studio exports when an annotator took the predictions over and then ``change``d the result of each."""
    tasks = json.loads(file.read_text(encoding="utf-8"))
    for number, each in enumerate(tasks, 1):
        result = copy.deepcopy(each["predictions"][0]["result"])
        change(result)
        each |= {
            "id": number,
            "annotations": [{"id": number, "was_cancelled": False, "lead_time": 3.5, "result": result}],
        }
    file.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------- round trips


@pytest.mark.parametrize("format", READABLE)
def test_what_goes_out_comes_back_the_same(format: str, annotated: list[Annotated], tmp_path: Path) -> None:
    file = tmp_path / "claims"
    assert write(format, annotated, file) == len(all_records(annotated)) > 60
    if format == "label-studio":
        as_if_annotated(file)
    back = read(format, file, find(annotated))
    assert all_records(back) == all_records(annotated)
    for one in back:
        (other,) = [each for each in annotated if each.article.id == one.article.id]
        assert one.article.text == other.article.text and one.parts == other.parts


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_record_that_follows_the_schema_survives_flattening(data: st.DataObject) -> None:
    record = copy.deepcopy(data.draw(st.sampled_from(all_records([of_reading(extract.read(MIRROR))]))))
    words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
    for name in ("subject", "scope", "attribution", "unit"):
        record[name] = data.draw(st.none() | words)
    number = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**30), 10**30)
    record["value"] = data.draw(number)
    record["value_max"] = data.draw(st.none() | number)
    record["flags"] = data.draw(st.lists(words.filter(lambda word: "|" not in word), unique=True, max_size=3))
    record["vendor"] = data.draw(st.none() | st.just({"id": None, "name": "x", "text": "", "how": "clause"}))
    row = {name: as_text(name, cell) or "" for name, cell in flatten(record).items()}
    assert unflatten({name: bare(armoured(cell)) for name, cell in row.items()}) == record


@given(st.text() | st.from_regex(r"'*[=+@＝-]?'?.*", fullmatch=True))
def test_an_armoured_cell_is_no_formula_and_can_be_laid_bare(cell: str) -> None:
    made = armoured(cell)
    assert bare(made) == cell
    assert made == cell or made == f"'{cell}"
    if made.lstrip()[:1] in tuple("=@＝＠") and made != "=":
        pytest.fail(f"{made!r} is a formula")


def test_a_store_with_its_corrections_goes_out(annotated: list[Annotated], tmp_path: Path) -> None:
    db = store(tmp_path)
    with connect(db) as connection:
        record = json.loads(
            connection.execute("SELECT json FROM records WHERE article = 'plain' LIMIT 1").fetchone()[0]
        )
        judge(connection, record["id"], "edit", "王芳", after={**record, "value": 4})
    code = run("convert", "--db", db, "--to", "web-annotation", "-o", tmp_path / "claims.jsonld")
    assert code == 0
    items = json.loads((tmp_path / "claims.jsonld").read_text())["first"]["items"]
    assessed = [each for each in items if each["motivation"] == "assessing"]
    assert [(each["creator"]["name"], each["body"]["value"]) for each in assessed] == [("王芳", "edited")]
    assert assessed[0]["target"] in [each["id"] for each in items if each["motivation"] == "describing"]
    records = [json.loads(each["body"][1]["value"]) for each in items if each["motivation"] == "describing"]
    assert {each["id"]: each["value"] for each in records}[record["id"]] == 4
    assert run("convert", "--db", db, "--accepted", "--to", "jsonl", "-o", tmp_path / "one.jsonl") == 0
    (line,) = (tmp_path / "one.jsonl").read_text().splitlines()
    assert json.loads(line)["value"] == 4


# ------------------------------------------------------------------------------------------------------ Label Studio


def labels(result: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in result if item["type"] == "labels"}


def quantity(result: list[dict[str, Any]], text: str) -> dict[str, Any]:
    return next(
        each
        for each in labels(result).values()
        if each["value"] == {**each["value"], "text": text, "labels": ["quantity"]}
    )


def changed(
    annotated: list[Annotated], name: str, file: Path, change: Callable[[list[dict[str, Any]]], Any]
) -> Annotated:
    (one,) = [each for each in annotated if each.article.id == name]
    write("label-studio", [one], file)
    as_if_annotated(file, change)
    (back,) = read("label-studio", file)
    return back


def test_an_annotator_changes_the_value(annotated: list[Annotated], tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        id = quantity(result, "468.6億元")["id"]
        (item,) = [each for each in result if each.get("from_name") == "value" and each["id"] == id]
        item["value"]["text"] = ["46870000000"]

    back = changed(annotated, "mirror", tmp_path / "tasks.json", change)
    (record, other) = back.records
    before = next(each for each in annotated if each.article.id == "mirror").records
    assert (record["value"], record["derived"]["si_value"]) == (46870000000, 46870000000)
    assert {**record, "value": 0, "derived": 0} == {**before[0], "value": 0, "derived": 0}
    assert other == before[1]


def test_an_annotator_draws_another_vendor_and_takes_the_baseline_away(
    annotated: list[Annotated], tmp_path: Path
) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        id = quantity(result, "3倍")["id"]
        at = PLAIN.index("英伟达")
        result.append({"id": "new", "from_name": "part", "to_name": "text", "type": "labels",
                       "value": {"start": at, "end": at + 3, "text": "英伟达", "labels": ["vendor"]}})  # fmt: skip
        for item in [each for each in result if each["type"] == "relation" and each["from_id"] == id]:
            if item["labels"] == ["vendor"]:
                item["to_id"] = "new"
            if item["labels"] == ["baseline"]:
                result.remove(item)

    record, other = changed(annotated, "plain", tmp_path / "tasks.json", change).records
    assert record["vendor"] == {"id": "nvidia", "name": "英伟达", "text": "英伟达", "how": "reviewer"}
    assert record["baseline"] is None
    assert other == next(each for each in annotated if each.article.id == "plain").records[1]


def test_an_annotator_adds_a_claim_and_deletes_one(annotated: list[Annotated], tmp_path: Path) -> None:
    one = of_reading(extract.read("小米集团拥有3座工厂，营收50亿元。", id="x"))
    missed = [each for each in one.records if each["quantity"]["text"] == "50亿元"]
    shown = Annotated(one.article, tuple(missed), one.parts[-1:])

    def change(result: list[dict[str, Any]]) -> None:
        result.clear()
        for id, label, text in (("q", "quantity", "3座"), ("m", "metric", "工厂"), ("v", "vendor", "小米集团")):
            start = one.article.text.index(text)
            result.append({"id": id, "from_name": "part", "to_name": "text", "type": "labels",
                           "value": {"start": start, "end": start + len(text), "text": text, "labels": [label]}})  # fmt: skip
        result.append({"type": "relation", "from_id": "q", "to_id": "m", "direction": "right", "labels": []})
        result.append({"type": "relation", "from_id": "q", "to_id": "v", "direction": "right"})

    back = changed([shown], "x", tmp_path / "tasks.json", change)
    (record,) = back.records
    assert (record["vendor"]["id"], record["metric"]["text"], record["value"], record["unit"]) == (
        "xiaomi",
        "工厂",
        3,
        "座",
    )
    assert back.shown == (missed[0]["id"],)


@pytest.mark.parametrize("unit", ["utf-16", "lines"])
def test_offsets_as_browsers_count_them_are_recognised_by_the_quote(
    unit: str, annotated: list[Annotated], tmp_path: Path
) -> None:
    def width(text: str) -> int:
        return len(text.encode("utf-16-le")) // 2 if unit == "utf-16" else len(text.replace("\r\n", "\n"))

    def change(result: list[dict[str, Any]]) -> None:
        for item in result:
            if item["type"] != "relation":
                run = item["value"]
                run["start"], run["end"] = width(ASTRAL[: run["start"]]), width(ASTRAL[: run["end"]])

    back = changed(annotated, "astral", tmp_path / "tasks.json", change)
    assert len(back.records) == 2
    assert back.records == next(each for each in annotated if each.article.id == "astral").records


def test_only_the_newest_annotation_that_was_not_cancelled_counts(annotated: list[Annotated], tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    write("label-studio", [each for each in annotated if each.article.id in ("plain", "mirror")], file)
    as_if_annotated(file)
    tasks = json.loads(file.read_text())
    empty = {"id": 8, "was_cancelled": False, "result": [], "updated_at": "2025-01-02T00:00:00Z"}
    tasks[0]["annotations"] = [{**empty, "was_cancelled": True}]
    tasks[1]["annotations"] = [
        {**empty, "updated_at": "2025-01-01T00:00:00Z"},
        {**tasks[1]["annotations"][0], "updated_at": "2025-01-03T00:00:00Z"},
    ]
    file.write_text(json.dumps(tasks))
    (back,) = read("label-studio", file)
    assert back.records == annotated[[each.article.id for each in annotated].index(back.article.id)].records


def test_label_studio_itself_takes_tasks_and_gives_them_back(annotated: list[Annotated], tmp_path: Path) -> None:
    """Its own checks of interface, task and prediction, and its own converter over an export."""
    pytest.importorskip("label_studio_sdk", reason="needs label-studio-sdk (extra `interop`)")
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(CONFIG)
    interface.validate()
    tasks = [task(each) for each in annotated]
    for each in tasks:
        interface.validate_task({"data": each["data"]})
        assert interface.validate_prediction(each["predictions"][0])
    file = tmp_path / "tasks.json"
    write("label-studio", annotated, file)
    as_if_annotated(file)
    converter = Converter(config=CONFIG, project_dir=str(tmp_path))
    for name in ("JSON", "JSON_MIN", "CSV"):
        converter.convert(str(file), str(tmp_path / name), name, is_dir=False)
    (whole,) = (tmp_path / "JSON").glob("*.json")
    assert all_records(read("label-studio", whole)) == all_records(annotated)
    (brief,) = (tmp_path / "JSON_MIN").glob("*.json")
    seen = json.loads(brief.read_text(encoding="utf-8"))
    for each, one in zip(seen, annotated, strict=True):
        found = [item for item in each["part"] if item["labels"] == ["quantity"]] if one.records else []
        expected = sorted(
            (record["quantity"]["start"], record["quantity"]["end"], record["quantity"]["text"])
            for record in one.records
        )
        assert sorted((item["start"], item["end"], item["text"]) for item in found) == expected
    assert list((tmp_path / "CSV").glob("*.csv"))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (lambda result: labels(result)[quantity(result, "3倍")["id"]]["value"].update(labels=["amount"]), "value.labels", "'[\"amount\"]'; one of quantity"),
        (lambda result: quantity(result, "3倍")["value"].update(start=900, end=902), "value", "does not stand at 900:902"),
        (lambda result: quantity(result, "3倍")["value"].update(text="4倍"), "value", "'4倍' does not stand"),
        (lambda result: quantity(result, "3倍").update(id="z"), "id", "is no region"),
        (lambda result: result.append({"type": "relation", "from_id": "z", "to_id": "y"}), "from_id", "'z' is no region"),
        (lambda result: result.append({"type": "brushlabels", "id": "z", "value": {}}), "type", "'brushlabels'"),
        (lambda result: next(each for each in result if each.get("from_name") == "kind")["value"].update(choices=["growth"]), "value", "one of level"),
        (lambda result: next(each for each in result if each.get("from_name") == "value")["value"].update(text=["lots"]), "value", "not a number"),
        (lambda result: next(each for each in result if each.get("from_name") == "kind").update(from_name="sort"), "from_name", "'sort'"),
        (lambda result: [result.remove(each) for each in list(result) if each["type"] == "relation" and each["labels"] == ["metric"]], "result.0", "needs its metric"),
        (lambda result: result.append(7), "result", "no item"),
    ],
)  # fmt: skip
def test_a_fault_in_an_annotation_is_told_with_task_and_field(
    change: Any, field: str, words: str, annotated: list[Annotated], tmp_path: Path
) -> None:
    with pytest.raises(Misfit) as error:
        changed(annotated, "plain", tmp_path / "tasks.json", change)
    assert any(
        "task 1, annotations.0.result" in each and field in each and words in each for each in error.value.problems
    ), error.value.problems
    assert "nothing was imported" in str(error.value)


# ------------------------------------------------------------------------------------------------------- LangExtract


def test_langextract_itself_reads_and_writes_the_documents(annotated: list[Annotated], tmp_path: Path) -> None:
    langextract = pytest.importorskip("langextract", reason="needs langextract (extra `interop`)")
    from langextract.io import load_annotated_documents_jsonl

    file = tmp_path / "claims.jsonl"
    write("langextract", annotated, file)
    documents = list(load_annotated_documents_jsonl(file, show_progress=False))
    for document, one in zip(documents, annotated, strict=True):
        assert document.document_id == one.article.id and document.text == one.article.text
        for extraction, record in zip(document.extractions, one.records, strict=True):
            interval = extraction.char_interval
            assert document.text[interval.start_pos : interval.end_pos] == extraction.extraction_text
            assert extraction.attributes["value"] == json.dumps(record["value"])
    langextract.io.save_annotated_documents(documents, tmp_path, "again.jsonl", show_progress=False)
    assert all_records(read("langextract", tmp_path / "again.jsonl")) == all_records(annotated)
    write("langextract", [each for each in annotated if each.article.id == "plain"], file)
    page = langextract.visualize(str(file))
    assert "lx-highlight" in getattr(page, "data", page) and "通信带宽提升15倍" in getattr(page, "data", page)


def document(text: str, quote: str, **attributes: Any) -> dict[str, Any]:
    at = text.find(quote)
    return {
        "document_id": "x",
        "text": text,
        "extractions": [{"extraction_class": "claim", "extraction_text": quote, "attributes": attributes,
                         "char_interval": {"start_pos": at, "end_pos": at + len(quote)}}],
    }  # fmt: skip


def test_what_a_language_model_extracted_becomes_records(tmp_path: Path) -> None:
    file = tmp_path / "model.jsonl"
    said = {"vendor": "华为云", "metric": "训推生产效率", "value": "3", "baseline": "英伟达H20芯片"}
    file.write_text(json.dumps(document(PLAIN, PLAIN[:24], **said)), encoding="utf-8")
    ((record,),) = [each.records for each in read("langextract", file)]
    assert (record["vendor"]["id"], record["metric"]["text"], record["value"]) == ("huawei_cloud", "训推生产效率", 3)
    assert record["baseline"]["text"] == "英伟达H20芯片" and record["quantity"]["text"] == "3倍"
    assert record["evidence"]["text"] == PLAIN[:24]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (lambda each: each["extractions"][0].update(extraction_class="person"), "extraction_class", "only 'claim'"),
        (lambda each: each["extractions"][0].update(char_interval=None), "char_interval", "was not found"),
        (lambda each: each["extractions"][0]["char_interval"].update(end_pos=999), "char_interval", "outside the text"),
        (lambda each: each["extractions"][0].update(extraction_text="华为说"), "extraction_text", "does not stand there"),
        (lambda each: each["extractions"][0]["attributes"].update(vendor="百度"), "attributes.vendor", "does not stand"),
        (lambda each: each["extractions"][0]["attributes"].update(speed="3"), "attributes.speed", "is not known"),
        (lambda each: each["extractions"][0]["attributes"].update(value="7"), "attributes.value", "of 0 quantities"),
        (lambda each: each["extractions"][0]["attributes"].pop("metric"), "attributes.metric", "is missing"),
        (lambda each: each["extractions"][0]["attributes"].update(unit=3), "attributes", "texts"),
        (lambda each: each.update(language="zh"), "language", "no key"),
        (lambda each: each.pop("text"), "text", "is missing"),
    ],
)  # fmt: skip
def test_a_fault_in_a_document_is_told_with_line_and_field(change: Any, field: str, words: str, tmp_path: Path) -> None:
    good = document(PLAIN, PLAIN[:24], vendor="华为云", metric="训推生产效率", value="3")
    bad = copy.deepcopy(good)
    change(bad)
    file = tmp_path / "model.jsonl"
    file.write_text(f"{json.dumps(good)}\n\n{json.dumps(bad)}\n", encoding="utf-8")
    with pytest.raises(Misfit) as error:
        read("langextract", file)
    (told,) = error.value.problems
    assert told.startswith("line 3, ") and field in told and words in told


# ---------------------------------------------------------------------------------------------------- Web Annotation


def test_every_annotation_is_found_by_position_and_by_quote(annotated: list[Annotated], tmp_path: Path) -> None:
    """As a client that knows nothing of us anchors it: by position, and by the quote with what is around it."""
    file = tmp_path / "claims.jsonld"
    write("web-annotation", annotated, file)
    made = json.loads(file.read_text(encoding="utf-8"))
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld" and made["type"] == "AnnotationCollection"
    texts = {each.article.id: each.article.text for each in annotated}
    assert len({each["id"] for each in made["first"]["items"]}) == len(made["first"]["items"]) > 60
    for each in made["first"]["items"]:
        record = json.loads(each["body"][1]["value"])
        text = texts[record["article"]]
        position, words = each["target"]["selector"]
        assert text[position["start"] : position["end"]] == words["exact"]
        around = words["prefix"] + words["exact"] + words["suffix"]
        assert text.count(around) == 1 and text.index(around) + len(words["prefix"]) == position["start"]
        assert "quantity" in record and each["motivation"] == "describing"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda each: each["target"]["selector"][1].update(exact="无"), "TextQuoteSelector.exact: '无' does not stand"),
        (lambda each: each["target"]["selector"][0].update(end=10**6), "outside the text"),
        (lambda each: each["target"]["selector"][0].update(start=0, end=2), "leads elsewhere"),
        (lambda each: each["target"]["selector"].append({"type": "XPathSelector"}), "'XPathSelector' is not known"),
        (lambda each: each["target"].pop("selector"), "selector: is missing"),
        (lambda each: each["body"].pop(), "does not hold one record"),
        (lambda each: each["body"][1].update(value="{"), "is no JSON"),
        (lambda each: each["body"][1].update(value='{"article": "nope"}'), "there is no article 'nope'"),
        (lambda each: each["body"][1].update(value=each["body"][1]["value"].replace('"3倍"', '"4倍"')), "quantity.text: '4倍' does not stand there, but '3倍'"),
    ],
)  # fmt: skip
def test_a_fault_in_an_annotation_is_told(change: Any, words: str, annotated: list[Annotated], tmp_path: Path) -> None:
    (one,) = [each for each in annotated if each.article.id == "plain"]
    file = tmp_path / "claims.jsonld"
    write("web-annotation", [one], file)
    made = json.loads(file.read_text(encoding="utf-8"))
    change(made["first"]["items"][0])
    file.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(Misfit) as error:
        read("web-annotation", file, find(annotated))
    assert len(error.value.problems) == 1
    assert error.value.problems[0].startswith("annotation 1, ") and words in error.value.problems[0]


# ------------------------------------------------------------------------------------------------------------ JSON-LD


def test_json_ld_says_what_the_records_say(annotated: list[Annotated], tmp_path: Path) -> None:
    pyld = pytest.importorskip("pyld.jsonld", reason="needs PyLD")
    file = tmp_path / "claims.jsonld"
    write("json-ld", annotated, file)
    made = json.loads(file.read_text(encoding="utf-8"))
    vocabulary = {"@context": {"@vocab": "https://schema.org/", "@base": "urn:x:"}}

    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": vocabulary, "contentType": "application/ld+json"}

    nodes = pyld.expand(made, {"documentLoader": load})
    schema = "https://schema.org/"
    claims = {node["@id"]: node for node in nodes if node["@type"] == [f"{schema}Claim"]}
    assert len(claims) == len(all_records(annotated))
    for record in all_records(annotated):
        from extract.exchange.web_annotation import urn

        node = claims[urn("claim", record["id"])]
        (about,) = node[f"{schema}about"]
        values = [
            value[0]["@value"]
            for name, value in about.items()
            if name.removeprefix(schema) in ("value", "minValue", "maxValue")
        ]
        expected = [record["value"]] if record["value_max"] is None else [record["value"], record["value_max"]]
        assert sorted(values) == sorted(expected)
        unit = about.get(f"{schema}unitText")
        assert (unit and unit[0]["@value"]) == record["unit"]
        (appearance,) = node[f"{schema}appearance"]
        assert appearance["@id"] in {each["@id"] for each in nodes}


# --------------------------------------------------------------------------------------------------------------- rest


def test_records_are_checked_against_their_articles(annotated: list[Annotated], tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    (one,) = [each for each in annotated if each.article.id == "plain"]
    good, bad = one.records
    moved = {**bad, "evidence": {**bad["evidence"], "end": 10**6}}
    lost = {**bad, "article": "nope"}
    broken = {**bad, "kind": "growth"}
    file.write_text("".join(json.dumps(each) + "\n" for each in (good, moved, lost, broken)), encoding="utf-8")
    with pytest.raises(Misfit) as error:
        read("jsonl", file, find(annotated))
    lines = [each.partition(",")[0] for each in error.value.problems]
    assert lines == ["line 2", "line 3", "line 4"]
    assert "outside the text" in error.value.problems[0] and "kind" in error.value.problems[2]


def test_what_cannot_be_read_is_told_in_words(annotated: list[Annotated], tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with pytest.raises(ClaimsError, match="choose from"):
        read("excel", file)
    with pytest.raises(ClaimsError, match="choose from"):
        write("excel", [], file)
    with pytest.raises(ClaimsError, match="name another file"):
        read("label-studio", file)
    file.write_bytes(b'[{"data":\n 7,]')
    with pytest.raises(Misfit, match="line 2"):
        read("label-studio", file)
    file.write_bytes("［］".encode("gbk"))
    with pytest.raises(Misfit, match="no UTF-8"):
        read("langextract", file)
    with pytest.raises(ClaimsError, match="does not hold the articles"):
        read("web-annotation", file)
    with pytest.raises(ClaimsError, match="choose another place"):
        write("jsonl", annotated, tmp_path / "no" / "folder.jsonl")


def store(folder: Path) -> Path:
    lines = [{"id": name, "text": text} for name, text in TEXTS.items()]
    (folder / "articles.jsonl").write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    ingest([folder / "articles.jsonl"], folder / "claims.db", jobs=1)
    return folder / "claims.db"


def run(*arguments: object) -> int:
    made = subprocess.run(
        [sys.executable, "-m", "extract", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "Traceback" not in made.stderr
    print(made.stderr)
    return made.returncode


def test_annotations_become_judgements_or_nothing_does(annotated: list[Annotated], tmp_path: Path, capsys: Any) -> None:
    db, file = store(tmp_path), tmp_path / "tasks.json"
    assert run("convert", "--db", db, "--to", "label-studio", "-o", file) == 0

    def change(result: list[dict[str, Any]]) -> None:
        quantities = [
            each["value"]["text"] for each in labels(result).values() if each["value"]["labels"] == ["quantity"]
        ]
        if quantities == ["3倍", "15倍"]:
            id = quantity(result, "15倍")["id"]  # deleted
            result[:] = [each for each in result if id not in (each.get("id"), each.get("from_id"))]
            id = quantity(result, "3倍")["id"]  # corrected
            (item,) = [each for each in result if (each.get("id"), each.get("from_name")) == (id, "comparator")]
            item["value"]["choices"] = [">="]

    as_if_annotated(file, change)
    broken = tmp_path / "broken.json"
    tasks = json.loads(file.read_text())
    tasks[-1]["annotations"][0]["result"][0]["value"]["text"] = "nowhere"
    broken.write_text(json.dumps(tasks))
    with pytest.raises(Misfit):
        import_annotations(db, "label-studio", broken, "王芳")
    with connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)
        total = connection.execute("SELECT count(*) FROM records").fetchone()[0]
    counts = {"accepted": total - 2, "corrected": 1, "added": 0, "rejected": 1}
    assert import_annotations(db, "label-studio", file, "王芳", dry_run=True) == counts
    assert run("import", file, "--db", db, "--reviewer", "王芳") == 0
    assert f"{total - 2} accepted, 1 corrected, 1 rejected" in capsys.readouterr().out
    with connect(db) as connection:
        status = dict(connection.execute("SELECT status, count(*) FROM claims GROUP BY 1"))
        assert status == {"accepted": total - 2, "edited": 1, "rejected": 1}
        (corrected,) = connection.execute("SELECT comparator FROM claims WHERE status = 'edited'").fetchone()
        assert corrected == ">="


def test_an_annotation_of_another_text_is_refused(annotated: list[Annotated], tmp_path: Path) -> None:
    db = store(tmp_path)
    other = of_reading(extract.read(f"今天，{PLAIN}", id="plain"))
    write("langextract", [other], tmp_path / "x.jsonl")
    with pytest.raises(Misfit, match="has another text in the store"):
        import_annotations(db, "langextract", tmp_path / "x.jsonl", "王芳")
    write("langextract", [of_reading(extract.read(PLAIN, id="unknown"))], tmp_path / "x.jsonl")
    with pytest.raises(Misfit, match="is not in the store"):
        import_annotations(db, "langextract", tmp_path / "x.jsonl", "王芳")


def test_convert_from_articles_and_back(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": PLAIN}), encoding="utf-8")
    assert run("convert", tmp_path / "a.jsonl", "--to", "web-annotation", "-o", tmp_path / "a.json") == 0
    back = ("convert", tmp_path / "a.json", "--from", "web-annotation", "-o", tmp_path / "b.jsonl")
    assert run(*back) == 1
    assert run(*back, "--articles", tmp_path / "a.jsonl") == 0
    found = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    assert found == list(extract.read(PLAIN, id="a").records)
    assert run("convert", "--to", "label-studio-config", "-o", tmp_path / "config.xml") == 0
    assert (tmp_path / "config.xml").read_text() == CONFIG
    for wrong in (("--to", "excel", "-o", "x"), ("--to", "jsonl"), ("--from", "excel", "-o", "x"), ("-o", "x")):
        assert run("convert", *wrong) == 2


def test_region_ids_are_stable_and_columns_complete() -> None:
    assert region_id("quantity", "a#6") == region_id("quantity", "a#6") != region_id("quantity", "a#7")
    with pytest.raises(ValueError, match="vendor: is missing"):
        unflatten({})
    with pytest.raises(ValueError, match="value: is 'x', not a number"):
        unflatten({**dict.fromkeys(COLUMNS), "value": "x"})
    assert {command.name for command in app.registered_commands} >= {"convert", "import"}
