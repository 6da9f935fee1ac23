"""Records as JSON Lines: UTF-8 without a byte order mark, keys sorted, one record in a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from extract.store.rows import dumps

_SOURCE = ("title", "published", "publisher", "url", "reprinted_from", "editor", "reprint_of", "source")
_REVIEW = ("status", "reviewer", "reason", "reviewed")


def write_lines(rows: Iterable[dict[str, Any]], target: IO[bytes], *, context: bool = False) -> None:
    """One record for each row. With ``context`` each has ``source``, ``review`` and ``sentence`` beside the fields of the schema."""
    for row in rows:
        text: str = row["json"]
        if context:
            source = {name: row[name] for name in _SOURCE} | {"changed_figure": bool(row["changed_figure"])}
            review = {name: row[name] for name in _REVIEW}
            text = dumps({**json.loads(text), "source": source, "review": review, "sentence": row["sentence"]})
        target.write(text.encode() + b"\n")
