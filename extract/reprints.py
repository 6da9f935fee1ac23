"""Reprints: articles that tell the same story are found by MinHash, and their figures are compared, never merged.

A text is looked at as its letters and digits (punctuation and blanks differ from page to page), cut into shingles of five.
160 MinHash values (rensa) stand for the set of shingles; texts that share a band of five values are compared, and belong
together when an estimated 60 % of their shingles are common. An article with a changed number stays far above that, another
article far below. Two articles of one publisher on different days, and two that credit no vendor in common, tell two stories
however alike they are worded. Clusters are what is connected.

The first publisher's article is the canonical one: the one that another names as its source; else one that names no source;
else the earliest. ``differences`` holds each figure that a reprint tells otherwise.
"""

from __future__ import annotations

import hashlib
import math
import re
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from extract.store.inserting import similarity
from extract.store.opening import StoreError, transaction

THRESHOLD = 0.6  # estimated Jaccard similarity of shingles
SHINGLE = 5  # letters
PERMUTATIONS, SEED = 160, 42
BANDS, ROWS = 32, 5  # of two texts with 60 % in common 93 of 100 pairs meet, with 30 % 7
_MOST_CLUSTERS = 64  # that one article is compared with, those with the most bands in common first
_BATCH = 200  # articles in one transaction

_NO_LETTER = re.compile(r"[^\w.%‰]|_|(?<!\d)\.|\.(?!\d)")
_NUMERAL = re.compile(r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿])+")
_FIELDS = ("value", "value_max", "unit", "baseline_value")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text looks like from afar; see the table ``signatures``."""

    hashes: bytes
    letters: str
    method: str


def method() -> str:
    """How signatures are made and compared. Signatures of another method are made anew.

    Raises StoreError when rensa is not installed.
    """
    rensa = _rensa()
    version = getattr(rensa.RMinHash, "ALGORITHM_VERSION", rensa.__version__ if hasattr(rensa, "__version__") else "?")
    return (
        f"rensa RMinHash {version}, {PERMUTATIONS} values, seed {SEED}, shingles of {SHINGLE}, "
        f"{BANDS} bands of {ROWS}, joined from {THRESHOLD}"
    )


def letters(text: str) -> str:
    """The letters and digits of a text, with the decimal points and per cent signs.

    >>> letters("营收 5.0%，增长。")
    '营收5.0%增长'
    """
    return _NO_LETTER.sub("", text)


def sign(text: str) -> Signature:
    """The signature of a restored text; without hashes when there is nothing in it."""
    plain = letters(text)
    if not plain:
        return Signature(b"", "", "")
    made = _rensa().RMinHash(PERMUTATIONS, SEED)
    made.update({plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))})
    hashes = struct.pack(f"<{PERMUTATIONS}I", *made.digest())
    return Signature(hashes, hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest(), method())


def _rensa() -> Any:
    try:
        return import_module("rensa")
    except ImportError:
        raise StoreError("finding reprints needs the package rensa", remedy="pip install rensa") from None


# --------------------------------------------------------------------------------------------------- changed figures


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that a reprint tells otherwise; ``record`` and ``canonical_record`` are record ids."""

    record: str
    canonical_record: str
    field: str
    told: Any
    canonical_told: Any


def compare_figures(reprint: Sequence[dict[str, Any]], canonical: Sequence[dict[str, Any]]) -> list[Difference]:
    """The figures that differ between two articles of one cluster, given the rows of ``records`` in the order of the text.

    Claims belong together when their sentences are equal but for the numerals, or, failing that, when each is the only one
    of its article about that vendor, metric, subject, period, scope and kind. A claim that only one article has is no difference.

    >>> rows = [{"id": i, "sentence": s, "value": v, "value_max": None, "unit": "%", "baseline_value": None}
    ...         for i, s, v in (("a#2", "增长25%。", 25), ("b#2", "增长52%。", 52))]
    >>> compare_figures(rows[1:], rows[:1])
    [Difference(record='b#2', canonical_record='a#2', field='value', told=52, canonical_told=25)]
    """
    found = []
    for ours, theirs in _pairs(reprint, canonical):
        for field in _FIELDS:
            if not _equal(ours[field], theirs[field]):
                found.append(Difference(ours["id"], theirs["id"], field, ours[field], theirs[field]))
    return found


def _pairs(
    reprint: Sequence[dict[str, Any]], canonical: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    paired: set[str] = set()
    for key in (_wording, _topic):
        ours, theirs = _grouped(reprint, key), _grouped(canonical, key)
        for name, mine in ours.items():
            yours = theirs.get(name, [])
            if len(mine) != len(yours) or (key is _topic and len(mine) > 1):
                continue
            for one, other in zip(mine, yours, strict=True):
                if one["id"] not in paired and other["id"] not in paired:
                    paired |= {one["id"], other["id"]}
                    yield one, other


def _grouped(rows: Sequence[dict[str, Any]], key: Callable[[dict[str, Any]], Any]) -> dict[Any, list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        name = key(row)
        if name is not None:
            groups[name].append(row)
    return groups


def _wording(row: dict[str, Any]) -> str | None:
    """The sentence with its numerals blotted out."""
    return _NUMERAL.sub("#", letters(row["sentence"])) if row["sentence"] else None


def _topic(row: dict[str, Any]) -> tuple[Any, ...] | None:
    if row.get("metric") is None:
        return None
    who = row.get("vendor_id") or row.get("vendor")
    return (
        who,
        *(row.get(name) for name in ("metric_text", "subject", "kind", "period", "scope", "baseline_kind", "modality")),
    )


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9)
    return bool(one == other)


# --------------------------------------------------------------------------------------------------------- clustering


def find_reprints(connection: sqlite3.Connection, step: Callable[[int], None] | None = None) -> int:
    """Bring signatures, clusters and differences of a store up to date; returns the number of reprints it holds.

    Only what is new or changed is looked at. ``step`` is called with the number of articles done since the last call; an
    exception that it raises ends the work after a whole transaction, and the next call goes on from there.
    """
    tell = step or (lambda count: None)
    _sign_all(connection)
    while pending := connection.execute(
        "SELECT article, hashes FROM signatures WHERE state = 0 ORDER BY article LIMIT ?", (_BATCH,)
    ).fetchall():
        with transaction(connection):
            for article, hashes in pending:
                _join(connection, article, hashes)
            connection.executemany(
                "UPDATE signatures SET state = 1 WHERE article = ?", [(article,) for article, _ in pending]
            )
        tell(len(pending))
    while clusters := connection.execute(
        "SELECT DISTINCT cluster FROM signatures WHERE state = 1 LIMIT ?", (_BATCH,)
    ).fetchall():
        with transaction(connection):
            for (cluster,) in clusters:
                _write_cluster(connection, cluster)
        tell(0)
    return int(connection.execute("SELECT count(*) FROM reprints WHERE kind <> 'canonical'").fetchone()[0])


def _sign_all(connection: sqlite3.Connection) -> None:
    """Signatures for articles that have none, or one of another method."""
    from extract.repair import repair
    from extract.types import Article

    wanted = method()
    while missing := connection.execute(
        "SELECT a.seq, a.id, a.text FROM articles a LEFT JOIN signatures s ON s.article = a.seq "
        "WHERE s.method IS NOT ? ORDER BY a.seq LIMIT ?",
        (wanted, _BATCH),
    ).fetchall():
        with transaction(connection):
            for seq, id, text in missing:
                made = sign(repair(Article(id=id, text=text)).text)
                connection.execute("DELETE FROM bands WHERE article = ?", (seq,))
                connection.execute(
                    "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?, ?, 0, ?)",
                    (seq, wanted, made.letters, made.hashes, seq),
                )


def _keys(hashes: bytes) -> list[int]:
    """One key for each band."""
    width = 4 * ROWS  # bytes
    bands = (hashes[at : at + width] for at in range(0, len(hashes), width))
    digests = (hashlib.blake2b(bytes([number]) + band, digest_size=8).digest() for number, band in enumerate(bands))
    return [int.from_bytes(digest, "little", signed=True) for digest in digests]


def _join(connection: sqlite3.Connection, article: int, hashes: bytes) -> None:
    """Put an article into the cluster of each article that is alike."""
    keys = _keys(hashes)
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, article) for key in keys])
    alike = connection.execute(
        f"""
        SELECT s.article, s.cluster, s.hashes, count(*) AS bands FROM bands b JOIN signatures s ON s.article = b.article
        WHERE b.key IN ({", ".join("?" * len(keys))}) AND b.article <> ? GROUP BY s.article ORDER BY bands DESC, s.article
        """,
        (*keys, article),
    )
    (own,) = connection.execute("SELECT cluster FROM signatures WHERE article = ?", (article,)).fetchone()
    joined, compared = {own}, set[int]()
    for other, cluster, other_hashes, _ in alike.fetchall():
        if cluster in joined:
            continue
        compared.add(cluster)
        if len(compared) > _MOST_CLUSTERS:
            break
        if similarity(hashes, other_hashes) >= THRESHOLD and not _two_stories(connection, article, other):
            connection.execute(
                "UPDATE signatures SET cluster = ?, state = iif(state = 2, 1, state) WHERE cluster = ?",
                (min(own, cluster), max(own, cluster)),
            )
            joined.add(cluster)
            own = min(own, cluster)


def _two_stories(connection: sqlite3.Connection, one: int, other: int) -> bool:
    """Whether two articles alike in words speak of different days or vendors."""
    facts = [
        connection.execute("SELECT publisher, published, id FROM articles WHERE seq = ?", (seq,)).fetchone()
        for seq in (one, other)
    ]
    if None not in (*facts[0], *facts[1]) and facts[0][0] == facts[1][0] and facts[0][1] != facts[1][1]:
        return True
    sql = "SELECT DISTINCT coalesce(vendor_id, vendor) FROM records WHERE article = ? AND vendor IS NOT NULL"
    ours, theirs = ({name for (name,) in connection.execute(sql, (fact[2],))} for fact in facts)
    return bool(ours and theirs and not ours & theirs)


def _write_cluster(connection: sqlite3.Connection, cluster: int) -> None:
    """Write ``reprints`` and ``differences`` of one cluster anew."""
    members = connection.execute(
        """
        SELECT a.id, a.publisher, a.published, a.reprinted_from, s.letters, s.hashes
        FROM signatures s JOIN articles a ON a.seq = s.article WHERE s.cluster = ?
        """,
        (cluster,),
    ).fetchall()
    connection.execute("UPDATE signatures SET state = 2 WHERE cluster = ?", (cluster,))
    for id, *_ in members:
        connection.execute("DELETE FROM reprints WHERE article = ?", (id,))
        connection.execute("DELETE FROM differences WHERE record IN (SELECT id FROM records WHERE article = ?)", (id,))
    if len(members) < 2:
        return
    sources = {source for _, _, _, source, _, _ in members if source}

    def rank(member: tuple[Any, ...]) -> tuple[Any, ...]:
        id, publisher, published, source, _, _ = member
        return publisher not in sources, source is not None, published or "9999", id

    first, *others = sorted(members, key=rank)
    rows = _records(connection, first[0])
    connection.execute("INSERT INTO reprints VALUES (?, ?, 'canonical', 1)", (first[0], first[0]))
    for id, _, _, _, plain, hashes in others:
        kind = "exact" if plain == first[4] else "near"
        near = 1.0 if kind == "exact" else similarity(hashes, first[5])
        connection.execute("INSERT INTO reprints VALUES (?, ?, ?, ?)", (id, first[0], kind, near))
        connection.executemany(
            "INSERT OR IGNORE INTO differences VALUES (?, ?, ?, ?, ?)",
            [
                (d.record, d.canonical_record, d.field, d.told, d.canonical_told)
                for d in compare_figures(_records(connection, id), rows)
            ],
        )


def _records(connection: sqlite3.Connection, article: str) -> list[dict[str, Any]]:
    cursor = connection.execute("SELECT * FROM records WHERE article = ? ORDER BY quantity_start, id", (article,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
