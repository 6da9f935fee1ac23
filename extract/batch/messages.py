"""What the coordinating process and its workers tell each other. Everything here travels through a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from extract.ingest import Failure
from extract.store import Found, Readout
from extract.types import Article


@dataclass(frozen=True, slots=True)
class FileTask:
    """Read the file and extract from each of its articles, from the place ``skip`` on. ``seq`` is the how-manieth file it is."""

    seq: int
    path: str
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ArticleTask:
    """Extract from one article, read elsewhere. ``force``: also when the store holds it."""

    seq: int
    place: int
    source: str
    found: Found
    force: bool = False


Task = FileTask | ArticleTask


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one place of a file: an article found (and extracted from), or a failure. ``seconds`` are of wall time."""

    seq: int
    place: int
    source: str
    found: Found | None
    failure: Failure | None = None
    seconds: float = 0.0

    @property
    def weight(self) -> int:
        """About how many characters it holds in memory."""
        return 1000 + (len(self.found.article.text) if self.found is not None else 0)


@dataclass(frozen=True, slots=True)
class Reached:
    """The article at this place was read; extracting begins."""

    seq: int
    place: int
    source: str


@dataclass(frozen=True, slots=True)
class End:
    """The file has this many places, and all of them were told."""

    seq: int
    places: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know of a file, e.g. which columns were guessed."""

    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker can work."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The worker cannot start, whatever it is given: message and remedy."""

    message: str
    remedy: str


Message = Item | Reached | End | Note | Ready | Broken


class Tools(Protocol):
    """How a worker reads and extracts. It is made in each process by a function that can be pickled."""

    @property
    def extractor(self) -> str:
        """Name and version of what extracts; another one makes other records."""

    @property
    def reading(self) -> str:
        """The options of reading, in one string; files read with others are read again."""

    def prepare(self) -> None:
        """Load what is needed for extracting. Raises ClaimsError when that is wrong."""

    def read(self, path: str, note: Callable[[str], None]) -> Iterator[Article | Failure]:
        """The articles of a file; ``note`` is told what had to be guessed."""

    def extract(self, article: Article) -> tuple[Article, Readout]:
        """The article, completed from its text, and what is claimed in it."""


MakeTools = Callable[[], Tools]
