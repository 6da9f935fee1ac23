"""The REST interface: every door, every refusal, and a fuzzer that finds no status that is not described."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))
from standin import StandIn, find

import extract
from extract.batch import PipelineTools, ingest
from extract.export import export
from extract.lexicon import load
from extract.serve.app import make_app, resources
from extract.serve.formats import chosen
from extract.serve.office import Office
from extract.serve.openapi import ANSWERS
from extract.serve.problems import Problem
from extract.serve.readers import Busy, Readers, TooSlow, Unreadable
from extract.store import Store, connect

ROOT = Path(__file__).parents[1]
LOCAL = "http://127.0.0.1:8422"
TEXT = "浪潮信息2025年Q1营收468.6亿元，同比增长165.3%。"
ARTICLES = [
    {"id": "a", "text": TEXT, "title": "一季报", "published": "2025-04-29", "publisher": "甲报"},
    {"id": "b", "text": "华为云的通信带宽提升15倍。小米集团营收925亿元。", "published": "2025-03-01"},
    {"id": "c#/é", "text": "小米集团2024年营收3659亿元，同比增长35%。"},
    {"id": "d", "text": "腾讯云智算使算力资源利用率提升至82%。", "published": "2025-04-29"},
]


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(partial(PipelineTools), 1, 60) as made:
        yield made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in ARTICLES)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    ingest([folder / "articles.jsonl"], folder / "claims.db", jobs=1)
    return folder / "claims.db"


@pytest.fixture
def db(filled: Path, tmp_path: Path) -> Path:
    with connect(filled) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'claims.db'}'")
    return tmp_path / "claims.db"


@pytest.fixture
def client(db: Path, readers: Readers) -> TestClient:
    return TestClient(make_app(Office(db, readers)), base_url=LOCAL)


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


def assert_problem(answer: Any, status: int, *words: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status and told["title"] and told["detail"]
    assert all(word in answer.text for word in words), answer.text


# ----------------------------------------------------------------------------------------------------------- extract


def test_a_text_gives_the_records_of_python(client: TestClient) -> None:
    asked = {"text": TEXT, "id": "a", "published": "2025-04-29", "title": "一季报", "publisher": "甲报"}
    answer = client.post("/v1/extract", json=asked)
    reading = extract.read(TEXT, "一季报", "2025-04-29", "甲报", id="a")
    assert answer.json() == {"article": "a", "records": list(reading.records), "numbers": list(reading.numbers)}
    assert len(reading.records) == 2
    assert client.get("/v1/articles/x").status_code == 404  # nothing was stored


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": 3}, "body.text"),
        ({}, "body.text"),
        ({"text": "x", "txt": "y"}, "body.txt"),
        ({"text": "x", "published": "yesterday"}, "body.published"),
        ({"text": "half \ud83d"}, "body.text"),
        ({"text": "nul \x00"}, "body.text"),
    ],
)
def test_a_wrong_request_is_told_field_by_field(client: TestClient, body: Any, field: str) -> None:
    answer = client.post("/v1/extract", content=json.dumps(body), headers={"content-type": "application/json"})
    assert_problem(answer, 422)
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_only_the_types_that_are_described_are_taken(client: TestClient) -> None:
    assert_problem(
        client.post("/v1/extract", content="x", headers={"content-type": "text/plain"}), 415, "application/json"
    )
    assert_problem(client.post("/v1/articles", content="x", headers={"content-type": "image/png"}), 415, "text/html")
    broken = client.post("/v1/extract", content="{", headers={"content-type": "application/json"})
    assert_problem(broken, 422, "JSON")


# ------------------------------------------------------------------------------------------------------------ claims


def test_claims_come_by_day_article_and_place_page_by_page(client: TestClient, db: Path, tmp_path: Path) -> None:
    whole = client.get("/v1/claims?limit=1000").json()
    assert whole["next"] is None
    export(db, tmp_path / "all.jsonl", "jsonl", context=True)
    assert whole["items"] == [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert len(whole["items"]) >= 7
    for limit in (1, 2, 3):
        found, address = [], f"/v1/claims?limit={limit}"
        while address:
            page = client.get(address)
            assert 0 < len(page.json()["items"]) <= limit
            found += page.json()["items"]
            link = re.fullmatch(r'<(.*)>; rel="next"', page.headers.get("link", ""))
            assert bool(link) == (page.json()["next"] is not None)
            address = link[1] if link else ""
        assert found == whole["items"]


def test_a_page_stays_right_when_articles_come_and_go_meanwhile(client: TestClient) -> None:
    before = ids(client.get("/v1/claims?limit=1000"))
    first = client.get("/v1/claims?limit=3").json()
    earlier = {"id": "0", "text": "甲公司营收7亿元。", "published": "2020-01-01"}
    later = {"id": "z", "text": "小米集团营收9亿元。", "published": "2025-12-31"}
    uploaded = client.post("/v1/articles", json=[earlier, later]).json()["items"]
    assert [each["status"] for each in uploaded] == ["done", "done"]
    rest = ids(client.get(f"/v1/claims?limit=1000&cursor={first['next']}"))
    assert [id for id in rest if not id.startswith("z#")] == before[3:]
    assert any(id.startswith("z#") for id in rest)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("vendor=小米集团", {"b", "c#/é"}),
        ("vendor=xiaomi&vendor=huawei_cloud", {"b", "c#/é"}),
        ("metric=revenue", {"a", "b", "c#/é"}),
        ("metric=revenue&vendor=inspur", {"a"}),
        ("article=c%23%2F%C3%A9", {"c#/é"}),
        ("since=2025-04-01", {"a", "d"}),
        ("until=2025-03-31", {"b"}),
        ("period=2025-Q1", {"a"}),
        ("period=2024/2025-06", {"a", "c#/é"}),
        ("period=2024-Q1", set()),
        ("text=算力资源", {"d"}),
        ("status=accepted", set()),
        ("status=unreviewed&status=accepted", {"a", "b", "c#/é", "d"}),
        ("min_confidence=1", set()),
        ("min_confidence=0.0", {"a", "b", "c#/é", "d"}),
    ],
)
def test_claims_are_filtered(client: TestClient, query: str, expected: set[str]) -> None:
    answer = client.get(f"/v1/claims?{query}")
    assert answer.status_code == 200, answer.text
    assert {item["article"] for item in answer.json()["items"]} == expected


def test_a_corrected_vendor_is_found_under_its_new_name(client: TestClient) -> None:
    (claim,) = list(client.get("/v1/claims?article=d").json()["items"])
    record = {name: claim[name] for name in claim if name not in ("sentence", "source", "review")}
    after = {**record, "vendor": {**record["vendor"], "id": "baidu", "name": "百度"}}
    asked = {"record": claim["id"], "verdict": "edit", "reviewer": "王芳", "after": after}
    assert client.post("/v1/judgements", json=asked).status_code == 201
    assert ids(client.get("/v1/claims?vendor=百度")) == [claim["id"]]
    assert ids(client.get("/v1/claims?status=edited")) == [claim["id"]]


@pytest.mark.parametrize("query", ["period=2025-Q5", "period=soon", "since=2025-13-01", "limit=0", "limit=1001", "limit=x",
                                   "min_confidence=2", "min_confidence=nan", "status=good", "since=2025-02-01&until=2025-01-01",
                                   "reprints=maybe"])  # fmt: skip
def test_a_filter_that_is_none_is_told(client: TestClient, query: str) -> None:
    assert_problem(client.get(f"/v1/claims?{query}"), 422)


def test_a_cursor_belongs_to_its_query(client: TestClient) -> None:
    cursor = client.get("/v1/claims?limit=1").json()["next"]
    for query in (f"limit=1&vendor=小米集团&cursor={cursor}", f"cursor={cursor[:-4]}", "cursor=AAAA", "cursor="):
        assert_problem(client.get(f"/v1/claims?{query}"), 400, "next")
    assert_problem(client.get(f"/v1/articles?cursor={cursor}"), 400)


def test_csv_and_json_lines_are_what_export_writes(client: TestClient, db: Path, tmp_path: Path) -> None:
    export(db, tmp_path / "all.csv", "csv", bom=False)
    answer = client.get("/v1/claims?limit=1000", headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content == (tmp_path / "all.csv").read_bytes()
    export(db, tmp_path / "all.jsonl", "jsonl", context=True)
    answer = client.get("/v1/claims?limit=1000", headers={"accept": "application/x-ndjson"})
    made = [json.loads(line) for line in answer.text.splitlines()]
    assert made == [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    part = client.get("/v1/claims?limit=2", headers={"accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(part.text)))) == 2 and "rel=" in part.headers["link"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", "text/csv"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/json;q=0.2, application/x-ndjson", "application/x-ndjson"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/*", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("application/json;q=x, text/csv;q=0.1", "text/csv"),
        ("", "application/json"),
    ],
)
def test_the_best_liked_type_is_chosen(accept: str, expected: str) -> None:
    assert chosen(accept) == expected


def test_a_type_that_is_not_offered_is_refused(client: TestClient) -> None:
    with pytest.raises(Problem):
        chosen("image/png")
    assert_problem(client.get("/v1/claims", headers={"accept": "application/xml"}), 406, "text/csv")


def test_one_claim_by_its_id_whatever_is_in_it(client: TestClient) -> None:
    for claim in client.get("/v1/claims").json()["items"]:
        address = "/v1/claims/" + urllib.request.quote(claim["id"], safe="")
        assert client.get(address).json() == claim
    assert_problem(client.get("/v1/claims/nope"), 404, "nope")


def test_vendors_side_by_side(client: TestClient) -> None:
    made = client.get("/v1/comparison?metric=revenue").json()
    (levels,) = [group for group in made["groups"] if group["kind"] == "level"]
    assert levels["unit"] == "CNY"
    assert [vendor["id"] for vendor in levels["vendors"]] == ["xiaomi", "inspur"]
    (xiaomi,) = [vendor for vendor in levels["vendors"] if vendor["id"] == "xiaomi"]
    assert (xiaomi["latest"]["si_value"], [each["si_value"] for each in xiaomi["earlier"]]) == (
        92500000000,
        [365900000000],
    )
    assert {group["kind"] for group in made["groups"]} == {"level", "increase"}
    only = client.get("/v1/comparison?metric=revenue&vendor=inspur&period=2025-Q1").json()
    assert [[vendor["id"] for vendor in group["vendors"]] for group in only["groups"]] == [["inspur"], ["inspur"]]


# ---------------------------------------------------------------------------------------------------------- articles


def test_articles_are_uploaded_in_every_form(client: TestClient) -> None:
    page = "<html><head><meta charset=gbk><title>年报</title></head><body><article><p>%s</p></article></body></html>"
    for media, body in (
        ("application/json", json.dumps({"id": "u1", "text": "小米集团营收1亿元。"}).encode()),
        ("application/x-ndjson", '{"id": "u2", "text": "小米集团营收2亿元。"}\n{"id": 3}\n'.encode()),
        ("text/plain; charset=utf-8", "小米集团营收4亿元。".encode()),
        ("text/html", (page % ("小米集团营收5亿元，同比增长7%。" * 3)).encode("gbk")),
    ):
        answer = client.post("/v1/articles", content=body, headers={"content-type": media})
        assert answer.status_code == 200, answer.text
        first, *others = answer.json()["items"]
        assert (first["status"], first["how"]) == ("done", "new") and first["records"] >= 1
        assert client.get(f"/v1/articles/{first['article']}").json()["text"]
        assert [each["status"] for each in others] == ["failed"] * len(others)
        assert all("text" in each["reason"] and each["remedy"] for each in others)


def test_an_upload_without_an_article_is_refused_line_by_line(client: TestClient) -> None:
    answer = client.post("/v1/articles", content=b'{"id": 3}\n[]\n', headers={"content-type": "application/x-ndjson"})
    assert_problem(answer, 422, "there is no article")
    assert [each["field"] for each in answer.json()["errors"]] == ["-:1", "-:2"]
    assert len(client.get("/v1/articles").json()["items"]) == len(ARTICLES)


def test_an_article_that_is_sent_again_changes_nothing_and_a_new_state_takes_its_place(client: TestClient) -> None:
    def send(text: str) -> dict[str, Any]:
        (made,) = client.post("/v1/articles", json={"id": "u", "text": text}).json()["items"]
        return dict(made)

    assert send("小米集团营收1亿元。")["how"] == "new"
    (claim,) = client.get("/v1/claims?article=u").json()["items"]
    asked = {"record": claim["id"], "verdict": "accept", "reviewer": "王芳"}
    assert client.post("/v1/judgements", json=asked).status_code == 201
    assert send("小米集团营收1亿元。")["status"] in ("unchanged", "duplicate")
    assert send("财报\n\n小米集团营收1亿元。")["how"] == "changed"
    (moved,) = client.get("/v1/claims?article=u").json()["items"]
    assert moved["quantity"]["start"] == claim["quantity"]["start"] + 4
    assert moved["review"]["status"] == "accepted"


def test_an_upload_waits_for_no_other_ingest(client: TestClient, db: Path) -> None:
    with Store(db):
        answer = client.post("/v1/articles", json={"text": "小米集团营收1亿元。"})
    assert_problem(answer, 503, "another ingest")
    assert answer.headers["retry-after"]


def test_articles_and_their_numbers(client: TestClient) -> None:
    listed = client.get("/v1/articles?limit=3").json()
    assert [item["id"] for item in listed["items"]] == ["a", "b", "c#/é"]
    assert ids(client.get(f"/v1/articles?cursor={listed['next']}")) == ["d"]
    article = client.get("/v1/articles/c%23%2F%C3%A9").json()
    assert article["text"] == ARTICLES[2]["text"]
    numbers = client.get("/v1/numbers?article=a").json()["items"]
    assert numbers == list(extract.read(TEXT, "一季报", "2025-04-29", "甲报", id="a").numbers)
    assert_problem(client.get("/v1/numbers?article=nope"), 404)


def test_vendors_and_metrics(client: TestClient) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = client.get("/v1/vendors?limit=1000" + (f"&cursor={cursor}" if cursor else "")).json()
        found += page["items"]
        cursor = page["next"]
    counts = {each["id"]: each["records"] for each in found if each["records"]}
    assert (counts["inspur"], counts["xiaomi"]) == (2, 3)
    named = [each["id"] for each in found if each["id"]]
    assert len(named) == len(set(named)) == len(load().vendors)
    assert client.get("/v1/vendors/inspur").json()["name"] == "浪潮信息"
    assert "inspur" in ids(client.get("/v1/vendors?text=浪潮"))
    assert client.get("/v1/metrics/revenue").json()["records"] == 5
    assert_problem(client.get("/v1/metrics/nope"), 404)


# -------------------------------------------------------------------------------------------------------- judgements


def test_a_claim_is_judged_undone_and_never_overwritten_unseen(client: TestClient) -> None:
    (id, *_) = ids(client.get("/v1/claims?article=a"))

    def say(**asked: Any) -> Any:
        return client.post("/v1/judgements", json={"record": id, "reviewer": "王芳", **asked})

    first = say(verdict="accept", seen=0, id="decision-1")
    assert first.status_code == 201
    (row,) = first.json()["items"]
    assert say(verdict="accept", seen=0, id="decision-1").json() == first.json()
    address = "/v1/claims/" + urllib.request.quote(id, safe="")
    assert client.get(address).json()["review"]["status"] == "accepted"
    assert_problem(say(verdict="reject", reviewer="李", seen=0), 409, "王芳")
    assert say(verdict="reject", reviewer="李", seen=row["seq"], reason="wrong-value").status_code == 201
    (undone,) = say(verdict="undo", undoes=row["id"]).json()["items"]
    assert undone["undoes"] == row["id"]
    log = client.get(f"/v1/judgements?record={urllib.request.quote(id)}").json()["items"]
    assert [each["verdict"] for each in log] == ["accept", "reject", "undo"]
    cursor = client.get("/v1/judgements?limit=2").json()["next"]
    assert [each["verdict"] for each in client.get(f"/v1/judgements?cursor={cursor}").json()["items"]] == ["undo"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"record": "nope", "verdict": "accept"}, 404),
        ({"verdict": "edit"}, 422),
        ({"verdict": "accept", "after": {}}, 422),
        ({"verdict": "undo"}, 422),
        ({"verdict": "undo", "undoes": "nope"}, 422),
        ({"verdict": "edit", "after": {"value": 7}}, 422),
        ({"verdict": "good"}, 422),
        ({"verdict": "accept", "reviewer": " "}, 422),
        ({"verdict": "accept", "id": "short"}, 422),
    ],
)
def test_a_judgement_that_does_not_fit_is_told(client: TestClient, asked: dict[str, Any], status: int) -> None:
    (id, *_) = ids(client.get("/v1/claims?article=a"))
    answer = client.post("/v1/judgements", json={"record": id, "reviewer": "王芳", **asked})
    assert_problem(answer, status)
    assert client.get("/v1/judgements").json()["items"] == []


def test_a_correction_is_derived_anew(client: TestClient) -> None:
    claim = client.get("/v1/claims?article=a").json()["items"][0]
    record = {name: claim[name] for name in claim if name not in ("sentence", "source", "review")}
    asked = {"record": claim["id"], "verdict": "edit", "reviewer": "王芳", "after": {**record, "value": 468700000000}}
    assert client.post("/v1/judgements", json=asked).status_code == 201
    corrected = client.get("/v1/claims?article=a").json()["items"][0]
    assert corrected["derived"]["si_value"] == 468700000000


# ------------------------------------------------------------------------------------------------- limits and guards


def guarded(db: Path, readers: Readers, **options: Any) -> TestClient:
    return TestClient(make_app(Office(db, readers), **options), base_url=LOCAL)


def test_loopback_answers_to_its_own_name_only(client: TestClient) -> None:
    assert_problem(client.get("/v1/claims", headers={"host": "evil.example"}), 403, "evil.example")
    assert client.get("/v1/claims", headers={"host": "localhost:8422"}).status_code == 200
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert_problem(client.post("/v1/extract", json={"text": "x"}, headers=headers), 403)
    assert client.post("/v1/extract", json={"text": "x"}, headers={"origin": LOCAL}).status_code == 200


def test_elsewhere_the_token_is_demanded(db: Path, readers: Readers) -> None:
    client = TestClient(make_app(Office(db, readers), "s3cret"), base_url="http://10.0.0.7:8422")
    assert client.get("/v1/health").status_code == 200
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic s3cret"},
        {"authorization": "Bearer é"},
    ):
        answer = client.get("/v1/claims", headers={name: value.encode() for name, value in headers.items()})
        assert_problem(answer, 401, "Bearer TOKEN")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert client.get("/v1/claims", headers={"authorization": "Bearer s3cret"}).status_code == 200


def test_a_request_has_a_size(db: Path, readers: Readers) -> None:
    client = guarded(db, readers, size=200)
    assert client.post("/v1/extract", json={"text": "x" * 100}).status_code == 200
    assert_problem(client.post("/v1/extract", json={"text": "x" * 300}), 413, "200 bytes")

    def stream() -> Iterator[bytes]:
        yield from [b"x" * 90] * 4

    answer = client.post("/v1/extract", content=stream(), headers={"content-type": "application/json"})
    assert_problem(answer, 413)


def test_a_request_has_a_time_to_arrive(db: Path, readers: Readers) -> None:
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    app = make_app(Office(db, readers), seconds=0.05)
    sent: list[dict[str, Any]] = []

    async def never() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    async def keep(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/extract",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    with ThreadPoolExecutor(1) as apart:  # the browser tests may have left this thread's own loop running
        apart.submit(asyncio.run, app(scope, never, keep)).result()
    assert sent[0]["status"] == 408


def test_a_query_has_a_time(db: Path, readers: Readers) -> None:
    client = TestClient(make_app(Office(db, readers, seconds=-1)), base_url=LOCAL)
    with connect(db) as connection:  # enough rows for the clock to be looked at
        connection.executescript(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
            'INSERT INTO numbers SELECT article, text, start, "end", value, value_max, unit, comparator, role, record, why '
            "FROM numbers, n LIMIT 1;"
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO articles "
            "(id, content, path, text, extractor, run) SELECT 'n' || i, 'n' || i, 'n', 'x', 'x', (SELECT min(id) FROM runs) FROM n;"
        )
    assert_problem(client.get("/v1/claims?text=nowhere&limit=1000"), 504, "narrow")


def test_a_slow_or_deadly_article_takes_nothing_else_along() -> None:
    with Readers(StandIn, 1, 3.0) as readers:
        for text, error in (("7 HANG", TooSlow), ("7 DIE", Unreadable), ("7 RAISE", Unreadable)):
            with pytest.raises(error):
                readers.extract(find(text, id="x").article)
            article, readout = readers.extract(find("7元", id="y").article)
            assert article.id == "y" and len(readout.records) == 1


def test_readers_that_are_all_at_work_are_told() -> None:
    with Readers(partial(StandIn, seconds=1.5), 1, 2.5) as readers:
        readers.extract(find("7", id="x").article)
        outcomes: list[type] = []

        def ask() -> None:
            try:
                readers.extract(find("7", id="y").article)
                outcomes.append(int)
            except Busy:
                outcomes.append(Busy)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(each.__name__ for each in outcomes) == ["Busy", "int", "int"]


def test_readers_that_cannot_start_are_told() -> None:
    with Readers(partial(PipelineTools, (Path("/nowhere/at/all"),)), 1, 30) as readers:
        for _ in range(2):
            with pytest.raises(Unreadable, match="no such folder"):
                readers.extract(find("7", id="x").article)


# ------------------------------------------------------------------------------------------------------- description


def description(db: Path, readers: Readers, **options: Any) -> dict[str, Any]:
    return resources(Office(db, readers), **options).openapi()


def test_every_example_follows_its_schema(db: Path, readers: Readers) -> None:
    made = description(db, readers)
    assert made["openapi"].startswith("3.1")

    def validator(schema: dict[str, Any]) -> Any:
        return jsonschema_rs.validator_for({**schema, "components": made["components"]})

    checked = 0
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["operationId"]
            contents = [answer["content"] for answer in operation["responses"].values()]
            contents += [operation["requestBody"]["content"]] if "requestBody" in operation else []
            for content in contents:
                for media, told in content.items():
                    assert "example" in told, (path, method, media)
                    wrong = [error.message for error in validator(told["schema"]).iter_errors(told["example"])]
                    assert not wrong, (path, method, media, wrong)
                    checked += 1
    assert checked > 60


def test_every_example_of_a_request_works(db: Path, readers: Readers) -> None:
    client = guarded(db, readers)
    made = client.get("/v1/openapi.json").json()
    assert client.post("/v1/articles", json=made["components"]["schemas"]["Article"]["examples"][0]).status_code == 200
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            for media, told in operation.get("requestBody", {"content": {}})["content"].items():
                body = told["example"] if isinstance(told["example"], str) else json.dumps(told["example"])
                answer = client.request(method, path, content=body.encode(), headers={"content-type": media})
                assert answer.status_code in (200, 201), (path, answer.text)


def test_the_description_is_printed_without_a_store(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "extract", "serve", "--openapi"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "/v1/claims" in json.loads(made.stdout)["paths"]
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def fuzzed(filled: Path, readers: Readers, tmp_path_factory: pytest.TempPathFactory) -> Any:
    copy = tmp_path_factory.mktemp("fuzz") / "claims.db"
    with connect(filled) as connection:
        connection.execute(f"VACUUM INTO '{copy}'")
    app = make_app(Office(copy, readers))

    async def on_loopback(scope: Any, receive: Any, send: Any) -> None:
        others = [header for header in scope["headers"] if header != (b"host", b"testserver")]
        local = [(b"host", b"localhost")] if len(others) < len(scope["headers"]) else []
        await app({**scope, "headers": [*local, *others]}, receive, send)

    return schemathesis.openapi.from_asgi("/v1/openapi.json", on_loopback)


@pytest.mark.parametrize("operation", ANSWERS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["follows", "offends"])
def test_fuzzing_finds_no_status_that_is_not_described(fuzzed: Any, operation: str, mode: GenerationMode) -> None:
    """No 500, no status, type, header or answer that openapi.json does not describe, nothing taken that it forbids."""
    found = [each.ok() for each in fuzzed.get_all_operations()]
    excluded = [positive_data_acceptance]
    if operation == "upload_articles":  # any text is a text, and each article of a list is taken or refused for itself
        excluded.append(negative_data_rejection)
    (chosen_one,) = [each for each in found if each.definition.raw["operationId"] == operation]
    try:
        cases = chosen_one.as_strategy(generation_mode=mode)

        @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=cases)
        def fuzz(case: Any) -> None:
            case.call_and_validate(excluded_checks=excluded)

        fuzz()
    except Unsatisfiable:
        assert mode == GenerationMode.NEGATIVE  # there is nothing that could offend


# ----------------------------------------------------------------------------------------------------------- command


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "extract",
        "serve",
        "--db",
        str(tmp_path / "new.db"),
        "--create",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None and f"http://127.0.0.1:{port}/v1/" in process.stderr.readline()
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=5) as answer:
                    assert json.load(answer)["status"] == "ok"
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "extract", "serve", "--db", str(tmp_path / "none.db"), "--port", "0"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 1 and "there is no store" in made.stderr and "Traceback" not in made.stderr
