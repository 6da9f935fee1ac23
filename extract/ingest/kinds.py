"""What kind of file it is: what the first bytes prove, then what the name says, then what the text looks like."""

from __future__ import annotations

import json
import re

from extract.ingest.encodings import decode
from extract.ingest.failures import Problem
from extract.ingest.options import Kind

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"), (b"WARC/", "warc"),
)  # fmt: skip
_SUFFIX: dict[str, Kind] = {
    "txt": "text", "text": "text", "md": "markdown", "markdown": "markdown", "html": "html", "htm": "html",
    "shtml": "html", "xhtml": "html", "mht": "html", "mhtml": "html", "jsonl": "jsonl", "ndjson": "jsonl", "json": "json", "csv": "csv", "tsv": "csv",
    "rss": "feed", "atom": "feed", "warc": "warc", "wet": "warc", "wat": "warc", "parquet": "parquet", "pdf": "pdf",
    "tar": "tar",
}  # fmt: skip
_SAVE_AS = "save it as DOCX, XLSX, PDF or text"
_NOT_ARTICLES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, XLS, PPT), or an Office file with a password", _SAVE_AS),
    (b"{\\rtf", "an RTF file", _SAVE_AS),
    (b"%!PS", "a PostScript file", "make a PDF of it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it, or pack it as ZIP"),
    (b"Rar!", "a RAR archive", "unpack it, or pack it as ZIP"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it, or pack it as gzip"),
    (b"\x89PNG", "a PNG picture", "leave it out; text in pictures is not read"),
    (b"\xff\xd8\xff", "a JPEG picture", "leave it out; text in pictures is not read"),
    (b"GIF8", "a GIF picture", "leave it out; text in pictures is not read"),
    (b"RIFF", "a picture, sound or film", "leave it out"),
    (b"II*\x00", "a TIFF picture", "leave it out; text in pictures is not read"),
    (b"MM\x00*", "a TIFF picture", "leave it out; text in pictures is not read"),
    (b"ID3", "a sound", "leave it out"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"MZ\x90\x00", "a program", "leave it out"),
    (b"SQLite format 3", "an SQLite database", "export the articles from it as JSON Lines"),
    (b"wOFF", "a font", "leave it out"),
    (b"wOF2", "a font", "leave it out"),
)
_LEFT_OUT = {
    "css": "a style sheet", "js": "a script", "mjs": "a script", "svg": "a picture", "ico": "a picture",
}  # fmt: skip
_HTML_HEAD = re.compile(r"\A(?>\s+|<!--.*?-->|<\?xml[^>]*>)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MAIL_HEAD = re.compile(rb"(?:From|MIME-Version|Subject|Snapshot-Content-Location|Content-Type):", re.I)
_MARKUP = re.compile(r"<(?:div|p|span|article|section|table|h[1-6]|meta|a|br|script)\b", re.I)
_FEED = re.compile(r"\A(?>\s+|<!--.*?-->|<\?[^>]*>|<!doctype[^>]*>)*+<(?:rss|feed|(?:\w+:)?RDF)\b", re.I | re.S)


def recognise(head: bytes, name: str) -> Kind:
    """The kind of the file that begins with ``head`` and is called ``name``.

    Raises ``Problem`` for an empty file and for what can't hold articles, saying what it is.

    >>> recognise(b"%PDF-1.7", "report.txt"), recognise(b"<!DOCTYPE html><p>", "-"), recognise(b"7%", "a.md")
    ('pdf', 'html', 'markdown')
    """
    if not head:
        raise Problem("decode", "the file is empty (0 bytes)", "leave it out, or fetch it again")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    for magic, what, remedy in _NOT_ARTICLES:
        if head.startswith(magic):
            raise Problem("decode", f"this is {what}", remedy)
    if b"multipart/related" in head[:2048] and _MAIL_HEAD.match(head):
        return "html"
    if head[4:8] == b"ftyp":
        raise Problem("decode", "this is a film or a picture", "leave it out")
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in _LEFT_OUT:
        raise Problem("decode", f"this is {_LEFT_OUT[suffix]}", "leave it out")
    return _from_text(_first_text(head), _SUFFIX.get(suffix), suffix)


def packing(head: bytes) -> Kind | None:
    """How the file that begins with ``head`` is packed, None when it is not; an Office file counts as ZIP.

    >>> packing(b"PK\\x03\x04..."), packing(b"{}")
    ('zip', None)
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic) and kind in ("gzip", "bzip2", "xz", "zip"):
            return kind
    return "tar" if head[257:262] == b"ustar" else None


def _first_text(head: bytes) -> str:
    try:
        return decode(head).text.lstrip()
    except Problem:
        return head.decode("utf-8", "replace").lstrip()  # lines in several encodings, or what its reader will refuse


def _from_text(text: str, named: Kind | None, suffix: str) -> Kind:
    if text.startswith("<"):
        if _FEED.match(text):
            return "feed"
        if _HTML_HEAD.match(text):
            return "html"
        if named in ("html", "feed", "text", "markdown"):
            return named
        if len(_MARKUP.findall(text[:8192])) >= 2:
            return "html"
        if suffix == "xml" or text.startswith("<?xml"):
            raise Problem(
                "parse", "this is XML, but neither RSS nor Atom nor a page", "turn it into JSON Lines or text first"
            )
    if text[:1] in "{[" and text and named in (None, "json", "jsonl"):
        return _json_or_lines(text, named)
    return named or "text"


def _json_or_lines(text: str, named: Kind | None) -> Kind:
    """JSON Lines when the first line is a value of its own and more follow, or when it has no end in sight."""
    if named == "jsonl":
        return "jsonl"
    first, end, rest = text.partition("\n")
    try:
        json.loads(first)
        whole = True
    except (ValueError, RecursionError):
        whole = False
    if text[0] == "[":
        return "json" if named or whole or re.match(r'\[\s*[{"\[]|\[\s*\Z', text) else "text"
    if rest.lstrip().startswith("{") or (not end and not whole and len(text) > 4096):
        return "jsonl"
    if whole:
        return "json" if named or not (rest.strip() or '"text"' in first) else "jsonl"
    return "json" if named or re.match(r'\{\s*"', text) else "text"
