"""The page over HTTP: who may ask, what is answered, and that no text of an article can become markup."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from extract.review.app import make_app
from extract.review.assets import ASSETS, as_data, read, words
from extract.review.desk import Desk
from extract.review.guards import COOKIE, is_loopback
from extract.review.server import find_place
from extract.review.static_page import write_page
from tests.browser.stores import PIECES, make_store, piece, small_store

LOCAL = "http://127.0.0.1:8421"
OURS = {"x-zhclaims": "review", "origin": LOCAL, "content-type": "application/json"}
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(small_store(tmp_path))


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(make_app(desk, "王芳"), base_url=LOCAL) as made:
        yield made


def post(client: TestClient, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, content=json.dumps(body), headers={**OURS, **headers})


def accept(id: str, seen: int | None = 0) -> dict[str, Any]:
    return {"reviewer": "王芳", "items": [{"verdict": "accept", "record": id, "seen": seen}]}


def start_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def test_the_page_brings_the_first_claim_with_it(client: TestClient) -> None:
    start = start_of(client.get("/").text)
    first = start["queue"]["items"][0]
    assert first["quantity"] == "45毫秒"
    assert first["id"] in [claim["id"] for claim in start["articles"][0]["claims"]]


def test_the_address_chooses_the_view(client: TestClient) -> None:
    start = start_of(client.get("/?vendor=乙云&order=article&status=").text)
    assert [item["quantity"] for item in start["queue"]["items"]] == ["3000家", "12%"]


def test_an_address_with_a_mistake_still_gives_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/?order=sideways")
    assert answer.status_code == 200
    assert "sideways" in start_of(answer.text)["trouble"]


def test_deciding_undoing_and_what_others_see(client: TestClient) -> None:
    made = post(client, "/api/decide", accept("chips#12")).json()
    assert made["claims"][0]["status"] == "accepted"
    news = client.get("/api/changes?since=0&me=李雷").json()
    assert [claim["id"] for claim in news["claims"]] == ["chips#12"]
    assert [each["name"] for each in news["here"]] == ["李雷"]
    late = post(client, "/api/decide", {**accept("chips#12"), "reviewer": "李雷"})
    assert late.status_code == 409
    assert late.json()["conflict"]["reviewer"] == "王芳"
    assert late.json()["claim"]["seen"] == late.json()["conflict"]["seq"]
    undone = post(client, "/api/undo", {"reviewer": "王芳"}).json()
    assert (undone["count"], undone["claims"][0]["status"]) == (1, "unreviewed")
    assert post(client, "/api/undo", {"reviewer": "王芳"}).json()["count"] == 0


def test_a_batch_does_what_its_preview_showed_or_nothing(client: TestClient) -> None:
    view = {"vendor": "甲云", "status": "unreviewed"}
    asked = {"reviewer": "王芳", "view": view, "verdict": "accept"}
    shown = post(client, "/api/batch", asked).json()
    assert shown["count"] == 3
    post(client, "/api/decide", {**accept(shown["sample"][0]["id"]), "reviewer": "李雷"})
    late = post(client, "/api/batch", {**asked, "digest": shown["digest"]})
    assert (late.status_code, late.json()["error"]) == (400, "the claims changed since the preview")
    shown = post(client, "/api/batch", asked).json()
    assert post(client, "/api/batch", {**asked, "digest": shown["digest"]}).json()["count"] == 2
    assert client.get("/api/queue?vendor=甲云").json()["items"] == []
    assert post(client, "/api/undo", {"reviewer": "王芳"}).json()["count"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reviewer": "王芳", "items": []},
        {"reviewer": "", "items": [{"verdict": "accept", "record": "chips#12"}]},
        {"reviewer": "王芳", "items": [{"verdict": "undo", "record": "chips#12"}]},
        {"reviewer": "王芳", "items": [{"verdict": "accept", "record": 7}]},
        {"reviewer": "王芳", "items": [{"verdict": "accept", "record": "nowhere"}]},
        {"reviewer": "王芳", "items": [{"verdict": "edit", "record": "chips#12"}]},
        {"reviewer": "王芳", "items": [{"verdict": "edit", "record": "chips#12", "after": {"article": "chips"}}]},
        {"reviewer": "王芳", "items": [{"verdict": "edit", "record": None, "after": {"article": "nowhere"}}]},
        {"reviewer": "王芳", "items": [{"verdict": "reject", "record": "chips#12", "reason": "x" * 3000}]},
        {"reviewer": "王芳", "name": "../x", "items": [{"verdict": "accept", "record": "chips#12"}]},
        [1],
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(client: TestClient, desk: Desk, body: Any) -> None:
    answer = post(client, "/api/decide", body)
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.text
    assert desk.connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)


# -------------------------------------------------------------------------------------------------------- who may ask


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
    ],
)
def test_no_page_of_another_site_can_decide(client: TestClient, desk: Desk, headers: dict[str, str]) -> None:
    assert post(client, "/api/decide", accept("chips#12"), **headers).status_code == 403
    assert desk.connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)


def test_a_form_of_another_site_lacks_our_header(client: TestClient) -> None:
    body = json.dumps(accept("chips#12"))
    answer = client.post("/api/decide", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_do_nothing(client: TestClient, method: str) -> None:
    assert client.request(method, "/api/decide").status_code in (403, 405)


@pytest.mark.parametrize("path", ["/api/decide", "/api/undo", "/api/batch", "/api/import", "/api/words"])
def test_looking_changes_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8421", "127.0.0.1.evil.example", "", "0.0.0.0:8421", "["]
)
def test_a_name_that_an_outsider_lets_point_here_does_not_pass(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8421", "127.0.0.1", "[::1]:8421"])
def test_loopback_passes_by_each_of_its_names(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_elsewhere_the_token_is_demanded(desk: Desk) -> None:
    with TestClient(make_app(desk, token="secret-token"), base_url="http://10.0.0.5:8421") as client:
        for path in ("/", "/api/queue", "/assets/base.js", "/?token=wrong", "/?token="):
            assert client.get(path, follow_redirects=False).status_code == 401
        assert client.post("/api/undo?token=secret-token", content="{}", headers=OURS).status_code == 401
        opened = client.get("//evil.example/?token=secret-token&vendor=甲云", follow_redirects=False)
        assert opened.status_code == 303
        assert opened.headers["location"].startswith("/") and not opened.headers["location"].startswith("//")
        assert "secret-token" not in opened.headers["location"]
        cookie = opened.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        assert client.get("/api/queue", headers={"cookie": f"{COOKIE}=secret-token"}).status_code == 200
        assert client.get("/api/queue", headers={"authorization": "Bearer secret-token"}).status_code == 200


def test_listening_elsewhere_makes_a_token() -> None:
    place = find_place("0.0.0.0", 0, None)
    place.socket.close()
    assert place.token and len(place.token) >= 24 and place.token in place.address
    local = find_place("127.0.0.1", 0, None)
    local.socket.close()
    assert local.token is None
    assert [is_loopback(each) for each in ("127.0.0.1", "::1", "localhost", "192.168.0.1", "")] == [True] * 3 + [
        False
    ] * 2


def test_a_taken_port_gives_way_to_a_free_one_unless_it_was_asked_for() -> None:
    from extract.errors import ClaimsError

    first = find_place("127.0.0.1", None, None)
    second = find_place("127.0.0.1", None, None)
    try:
        assert first.port != second.port
        with pytest.raises(ClaimsError, match="cannot be taken"):
            find_place("127.0.0.1", first.port, None)
    finally:
        first.socket.close()
        second.socket.close()


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2fapp.py",
        "/assets/words.json",
        "/assets//etc/passwd",
        "/assets/",
    ],
)
def test_no_path_leads_outside(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_answer_forbids_scripts_of_others(client: TestClient) -> None:
    for path in ("/", "/api/queue", "/assets/base.js", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert client.get("/docs").status_code == 404  # it would load scripts from another host
    assert client.get("/openapi.json").status_code == 404


# ------------------------------------------------------------------------------------------------------- hostile text


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    text = f"{EVIL}\n{EVIL}甲云{{{{7*7}}}}营收5亿元\u2028\u202e<!-- \n"
    claims = [
        {
            "quantity": "5亿元",
            "vendor": EVIL,
            "metric": f"{EVIL}营收",
            "value": 500000000,
            "unit": "CNY",
            "rules": (EVIL,),
        }
    ]
    return make_store(tmp_path / "claims.db", [piece(EVIL, text, claims, url=f"javascript:{EVIL}", publisher=EVIL)])


def test_hostile_text_stays_text(hostile: Path, tmp_path: Path) -> None:
    with TestClient(make_app(Desk(hostile), EVIL), base_url=LOCAL) as client:
        page = client.get(f"/?q={EVIL}&status=").text
    write_page(hostile, tmp_path / "out.html")
    for made in (page, (tmp_path / "out.html").read_text("utf-8")):
        assert "<script>alert" not in made and "<img" not in made
        data = re.search(r'id="start">(.*?)</script>', made, re.DOTALL)
        assert data and "<" not in data.group(1)
        assert EVIL in json.dumps(json.loads(data.group(1)), ensure_ascii=False)


def test_an_address_that_is_no_web_page_is_no_link(hostile: Path) -> None:
    assert Desk(hostile).article(EVIL)["url"] is None


def test_scripts_never_make_markup_of_text() -> None:
    for name in ASSETS:
        if name.endswith(".js"):
            script = read(name)
            found = re.findall(
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*['\"]",
                script,
            )
            assert not found, name


def test_no_asset_names_another_host() -> None:
    for name in [*ASSETS, "page.html"]:
        hosts = set(re.findall(r"https?://([\w.-]+)", read(name)))
        assert hosts <= {"www.w3.org"}, name  # the name of SVG, which is not fetched


@pytest.mark.parametrize("value", ["</script>", "<!--", "\u2028", {"</SCRIPT": ["<"]}, "𠮷"])
def test_data_inside_a_script_element_cannot_end_it(value: Any) -> None:
    made = as_data(value)
    assert "<" not in made and "\u2028" not in made
    assert json.loads(made) == value


# ------------------------------------------------------------------------------------------------------ words, offline


def test_every_wording_that_the_page_asks_for_exists_in_both_languages() -> None:
    wording = words("zh")
    for key, each in wording.items():
        assert set(each) == {"zh", "en"}, key
        assert re.findall(r"\{\w+\}", each["zh"]).sort() == re.findall(r"\{\w+\}", each["en"]).sort(), key
    asked = set()
    for name in [*ASSETS, "page.html"]:
        asked |= set(re.findall(r"""(?:Z\.t|say|plain)\(["']([\w-]+)["'][,)]""", read(name)))
    assert asked - set(wording) == set()


def test_the_page_in_english(client: TestClient) -> None:
    assert "Claim review" in client.get("/?lang=en").text
    assert "Claim review" in client.get("/", headers={"accept-language": "en-GB"}).text
    assert "论断核对" in client.get("/", headers={"accept-language": "zh-TW,en"}).text


def test_the_static_page_holds_everything_and_asks_for_nothing(tmp_path: Path) -> None:
    count = write_page(small_store(tmp_path), tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text("utf-8")
    assert count == 7
    assert [len(article["claims"]) for article in start_of(page)["offline"]["articles"]] == [5, 2]
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", page)
    assert "connect-src" not in page and "default-src &#39;none&#39;" in page


def test_many_at_once_lose_nothing(desk: Desk) -> None:
    """Two reviewers decide on everything at the same time: each decision is a row, and one of the two is asked first."""
    ids = [item["id"] for item in desk.queue(_view())["items"]]
    refused: list[str] = []

    def work(who: str) -> None:
        from extract.review.decisions import Conflict

        for id in ids:
            try:
                desk.decide(who, [{"verdict": "accept", "record": id, "seen": 0}], None)
            except Conflict:
                refused.append(id)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("王芳", "李雷")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == sorted(ids)
    assert desk.connection.execute("SELECT count(*) FROM judgements").fetchone() == (len(ids),)


def _view() -> Any:
    from extract.review.queue import View

    return View()


def test_the_small_store_is_what_the_tests_think() -> None:
    assert sum(len(each.claims) for each in PIECES) == 7
