"""DOCX, PDF, feeds and crawls."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from extract.ingest import Failure, Limits, Options, read_articles
from extract.types import Article

TEXT = "澜河云三季度营收48.6亿元,同比增长31%。"
PAGE = (Path(__file__).parent / "fixtures" / "pages" / "wrong-charset.html").read_bytes()


def read(data: bytes, name: str = "-", **options: Any) -> list[Article | Failure]:
    file = io.BytesIO(data)
    file.name = name  # type: ignore[attr-defined]
    return list(read_articles(file, Options(**options)))


def only(data: bytes, name: str = "-") -> Article:
    (item,) = read(data, name)
    assert isinstance(item, Article), str(item)
    return item


# ------------------------------------------------------------------------------------------------------------ docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(body: str, title: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        core = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        archive.writestr(
            "docProps/core.xml", f"<cp:coreProperties {core}><dc:title>{title}</dc:title></cp:coreProperties>"
        )
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_docx_reads_as_a_reader_sees_it() -> None:
    body = (
        f"<w:p>{run('标题')}</w:p><w:p>{run('营收')}{run('48')}{run('.6亿元')}<w:del><w:r><w:delText>旧数99亿</w:delText></w:r></w:del>"
        f"<w:ins>{run(',增长31%')}</w:ins></w:p><w:tbl><w:tr><w:tc><w:p>{run('业务')}</w:p></w:tc><w:tc><w:p>{run('收入')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p>{run('云')}</w:p></w:tc><w:tc><w:p>{run('3')}</w:p><w:p>{run('亿元')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p/><w:p>{run('上')}<w:r><w:br/></w:r>{run('下')}</w:p>"
        f"<w:p>{run('正文')}<mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{run('框内5%')}</w:p></w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent><w:p>{run('框内5%')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>"
    )
    found = only(docx(body, "甲的标题"), "a.docx")
    assert found.title == "甲的标题"
    assert found.text.split("\n") == [
        "标题",
        "营收48.6亿元,增长31%",
        "业务\t收入",
        "云\t3 亿元",
        "上",
        "下",
        "正文",
        "框内5%",
    ]
    assert only(docx(body)).text == found.text  # known without its name


def test_docx_of_the_library() -> None:
    library = pytest.importorskip("docx")
    document = library.Document()
    document.add_heading("澜河云财报", 1)
    document.add_paragraph(TEXT)
    document.add_table(2, 2).cell(1, 1).text = "5%"
    out = io.BytesIO()
    document.save(out)
    assert only(out.getvalue(), "a.docx").text.split("\n") == ["澜河云财报", TEXT, "\t5%"]


def test_broken_docx_is_told() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for body in ("<w:p>", "", "<w:p/>", "\x01"):
        (item,) = read(docx(body), "a.docx")
        assert isinstance(item, Failure) and item.remedy
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"{bomb}<w:document {W}><w:body><w:p><w:r><w:t>营收&b;</w:t></w:r></w:p></w:body></w:document>",
        )
    assert all("aaaa" not in getattr(item, "text", "") for item in read(out.getvalue(), "a.docx"))


# ------------------------------------------------------------------------------------------------------------- pdf


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with a text layer of Chinese in a font that is not embedded, as office programs of China write it."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >> /DW 1000 >>",
    ]
    for n, lines in enumerate(pages):
        shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
        content = f"BT /F1 12 Tf 60 780 Td 18 TL\n{shown}\nET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode()


PAGES = [
    [
        "星河时报 财经",
        "澜河云三季度营收创新高",
        "澜河云发布2025年第三季度业绩。当季营收达到48.6亿",
        "元,同比增长31%。其中智算业务收入19.2亿元,并在",
        "1",
    ],
    ["星河时报 财经", "第四季度继续增长。", "毛利率为41%。", "2"],
    ["星河时报 财经", "一、展望", "公司预计营收在50亿元至53亿元之间。", "3"],
]


def test_pdf_lines_become_paragraphs() -> None:
    pytest.importorskip("pypdfium2")
    assert only(pdf(PAGES), "a.pdf").text.split("\n") == [
        "澜河云三季度营收创新高",
        "澜河云发布2025年第三季度业绩。当季营收达到48.6亿元,同比增长31%。其中智算业务收入19.2亿元,并在第四季度继续增长。",
        "毛利率为41%。",
        "一、展望",
        "公司预计营收在50亿元至53亿元之间。",
    ]


def test_scans_and_damage_are_told() -> None:
    pytest.importorskip("pypdfium2")
    (scan,) = read(pdf([[], [], []]), "a.pdf")
    assert isinstance(scan, Failure) and "scan" in scan.reason and "3 pages" in scan.reason and "OCR" in scan.remedy
    (cut,) = read(pdf(PAGES)[:200], "a.pdf")
    assert isinstance(cut, Failure) and "damaged" in cut.reason


# ----------------------------------------------------------------------------------------------------------- feeds


def rss(encoding: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>甲报</title><item><title>甲&amp;乙</title><link>http://a/1</link>'
        "<pubDate>Mon, 17 Nov 2025 20:00:00 GMT</pubDate><source url='u'>乙社</source><dc:creator>周可</dc:creator><description>摘要</description>"
        f"<content:encoded><![CDATA[<p>{TEXT}</p><p>毛利率为41%。</p>]]></content:encoded></item><item><title>无文</title></item>"
        f"<item><title>丙</title><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item></channel></rss>"
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk"])
def test_rss(encoding: str) -> None:
    one, none, three = read(rss(encoding), "f.xml")
    assert isinstance(one, Article) and one.text == f"{TEXT}\n毛利率为41%。"
    assert (one.title, one.publisher, one.reprinted_from, one.url) == ("甲&乙", "甲报", "乙社", "http://a/1")
    assert str(one.published) == "2025-11-18" and one.extra == {"author": "周可"}
    assert isinstance(none, Failure) and none.source == "f.xml:2" and "no text" in none.reason
    assert isinstance(three, Article) and three.text == TEXT and "summary" in three.notes[-1]


def test_atom_and_damage() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>源</title><entry><title>甲</title><link rel="self" href="http://x/s"/><link href="http://x/1"/>'
        f'<published>2025-11-18T01:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry>'
    )
    for data in (atom + "</feed>", atom, atom + "<entry><title>&nbsp;&bogus;"):
        found = read(data.encode())
        assert isinstance(found[0], Article) and found[0].text == TEXT and found[0].url == "http://x/1"
    (empty,) = read(b"<rss><channel><title>x</title></channel></rss>")
    assert isinstance(empty, Failure) and "no entries" in empty.reason


# ---------------------------------------------------------------------------------------------------------- crawls


def record(kind: str, url: str, body: bytes, http: str = "") -> bytes:
    block = (http.replace("\n", "\r\n").encode() + b"\r\n\r\n" if http else b"") + body
    media = "application/http; msgtype=response" if http else "text/plain"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-12-01T00:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


OK = "HTTP/1.1 200 OK\nContent-Type: text/html"


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    return (
        b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:half], body[half:])) + b"0\r\n\r\n"
    )


CRAWL = (
    record("warcinfo", "", b"software: x")
    + record("request", "http://a/1", b"GET / HTTP/1.1")
    + record("response", "http://a/1", PAGE, OK)
    + record("response", "http://a/x.png", b"\x89PNG", "HTTP/1.1 200 OK\nContent-Type: image/png")
    + record("response", "http://a/gone", b"<html>404</html>", "HTTP/1.1 404 Not Found\nContent-Type: text/html")
    + record(
        "response",
        "http://a/2",
        chunked(gzip.compress(PAGE)),
        f"{OK}\nTransfer-Encoding: chunked\nContent-Encoding: gzip",
    )
    + record("response", "http://a/3", PAGE, f"{OK}; charset=utf-8\nTransfer-Encoding: chunked")
    + record("response", "http://a/4", b"<html><body></body></html>", OK)
    + record("conversion", "http://a/5", TEXT.encode())
)


@pytest.mark.parametrize(
    "data", [CRAWL, gzip.compress(CRAWL), b"".join(gzip.compress(part) for part in (CRAWL[:3000], CRAWL[3000:]))]
)
def test_crawl(data: bytes) -> None:
    said: list[str] = []
    found = read(data, "c.warc", report=said.append)
    assert [item.source for item in found] == [f"c.warc!http://a/{n}" for n in (1, 2, 3, 4, 5)]
    pages = [item for item in found if isinstance(item, Article)]
    assert [page.url for page in pages] == ["http://a/1", "http://a/2", "http://a/3", "http://a/5"]
    assert pages[0].text == pages[1].text == pages[2].text and str(pages[0].published) == "2025-11-08"
    assert pages[3].text == TEXT and pages[3].published is None
    assert said == ["c.warc: 2 records that are no pages (pictures, scripts, redirects, errors) were passed over"]


def test_crawl_that_breaks_off() -> None:
    for cut, words in ((30, "breaks off"), (120, "damaged")):  # in the body of the last record, in its header
        found = read(CRAWL[:-cut], "c.warc")
        assert isinstance(found[0], Article) and isinstance(found[-1], Failure) and words in found[-1].reason
    (nonsense,) = read(b"WARC/1.0\r\nContent-Length: x\r\n\r\n", "c.warc")
    assert isinstance(nonsense, Failure) and "damaged" in nonsense.reason


def test_crawl_with_a_giant_record() -> None:
    data = record("conversion", "http://a/1", b"7" * 200_000) + record("conversion", "http://a/2", TEXT.encode())
    found = read(data, "c.warc", limits=Limits(article=100_000))
    assert isinstance(found[0], Failure) and found[0].stage == "limit" and isinstance(found[1], Article)
