"""How to read: the options of ``read_articles`` and the limits that keep a bad input from taking the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "markdown", "html", "jsonl", "json", "csv", "xlsx", "parquet", "feed", "warc", "docx", "pdf",
    "zip", "tar", "gzip", "bzip2", "xz",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "text", "markdown", "html", "jsonl", "json", "csv", "xlsx", "parquet", "feed", "warc", "docx", "pdf",
    "zip", "tar", "gzip", "bzip2", "xz",
)  # fmt: skip
FIELDS = ("id", "text", "title", "published", "url", "publisher", "reprinted_from", "editor")


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which an input is refused with a message.

    ``article`` bytes for one article: a text file, a page, a line of JSON Lines, a row of a table. A file that holds
    many articles is streamed and may be of any size. ``document`` bytes for a file that must be held whole because of
    its format (PDF, DOCX, XLSX). A compressed file may expand to ``expanded`` bytes, and beyond the first 16 MiB to
    no more than ``ratio`` times its own size; an archive may hold ``members`` members, archives in archives ``depth``
    deep.
    """

    article: int = 16 * 2**20
    document: int = 256 * 2**20
    expanded: int = 16 * 2**30
    ratio: int = 250
    members: int = 200_000
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may say about an input; everything is found out when nothing is said.

    ``kind`` forces a format, ``encoding`` an encoding. ``columns`` maps our fields (``text``, ``title``, ``published``,
    ``id``, ``url``, ``publisher``, ``reprinted_from``, ``editor``) to the names or 1-based numbers of the columns or
    keys of a table. ``report`` is called with a sentence for each guess that holds for a whole file.
    """

    kind: Kind | None = None
    encoding: str | None = None
    columns: Mapping[str, str | int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    report: Callable[[str], None] | None = None

    def tell(self, sentence: str) -> None:
        """Report a guess, if anyone listens."""
        if self.report is not None:
            self.report(sentence)
