"""The tools of a worker: ingest to read, the pipeline to extract."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from extract import __version__
from extract.ingest import Failure, Options, read_articles
from extract.store import STANDARD_INPUT, Readout, readout
from extract.types import Article, Document, Reading


@dataclass
class PipelineTools:
    """``folders`` hold a user's own words, ``options`` say how to read."""

    folders: tuple[Path, ...] = ()
    options: Options = field(default_factory=Options)

    @cached_property
    def extractor(self) -> str:
        """Our version, and a fingerprint of the words."""
        return f"zhclaims {__version__}, words {words_fingerprint(self.folders)}"

    @cached_property
    def reading(self) -> str:
        """All options but the listener."""
        return repr(replace(self.options, report=None))

    def prepare(self) -> None:
        """Load the lexicon and the stages. Raises LexiconError for a mistake in a user's words."""
        from extract.lexicon import load
        from extract.pipeline import read_article

        lexicon = load(*self.folders)
        read_article(Article(id="warm", text="甲公司2024年营收50亿元，同比增长20%。"), lexicon)

    def read(self, path: str, note: Callable[[str], None]) -> Iterator[Article | Failure]:
        """The articles of a file, or of standard input."""
        options = replace(self.options, report=note)
        if path == STANDARD_INPUT:  # by a handle of our own: the program may end while a thread still waits for it
            return read_articles(os.fdopen(os.dup(0), "rb"), options)
        return read_articles(path, options)

    def extract(self, article: Article) -> tuple[Article, Readout]:
        """One article through the whole pipeline."""
        from extract.lexicon import load
        from extract.pipeline import read_article

        return as_readout(read_article(article, load(*self.folders), explain=False))


def as_readout(reading: Reading) -> tuple[Article, Readout]:
    """A reading as the store wants it, with the sentence of each record and the signature of the text."""
    from extract.reprints import sign

    sentences = [sentence_at(reading.document, claim.quantity.start) for claim in reading.claims]
    made, signature = readout(reading.records, reading.numbers, sentences), sign(reading.text)
    signed = replace(made, signature=signature.hashes, letters=signature.letters, method=signature.method)
    return reading.document.article, signed


def sentence_at(document: Document, offset: int) -> str | None:
    """The restored sentence around an offset of the restored text; None outside sentences."""
    at = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    sentences = document.blocks[at].sentences if at >= 0 else ()
    inside = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
    if inside < 0:
        return None
    found = sentences[inside]
    return document.text[found.start : found.end].strip()


def words_fingerprint(folders: tuple[Path, ...]) -> str:
    """8 hex digits of the content of the lexicon's files, ours and a user's.

    >>> len(words_fingerprint(()))
    8
    """
    from extract.lexicon import BUILT_IN

    made = hashlib.sha256()
    for folder in (BUILT_IN, *folders):
        for path in sorted(Path(folder).glob("*")):
            if path.suffix in (".csv", ".toml"):
                made.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    return made.hexdigest()[:8]
