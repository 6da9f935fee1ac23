"""What could not be read: a ``Failure`` is given back in place of an article, and never raised at the caller.

>>> print(Failure("news.jsonl:7", "parse", "the line is not JSON", "mend the line; the other lines were read"))
news.jsonl:7: the line is not JSON; mend the line; the other lines were read
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["open", "limit", "archive", "decode", "parse", "extract", "install"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One input, or one part of an input, that gave no article.

    ``source`` is ``path[!member][:line]``, always printable; ``stage`` is the step that gave up; ``reason`` says what
    was wrong and ``remedy`` what to do about it.
    """

    source: str
    stage: Stage
    reason: str
    remedy: str

    def __str__(self) -> str:
        """The whole message on one line: where, what, and what to do."""
        return f"{self.source}: {self.reason}; {self.remedy}"


class Problem(Exception):
    """Raised inside ingest only, where the source is not known yet; ``read_articles`` turns it into a ``Failure``."""

    def __init__(self, stage: Stage, reason: str, remedy: str) -> None:
        """Keep the three parts that a ``Failure`` is made of."""
        super().__init__(reason)
        self.stage: Stage = stage
        self.reason = reason
        self.remedy = remedy

    def at(self, source: str) -> Failure:
        """This problem as the failure of ``source``."""
        return Failure(source, self.stage, self.reason, self.remedy)


def missing(package: str, extra: str, what: str) -> Problem:
    """The problem of an optional package that is not installed.

    >>> print(missing("pypdfium2", "pdf", "PDF").at("a.pdf"))
    a.pdf: reading PDF needs the package pypdfium2, which is not installed; pip install 'zhclaims[pdf]'
    """
    return Problem(
        "install",
        f"reading {what} needs the package {package}, which is not installed",
        f"pip install 'zhclaims[{extra}]'",
    )


def in_words(error: BaseException) -> str:
    """An exception as a phrase: its message on one line, or the name of its class when it has none.

    >>> in_words(ValueError("bad\\n  day"))
    'bad day'
    """
    text = " ".join(str(error).split())
    return text[:300] if text else type(error).__name__
