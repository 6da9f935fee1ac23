"""Reading a file of decisions: JSON Lines or a JSON list, as the page and the static page write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extract.store import StoreError


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a file. Raises StoreError naming the line that is no JSON object."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{file} cannot be read ({error})", remedy="name a file of decisions") from error
    try:
        if text.lstrip().startswith("["):
            rows = json.loads(text)
        else:
            rows = []
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    rows.append(_row(line, number))
    except json.JSONDecodeError as error:
        raise StoreError(f"{file} is no JSON ({error})", remedy="download the decisions again") from error
    if not all(isinstance(row, dict) for row in rows):
        raise StoreError(f"{file} holds something that is no decision", remedy="download the decisions again")
    return list(rows)


def _row(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise StoreError(f"line {number} is no JSON ({error.msg})", remedy="download the decisions again") from error
