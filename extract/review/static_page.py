"""The review page as one file to hand around: articles, claims, keys and filters in it, nothing fetched from anywhere.

Decisions are kept in the browser that opens it and downloaded as JSON Lines; ``zhclaims review --import`` takes them over.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extract.review.agreement import agreements
from extract.review.assets import SCRIPTS, STYLES, page, read, words
from extract.review.places import Sights
from extract.review.queue import View, choices, listed
from extract.review.rule_report import rule_report
from extract.review.views import article_view
from extract.store import StoreError, connect_read_only


def write_page(db: Path, file: Path, folders: tuple[Path, ...] = (), language: str = "zh") -> int:
    """Write the page; returns how many claims are in it. Raises StoreError when store or file cannot be used."""
    connection = connect_read_only(db)
    try:
        start = contents(connection, Sights(folders), db.stem, language)
    finally:
        connection.close()
    script = inline_script()
    style = "".join(read(name) for name in STYLES)
    policy = f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    from markupsafe import Markup

    inline = {"policy": policy, "style": Markup(style), "script": Markup(script)}
    text = page(language, start, inline=inline)
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise StoreError(f"{file} cannot be written ({error.strerror})", remedy="choose another place") from error
    finally:
        part.unlink(missing_ok=True)
    return sum(len(article["claims"]) for article in start["offline"]["articles"])


def inline_script() -> str:
    """All scripts as one; the backend without a server comes once what it uses is there, before the page starts."""
    order = [*SCRIPTS[:-1], "offline.js", SCRIPTS[-1]]
    script = "".join(f"{{\n{_shared(read(name), name)}\n}}\n" for name in order)
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("the scripts hold something that would end a script element")
    return '"use strict";\n' + script


def contents(connection: sqlite3.Connection, sights: Sights, name: str, language: str) -> dict[str, Any]:
    """What the page starts with: everything."""
    ids = [id for (id,) in connection.execute("SELECT id FROM articles ORDER BY published DESC, id")]
    articles = [article_view(connection, sights, id) for id in ids]
    prints = dict(connection.execute("SELECT id, claim FROM records").fetchall())
    priorities: dict[str, float] = {}
    offset = 0
    while found := listed(connection, View(status=""), offset, 5000):
        priorities |= {item["id"]: item["priority"] for item in found}
        offset += len(found)
    for article in articles:
        for claim in article["claims"]:
            claim |= {"claim": prints[claim["id"]], "priority": priorities[claim["id"]]}
    seq = connection.execute("SELECT max(seq) FROM judgements").fetchone()[0] or 0
    known = [id for (id,) in connection.execute("SELECT id FROM judgements")]
    return {
        "words": words(language),
        "language": language,
        "reviewer": "",
        "queue": None,
        "articles": [],
        "recent": [],
        "seq": seq,
        "lexicon": "",
        "store": name,
        "offline": {
            "name": name,
            "key": f"{name}-{hashlib.sha256(json.dumps(sorted(ids)).encode()).hexdigest()[:12]}",
            "seq": seq,
            "known": known,
            "articles": articles,
            "choices": choices(connection),
            "rules": rule_report(connection),
            "agreement": [asdict(each) for each in agreements(connection)],
        },
    }


def _shared(script: str, name: str) -> str:
    """A script inside a block of its own; ``Z`` of the first is what all share."""
    if name == "base.js":
        return script.replace('"use strict";', "", 1).replace("const Z = ", "var Z = ", 1)
    return script.replace('"use strict";', "", 1)


def _source(text: str) -> str:
    """What the policy calls a piece of inline text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
