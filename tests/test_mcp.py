"""The MCP server, driven by the SDK's own client: in memory, and as the command that an agent starts."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import jsonschema_rs
import pytest

pytest.importorskip("mcp", reason="needs mcp (extra `mcp`)")
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

import extract
from extract.batch import ingest
from extract.mcp_server import make_server
from extract.store import StoreError

ROOT = Path(__file__).parents[1]
TEXT = "浪潮信息2025年Q1营收468.6亿元，同比增长165.3%。"
ARTICLES = [
    {"id": "a", "text": TEXT, "title": "一季报", "published": "2025-04-29", "publisher": "甲报"},
    {"id": "b", "text": "华为云的通信带宽提升15倍。小米集团营收925亿元。", "published": "2025-03-01"},
    {"id": "c", "text": "小米集团2024年营收3659亿元。"},
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in ARTICLES)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    ingest([folder / "articles.jsonl"], folder / "claims.db", jobs=1)
    return folder / "claims.db"


def talk(server: Any, body: Callable[[Client], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with Client(server) as client:
            return await body(client)

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may keep a loop in the main thread
        return apart.submit(anyio.run, main).result()


def call(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a tool, which follows the schema that it declared and is there as text as well."""

    async def body(client: Client) -> dict[str, Any]:
        (declared,) = [each for each in (await client.list_tools()).tools if each.name == tool]
        result = await client.call_tool(tool, arguments)
        assert not result.is_error, result.content
        answer: dict[str, Any] = result.structured_content or {}
        jsonschema_rs.validate(declared.output_schema, answer)
        assert json.loads(result.content[0].text) == answer  # type: ignore[union-attr]
        return answer

    return dict(talk(server, body))


def refused(server: Any, tool: str, **arguments: Any) -> str:
    async def body(client: Client) -> str:
        result = await client.call_tool(tool, arguments)
        assert result.is_error
        return str(result.content[0].text)  # type: ignore[union-attr]

    return str(talk(server, body))


def test_tools_are_declared_with_what_they_take_and_give() -> None:
    async def body(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in talk(make_server(), body)}
    assert set(tools) == {"extract_claims", "search_claims", "explain_claim", "compare_vendors"}
    for tool in tools.values():
        assert tool.description and tool.output_schema and tool.annotations.read_only_hint
    assert tools["search_claims"].input_schema["properties"]["limit"]["maximum"] == 200


def test_a_text_gives_its_claims() -> None:
    made = call(make_server(), "extract_claims", text=TEXT, published="2025-04-29")
    records = extract.read(TEXT, published="2025-04-29").records
    assert [claim["id"] for claim in made["claims"]] == [record["id"] for record in records]
    first = made["claims"][0]
    assert (first["vendor"], first["metric_id"], first["si_value"], first["si_unit"]) == (
        "浪潮信息",
        "revenue",
        46860000000,
        "CNY",
    )
    assert made["other_numbers"] == {"time": 1}


def test_claims_are_searched_page_by_page(db: Path) -> None:
    server = make_server(db)
    found, cursor = [], None
    while True:
        page = call(server, "search_claims", vendors=["xiaomi"], limit=1, cursor=cursor)
        found += page["claims"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [claim["article"] for claim in found] == ["b", "c"]
    assert {claim["article"] for claim in call(server, "search_claims", text="营收", period="2024")["claims"]} == {"c"}
    (claim, *_) = call(server, "search_claims", since="2025-04-01")["claims"]
    assert (claim["title"], claim["publisher"], claim["status"]) == ("一季报", "甲报", "unreviewed")


def test_a_claim_is_explained_from_the_store_and_from_a_text(db: Path) -> None:
    server = make_server(db)
    (claim, *_) = call(server, "search_claims", vendors=["inspur"])["claims"]
    made = call(server, "explain_claim", id=claim["id"])
    assert made["claim"] == claim
    told = "\n".join(made["derivation"])
    assert (
        "【468.6亿元】" in told.replace("【468.6】亿元", "【468.6亿元】")
        and "vendor: 浪潮信息 (inspur)" in told
        and "rules: " in told
    )
    extracted = call(server, "extract_claims", text=TEXT)["claims"][1]
    again = call(server, "explain_claim", id=extracted["id"], text=TEXT)
    assert again["claim"] == extracted and any("165.3" in line for line in again["derivation"])


def test_vendors_are_compared(db: Path) -> None:
    made = call(make_server(db), "compare_vendors", metric="营业收入")
    (levels,) = [group for group in made["groups"] if group["kind"] == "level"]
    assert [vendor["name"] for vendor in levels["vendors"]][-1] == "浪潮信息" and len(levels["vendors"]) == 2
    only = call(make_server(db), "compare_vendors", metric="revenue", vendors=["inspur"])
    assert {vendor["id"] for group in only["groups"] for vendor in group["vendors"]} == {"inspur"}


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("extract_claims", {"text": " "}, "the text is empty: send the article"),
        ("extract_claims", {"text": "x", "published": "soon"}, "published is no date"),
        ("extract_claims", {}, "text"),
        ("search_claims", {"since": "soon"}, "is no day"),
        ("search_claims", {"period": "2025-Q9"}, "is no period"),
        ("search_claims", {"cursor": "x"}, "not of this query"),
        ("search_claims", {"limit": 0}, "limit"),
        ("explain_claim", {"id": "nope"}, "there is no claim 'nope'"),
        ("explain_claim", {"id": "nope", "text": TEXT}, "the text holds no claim"),
        ("compare_vendors", {"metric": "revenue", "min_confidence": 2}, "min_confidence"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(db: Path, tool: str, arguments: dict[str, Any], words: str) -> None:
    assert words in refused(make_server(db), tool, **arguments)


def test_without_a_store_the_tools_say_so(tmp_path: Path) -> None:
    assert "start the server with `zhclaims mcp --db FILE`" in refused(make_server(), "search_claims")
    with pytest.raises(StoreError, match="there is no store"):
        make_server(tmp_path / "none.db")


def test_the_command_speaks_over_standard_input(db: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "extract", "mcp", "--db", str(db)], cwd=str(ROOT)
    )
    made = call(command, "search_claims", vendors=["浪潮信息"], metrics=["revenue"])
    assert made["claims"][0]["value"] == 46860000000
