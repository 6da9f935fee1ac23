"""Pages: every paragraph and every statement about the article, and not one character of what surrounds it."""

from __future__ import annotations

import hashlib
import io
import quopri
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.ingest import Failure, Options, complete, read_articles
from extract.ingest.page import article_from_page
from extract.types import Article

PAGES = sorted((Path(__file__).parent / "fixtures" / "pages").glob("*.html"))
FIELDS = ("title", "publisher", "reprinted_from", "editor")


def gold_of(page: Path) -> dict[str, Any]:
    return tomllib.loads(page.with_suffix(".toml").read_text(encoding="utf-8"))


def markup_of(page: Path) -> str:
    """The page as text, declared as UTF-8 whatever it was."""
    text = page.read_bytes().decode(gold_of(page)["encoding"]).lstrip("\ufeff")
    return re.sub(r"charset=(\"?)[\w-]+", r"charset=\1utf-8", text)


def only(items: Any) -> Article:
    (item,) = items
    assert isinstance(item, Article), str(item)
    return item


def test_there_are_pages_enough() -> None:
    assert len(PAGES) >= 12
    assert {gold_of(page)["encoding"] for page in PAGES} >= {"utf-8", "gb18030", "gbk", "big5"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_text_is_all_paragraphs_and_nothing_else(page: Path) -> None:
    article = only(read_articles(page))
    assert article.text.split("\n") == gold_of(page)["lines"]
    assert not [words for words in gold_of(page)["never"] if words in article.text]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_metadata_are_told_apart(page: Path) -> None:
    article, gold = only(read_articles(page)), gold_of(page)
    assert {name: getattr(article, name) or "" for name in FIELDS} == {name: gold[name] for name in FIELDS}
    assert str(article.published) == gold["published"]
    assert article.extra.get("author", "") == gold["author"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_page_depends_on_its_names(page: Path) -> None:
    """With every class and id replaced by noise the text is the same."""

    def noise(match: re.Match[str]) -> str:
        names = match[2].strip('"').split()
        return f'{match[1]}="' + " ".join("x" + hashlib.md5(n.encode()).hexdigest()[:6] for n in names) + '"'

    scrambled = re.sub(r"\b(class|id)=(\"[^\"]*\"|[\w-]+)", noise, markup_of(page))
    article = only(read_articles(io.BytesIO(scrambled.encode()), Options(kind="html")))
    assert article.text.split("\n") == gold_of(page)["lines"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_page_depends_on_linked_data_unless_it_has_no_other_text(page: Path) -> None:
    plain = re.sub(r'<script type="application/ld\+json">.*?</script>', "", markup_of(page), flags=re.S)
    (item,) = read_articles(io.BytesIO(plain.encode()), Options(kind="html"))
    if page.stem == "spa-jsonld":
        assert isinstance(item, Failure) and "no article text" in item.reason
    else:
        assert isinstance(item, Article) and item.text.split("\n") == gold_of(page)["lines"]


@pytest.mark.parametrize("declared", ["same", "none", "utf-8", "gb2312", "big5"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("page", [p for p in PAGES if gold_of(p)["encoding"] != "big5"], ids=lambda p: p.stem)
def test_any_encoding_under_any_declaration_gives_the_same_text(page: Path, codec: str, declared: str) -> None:
    said = {"same": codec.replace("utf-8-sig", "utf-8"), "none": ""}.get(declared, declared)
    markup = re.sub(r"<meta[^>]*charset=\"?utf-8[^>]*>", f'<meta charset="{said}">' if said else "", markup_of(page))
    article = only(read_articles(io.BytesIO(markup.encode(codec)), Options(kind="html")))
    assert article.text.split("\n") == gold_of(page)["lines"]


@pytest.mark.parametrize("codec", ["big5", "big5hkscs", "utf-8", "gb18030"])
def test_traditional_page_in_its_encodings(codec: str) -> None:
    page = next(p for p in PAGES if p.stem == "taiwan-big5")
    for declared in ("big5", "utf-8", "gb2312", ""):
        markup = markup_of(page).replace("charset=utf-8", f"charset={declared}")
        assert only(read_articles(io.BytesIO(markup.encode(codec)))).text.split("\n") == gold_of(page)["lines"]


def test_metadata_of_a_damaged_page_are_mended_after_repair() -> None:
    article = only(read_articles(next(p for p in PAGES if p.stem == "mirror-readings")))
    assert "(yún)" in article.text  # the text is given as it is; repair comes next
    restored = "澜河云今天发布公告,前三季度实现营收131亿元,同比增长27%,其中智算业务达到51亿元。\n公司计划将训练集群扩大到6万卡。"
    done = complete(article, restored)
    assert (done.title, done.publisher, done.reprinted_from, done.editor) == (
        "澜河云前三季度营收增长27%", "东川产业经济网", "白石新闻网", "王小明",
    )  # fmt: skip
    assert done.text == article.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>增长<b>2</b>0<b>2</b>5%，达到3.5&nbsp;%。</p>", "增长2025%，达到3.5 %。"),
        ("<p>快10<sup>12</sup>倍<sup>[3]</sup>，占地5m<sup>2</sup>。</p>", "快10¹²倍，占地5m²。"),
        ("<p>甲公司营收\n    50亿元，\n增长5%。</p>", "甲公司营收50亿元，增长5%。"),
        (
            "<div>一，甲公司营收50亿元。<br>二，乙公司营收20亿元。</div>",
            "一，甲公司营收50亿元。\n二，乙公司营收20亿元。",
        ),
        ("<p><ruby>营<rt>yíng</rt></ruby>收50亿元，增长5%。</p>", "营收50亿元，增长5%。"),
        ("<p>营收50亿元，<!-- 旧：40亿 -->增长5%。<script>var a='99%';</script></p>", "营收50亿元，增长5%。"),
        ("<p>营收50亿元，增长5%。</p><p style='display:none'>内部稿：亏损3亿元，下降9%。</p>", "营收50亿元，增长5%。"),
        ("<p>&lt;营收&gt; 50 &amp; 60亿元，增长5&#37;。</p>", "<营收> 50 & 60亿元，增长5%。"),
    ],
)
def test_markup_inside_a_paragraph(markup: str, text: str) -> None:
    assert article_from_page(f"<html><body><h1>甲公司的标题行</h1>{markup}</body></html>").text == text


def test_stated_body_decides_where_the_page_shows_more() -> None:
    """JSON-LD names the body; a box without any telling name inside it is left out."""
    page = (
        '<html><head><title>甲公司财报</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"甲公司财报",'
        '"articleBody":"甲公司三季度营收50亿元，同比增长5%，好于预期。公司预计全年营收为200亿元，毛利率稳定。"}</script></head><body>'
        "<div><p>甲公司三季度营收50亿元，同比增长5%，好于预期。</p><div><p>另一则消息：乙公司营收下降33%，净亏损7亿元。</p></div>"
        "<p>公司预计全年营收为200亿元，毛利率稳定。</p></div></body></html>"
    )
    assert (
        article_from_page(page).text
        == "甲公司三季度营收50亿元，同比增长5%，好于预期。\n公司预计全年营收为200亿元，毛利率稳定。"
    )


def test_stated_body_that_is_cut_off_does_not_replace_the_page() -> None:
    page = (
        '<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"甲公司三季度营收50亿元，同比增长5%，好于..."}'
        "</script></head><body><h1>甲公司三季度财报</h1><p>甲公司三季度营收50亿元，同比增长5%，好于预期。</p><p>毛利率为41%，环比持平。</p></body></html>"
    )
    assert article_from_page(page).text == "甲公司三季度营收50亿元，同比增长5%，好于预期。\n毛利率为41%，环比持平。"


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "-"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_page_saved_in_one_file(name: str, codec: str) -> None:
    body = quopri.encodestring(
        "<html><body><h1>甲公司的标题行</h1><p>甲公司营收50亿元，增长5%。</p></body></html>".encode(codec)
    )
    mail = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a/1\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n----B\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a/1\r\n\r\n" + body + b"\r\n----B\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----B--\r\n"
    )
    file = io.BytesIO(mail)
    file.name = name  # type: ignore[attr-defined]
    article = only(read_articles(file))
    assert (article.text, article.title, article.url) == ("甲公司营收50亿元，增长5%。", "甲公司的标题行", "http://a/1")


def test_a_year_alone_is_no_date() -> None:
    page = "<html><body><h1>2026年展望与预测</h1><p>甲公司预计2026年营收50亿元，增长5%。</p><footer>© 2026</footer></body></html>"
    assert article_from_page(page).published is None


def test_update_time_is_no_publication_date() -> None:
    page = "<h1>甲公司的标题行</h1><p>更新时间：2025-11-20 08:00　发布时间：2025-11-18 09:00</p><p>甲公司营收50亿元，增长5%。</p>"
    assert str(article_from_page(page).published) == "2025-11-18"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<html></html>",
        "<html><body><div id=app></div></body></html>",
        "<p></p>",
        "<!-- -->",
        "\x00\x00",
        "<",
        "<html><body>…</body></html>",
    ],
)
def test_page_without_article_is_a_failure(markup: str) -> None:
    (item,) = read_articles(io.BytesIO(b"<!DOCTYPE html>" + markup.encode()))
    assert isinstance(item, Failure) and item.remedy


def test_deep_and_broken_markup_ends() -> None:
    deep = "<div>" * 20_000 + "甲公司营收50亿元，同比增长5%。"
    (item,) = read_articles(io.BytesIO(b"<html><body>" + deep.encode()))
    assert isinstance(item, (Article, Failure))
    broken = "<html><body><h1>甲公司财报摘要<p>甲公司营收50亿元，<b>同比增长5%。<table><tr><td>毛利率<td>41%"
    assert "营收50亿元" in only(read_articles(io.BytesIO(broken.encode()))).text
