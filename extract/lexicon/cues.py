"""Word groups for the grammar: every ``*.toml`` of a lexicon folder holds one group of words per key.

A group is a list of words or one text with a blank between the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from extract.lexicon.tables import LexiconError, decode


def read_cues(folders: Iterable[Path]) -> Mapping[str, tuple[str, ...]]:
    """The groups of all TOML files, named ``file.group``; a later folder adds words to a group, ``-word`` takes one away.

    Raises LexiconError for a file that is no TOML and for a group that is no list of words.
    """
    groups: dict[str, dict[str, None]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if path.name == "zhclaims.toml":
                continue
            for name, words in _groups(path):
                group = groups.setdefault(f"{path.stem}.{name}", {})
                for word in words:
                    if word.startswith("-") and len(word) > 1:
                        group.pop(word[1:], None)
                    else:
                        group[word] = None
    return MappingProxyType({name: tuple(words) for name, words in groups.items()})


def _groups(path: Path) -> Iterable[tuple[str, list[str]]]:
    import tomllib

    try:
        data = tomllib.loads(decode(path.read_bytes(), str(path)))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(
            str(path), None, f"this is no TOML: {error}", 'write groups as name = ["word", "word"]'
        ) from None
    for name, value in data.items():
        words = value.split() if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise LexiconError(str(path), None, f"{name!r} is no list of words", f'write {name} = ["word", "word"]')
        yield name, words
