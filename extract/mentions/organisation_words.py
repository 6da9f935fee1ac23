"""The words that tell an organisation's name from a piece of a sentence, made ready once for a lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import Lexicon
from extract.lexicon.finding import Finder
from extract.rules import any_of
from extract.segment.words import Words

_LATIN = r"[A-Z][0-9A-Za-z.&'+\-]*(?: [A-Z][0-9A-Za-z.&'+\-]*){0,3}"
_MARK = re.compile(r"[\s，。、；：！？,;:!?（）()《》<>“”\"‘’「」『』\[\]【】|/~～—\-\d]")


class OrganisationWords:
    """The groups of ``organisations.toml`` as sets and patterns, and the judgement whether a word is coined."""

    def __init__(self, lexicon: Lexicon, words: Words) -> None:
        def group(name: str) -> tuple[str, ...]:
            return lexicon.cues.get(f"organisations.{name}", ())

        self.words = words
        self.strong = _longest_first(group("company_endings"))
        self.weak = _longest_first(group("trade_endings"))
        self.trade = frozenset(group("trade_words"))
        self.follows = self.trade | set(self.strong) | set(self.weak)  # goes on with the name
        self._every_ending = (*self.strong, *self.weak)
        self.endings = frozenset(self._every_ending)
        self.common = frozenset(group("common_before"))
        self.never = frozenset(group("never_inside"))
        self.torn = frozenset(group("never_characters"))
        self._tight = self.torn | self.never
        self.terms = group("terms")
        self.latin_terms = frozenset(group("latin_terms"))
        verbs, descriptions = any_of(group("company_verbs")), any_of(group("descriptions"))
        self.verbs = group("company_verbs")
        endings: dict[str, bool | None] = {**dict.fromkeys(self.weak, False), **dict.fromkeys(self.strong, True)}
        self.company_words: Finder[bool] = Finder(endings)  # whether it proves a name alone
        self.office = re.compile(any_of(group("offices")))
        self.names_begin = frozenset(group("names_begin"))
        self.before_names = frozenset(group("before_names"))
        self.ordinary = frozenset(group("ordinary"))
        self.kinds = frozenset(group("kinds"))
        self.papers = group("papers")
        self.product_words = frozenset(group("product_words"))
        self.introducers = re.compile(any_of(group("introducers")))
        self.does = (*self.verbs, *lexicon.cues.get("names.business_after", ()))
        self.after = (*lexicon.cues.get("names.after_a_name", ()), *self.verbs)
        self._places = frozenset(group("places"))
        self._role = re.compile(any_of((*group("roles"), "商", "厂", "股")))
        metrics = (wording for metric in lexicon.metrics.values() for wording in (metric.name, *metric.aliases))
        self._measures = frozenset(wording for wording in metrics if len(wording) > 1) - self.follows
        self._said = frozenset(lexicon.cues.get("names.business_after", ()))
        latin, quoted = rf"[ “\"]?(?P<latin>{_LATIN})", rf"[“\"](?P<han>[\u4e00-\u9fff]{{2,8}})[”\"]{verbs}"
        self.described = re.compile(f"{descriptions}(?:{latin}|{quoted})")

    def is_loose(self, char: str) -> bool:
        """Whether a single Han character is no word of the grammar: two in a row are taken for a coined word."""
        return len(char) == 1 and "\u4e00" <= char <= "\u9fff" and char not in self._tight

    def is_coined(self, word: str) -> bool:
        """Whether ``word`` is a name by its looks: Latin with a capital, or Han that no dictionary holds."""
        if word.isascii():
            return len(word) > 1 and word[0].isupper() and word not in self.latin_terms and not word[-1].isdigit()
        if len(word) < 2 or _MARK.search(word) or not self.torn.isdisjoint(word):
            return False
        if self.words.knows(word) or any(term in word for term in self.terms):
            return False
        pieces = self.words.cut(word)
        if all(len(piece) == 1 for piece in pieces):
            return True
        return self.never.isdisjoint(pieces) and self.common.isdisjoint(pieces)

    def is_coined_phrase(self, phrase: str) -> bool:
        """Whether ``phrase`` is coined words and trade words, at least one coined."""
        if phrase.isascii():
            return self.is_coined(phrase)
        for size in range(1, min(len(phrase) - 2, 6) + 1):
            if phrase[-size:] in self.follows and self.is_coined(phrase[:-size]):
                return True
        pieces = [word for _, _, word in self.cut(phrase, 0) if word.strip()]
        coined = [piece for piece in pieces if self.is_coined(piece)]
        return bool(coined) and all(piece in coined or piece in self.trade for piece in pieces)

    def is_place(self, word: str) -> bool:
        """Whether ``word`` is where a company sits: 苏州, 苏州市, 南山区."""
        return word in self._places or (len(word) > 2 and word[-1] in "省市区县" and not self.is_coined(word))

    def is_measure(self, name: str) -> bool:
        """Whether ``name`` is what is measured, not who: 净息差, 每亩收入."""
        return name in self._said or any(name[-size:] in self._measures for size in range(2, min(len(name), 8) + 1))

    def is_generic(self, phrase: str) -> bool:
        """Whether ``phrase`` holds nothing but words of the trade and common words: 精密制造, 控股集团."""
        return all(
            word in self.follows or word in self.common or word in self.never for _, _, word in self.cut(phrase, 0)
        )

    def may_be_inside(self, word: str) -> bool:
        """Whether a formal name may hold ``word``."""
        if word in self.trade or word in self.strong:
            return True
        return not _MARK.search(word) and word not in self.never and word not in self.before_names

    def may_begin(self, word: str) -> bool:
        """Whether a company's name may begin with the common word ``word``."""
        if (
            not 2 <= len(word) <= 3
            or not self.may_be_inside(word)
            or self.is_measure(word)
            or not self.torn.isdisjoint(word)
        ):
            return False
        return not any(word in group for group in (self.follows, self.common, self.ordinary, self.verbs, self.kinds))

    def role_before(self, text: str) -> int:
        """How much of ``text`` says what the company named behind it is: 5 of ``电源晶片商曜芯微``, 0 of ``浙商中拓``."""
        found = 0
        for match in self._role.finditer(text):
            rest = text[match.end() :]
            if len(rest) < 2 or self.is_generic(rest) or rest.startswith(self.strong):
                continue
            if len(match.group()) == 1:
                before = text[found : match.start()]
                known = any(
                    self.words.knows(before[-size:]) and not self.is_place(before[-size:])
                    for size in (2, 3, 4)
                    if len(before) >= size
                )
                if not known or self.words.knows(match.group() + rest):
                    continue
            found = match.end()
        return found

    def cut(self, text: str, at: int) -> list[tuple[int, int, str]]:
        """The words of ``text`` with their offsets, the first at ``at``; loose characters are joined."""
        pieces: list[tuple[int, int, str]] = []
        last = ""
        for word in self.words.cut(text):
            end = at + len(word)
            if (
                len(word) == 1
                and 0 < len(last) < 4
                and self.is_loose(word)
                and self.is_loose(last[-1])
                and last not in self.trade
                and (len(last) == 1 or not self.words.knows(last))
            ):
                last += word
                pieces[-1] = (pieces[-1][0], end, last)
            else:
                last = word
                pieces.append((at, end, word))
            at = end
        return pieces

    def ending_of(self, word: str) -> str | None:
        """The company word that ``word`` ends with: the longest that proves a name alone, else the longest of the others."""
        if not word.endswith(self._every_ending):
            return None
        return next(ending for ending in self._every_ending if word.endswith(ending))


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=4)
def organisation_words(lexicon: Lexicon, words: Words) -> OrganisationWords:
    """The words of ``lexicon``, made ready once."""
    return OrganisationWords(lexicon, words)
