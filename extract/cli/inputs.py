"""From paths to readings: what failed is told and counted, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli.guard import SOME_FAILED, debugging, in_words, say
from extract.errors import ClaimsError, InternalError

if TYPE_CHECKING:
    from extract.lexicon import Lexicon
    from extract.types import Article, Reading


@dataclass
class Inputs:
    """The inputs of one run. ``quiet`` leaves out notes, never failures; ``built_in`` reads with our own words alone."""

    paths: Sequence[str]
    lexicon: Path | None = None
    quiet: bool = False
    built_in: bool = False
    read: int = 0
    failed: int = 0

    def readings(self) -> Iterator[Reading]:
        """Each article that can be read, in order; a failure is told on stderr and counted."""
        from extract.lexicon import load

        words = load() if self.built_in else load_lexicon(self.lexicon)
        for article in self._articles():
            reading = self._reading(article, words)
            if reading is None:
                continue
            self.read += 1
            for note in article.notes:
                self._note(f"{_name(article)}: {note}")
            if not reading.numbers:
                self._note(f"{_name(article)}: there is no number in this article")
            yield reading
        if not self.read and not self.failed:
            self._fail("no article was found; give a text, HTML or JSON Lines file, a folder of them, or - for stdin")

    def status(self) -> int:
        """The exit status of the run."""
        if self.failed and self.read:
            say(f"{self.read} articles read, {self.failed} inputs failed")
        return SOME_FAILED if self.failed else 0

    def _articles(self) -> Iterator[Article]:
        from extract.ingest import Options, read_articles
        from extract.types import Article

        options = Options(report=self._note)
        for path in self.paths:
            for made in read_articles(path, options):
                if isinstance(made, Article):
                    yield made
                else:
                    self._fail(str(made))

    def _reading(self, article: Article, words: Lexicon) -> Reading | None:
        from extract.pipeline import read_article

        try:
            return read_article(article, words)
        except Exception as error:  # one article must not stop the others
            if debugging():
                raise
            told = (
                str(error)
                if isinstance(error, ClaimsError) and not isinstance(error, InternalError)
                else in_words(error)
            )
            self._fail(f"{_name(article)}: {told}")
            return None

    def _fail(self, message: str) -> None:
        self.failed += 1
        say(f"failed: {message}")

    def _note(self, message: str) -> None:
        if not self.quiet:
            say(f"note: {message}")


def load_lexicon(folder: Path | None) -> Lexicon:
    """The built-in lexicon with the user's folders on top: ``folder``, else what ZHCLAIMS_LEXICON or zhclaims.toml names."""
    from extract.lexicon import load, user_folders

    return load(*user_folders(folder))


def _name(article: Article) -> str:
    return article.source or article.id
