"""Vendors and products in a document. A form that is also a common word counts only with a witness.

A witness is, in this order: a context word of the row in the sentence, a topic word of the row anywhere in the article, a
list of names (移动、电信、联通), the full name (or the owner) elsewhere, a heading that is the name, a word behind it that only
a business has (小米新机). What is found keeps the witness in ``rule``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from extract.lexicon import Lexicon, NameForm, NameKind, Product, Vendor, fold
from extract.lexicon.finding import Found, leftmost_longest
from extract.mentions.channels import channels
from extract.mentions.introduced_products import introduced_products
from extract.mentions.organisations import find_organisations
from extract.segment.words import Words
from extract.types import Document, Entity, Span

Reading = tuple[NameKind, str]
Name = Found[NameForm]
Rules = dict[tuple[int, int], tuple[Reading, str]]  # what the form at a place was proven to mean, and by which witness

_JOINERS = ("、", "和", "与", "及", "或", "以及", "/", ",", "，", "&")


def find_entities(document: Document, lexicon: Lexicon) -> tuple[Entity, ...]:
    """Vendors, products and organisations outside the registry, ascending; none overlaps another.

    >>> from extract.lexicon import load
    >>> from extract.segment import segment
    >>> from extract.types import Article, Repaired
    >>> text = "中国移动营收增长。移动、电信和联通合计投资1200亿元,移动端用户占80%。"
    >>> document = segment(Repaired(Article(id="a", text=text), text))
    >>> [(e.id, text[e.start : e.end], e.rule) for e in find_entities(document, load())]
    [('china_mobile', '中国移动', 'name'), ('china_mobile', '移动', 'list'),
     ('china_telecom', '电信', 'list'), ('china_unicom', '联通', 'list')]
    """
    search = _Search(document, lexicon)
    known = search.entities()
    organisations = find_organisations(document, known, lexicon, search.words)
    is_channel = channels(lexicon).is_channel
    named = [*(entity for entity in known if not is_channel(document.text, entity)), *organisations]
    named.sort(key=lambda entity: entity.start)
    named += introduced_products(document, named, lexicon)
    return tuple(sorted(named, key=lambda entity: entity.start))


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The word witness that knows the names of ``lexicon``."""
    return Words([form for form in lexicon.name_forms if 2 <= len(form) <= 4 and _is_han(form)])


@lru_cache(maxsize=4)
def contested_forms(lexicon: Lexicon) -> frozenset[str]:
    """Han forms of three characters that begin with the name of somebody else: 京东方 with 京东, as in 京东方面."""
    forms = lexicon.name_forms
    return frozenset(
        form
        for form, meaning in forms.items()
        if len(form) == 3 and form[:2] in forms and not forms[form[:2]].needs_context and _is_han(form)
        if not _related(lexicon, meaning.readings[0], forms[form[:2]].readings[0])
    )


def _related(lexicon: Lexicon, one: Reading, other: Reading) -> bool:
    owners = [id if kind == "vendor" else lexicon.products[id].owner for kind, id in (one, other)]
    families = [{owner, lexicon.vendors[owner].parent} for owner in owners if owner in lexicon.vendors]
    return len(families) == 2 and bool(families[0] & families[1] - {None})


class _Search:
    """One document's names: what stands where, and which doubtful form has a witness."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.text = document.text
        self.lexicon = lexicon
        self.words = words_of(lexicon)
        self.title = document.title
        self.sentences = [sentence for block in document.blocks for sentence in block.sentences]
        self.starts = [sentence.start for sentence in self.sentences]
        self.headings = [Span(b.start, b.end) for b in document.blocks if b.kind in ("heading", "title")]
        self._boundaries: dict[int, frozenset[int]] = {}
        self._after = tuple(lexicon.cues.get("names.after_a_name", ()))
        self._business = tuple(lexicon.cues.get("names.business_after", ()))
        self._places = frozenset(lexicon.cues.get("organisations.places", ()))
        self._very_common = frozenset(lexicon.cues.get("names.very_common", ()))
        self._contested = contested_forms(lexicon)
        self._topics: dict[str, bool] = {}

    @cached_property
    def folded(self) -> str:
        """The text, width and case folded."""
        return fold(self.text)

    def entities(self) -> list[Entity]:
        """The registered names, in text order."""
        found = [each for each in self.lexicon.name_candidates(self.text) if self._stands_alone(each)]
        rules: Rules = {}
        for each in found:
            if each.payload and not each.payload.needs_context:
                rules[each[:2]] = (each.payload.readings[0], "name")
        sure = leftmost_longest([each for each in found if each.payload is None or each[:2] in rules])
        self.sure = [each for each in sure if each.payload]
        self.named = {rules[each[:2]][0] for each in self.sure} | set(self._named_in_title)
        self.credited = {self._owner(reading) for reading in self.named}
        self._lists(found, rules)
        for kind in ("vendor", "product"):  # a proven vendor is a witness for its products
            for each in found:
                if each[:2] not in rules and each.payload and each.payload.readings[0][0] == kind:
                    proof = self._proof(each)
                    if proof:
                        rules[each[:2]] = proof
            self.sure = leftmost_longest([each for each in found if each.payload is None or each[:2] in rules])
            self.sure = [each for each in self.sure if each.payload]
            self.credited |= {self._owner(rules[each[:2]][0]) for each in self.sure}
        kept = leftmost_longest([each for each in found if each.payload is None or each[:2] in rules])
        return [self._entity(each, *rules[each[:2]]) for each in kept if each.payload]

    def _entity(self, found: Name, reading: Reading, rule: str) -> Entity:
        kind, id = reading
        name = (self.lexicon.vendors[id] if kind == "vendor" else self.lexicon.products[id]).name
        return Entity(found.start, found.end, id, name, kind, self._owner(reading), rule)

    def _owner(self, reading: Reading) -> str:
        kind, id = reading
        return id if kind == "vendor" else self.lexicon.products[id].owner

    @cached_property
    def _named_in_title(self) -> tuple[Reading, ...]:
        found = self.lexicon.name_candidates(self.title)
        return tuple(each.payload.readings[0] for each in found if each.payload and not each.payload.needs_context)

    # --------------------------------------------------------------------------------------------- words as a witness

    def _stands_alone(self, found: Name) -> bool:
        """Whether the words around agree that a short Han form is a word; longer forms need no such witness.

        A decoy that begins with 中 is none where the word ends behind it: ``中华为`` in ``其中华为占62%``.
        """
        if found.payload is None:
            return self.text[found.start] != "中" or not self._edges(Span(found.start, found.start + 1))[1]
        length = found.end - found.start
        if length > 2 and not found.payload.needs_context and self.text[found.start : found.end] not in self._contested:
            return True
        before = self.text[found.start - 1 : found.start]
        after = self.text[found.end : found.end + 1]
        if not (_is_han(before) or _is_han(after)) or not _is_han(self.text[found.start : found.end]):
            return True
        start, end = self._edges(found)
        return start and end

    def _edges(self, found: Span | Name) -> tuple[bool, bool]:
        """Whether the segmenter cuts where ``found`` begins and where it ends."""
        sentence = self._sentence(found.start)
        if sentence is None:
            return True, True
        edges = self._boundaries.get(sentence.start)
        if edges is None:
            edges = self._boundaries[sentence.start] = self.words.boundaries(self.text[sentence.start : sentence.end])
        return found.start - sentence.start in edges, found.end - sentence.start in edges

    def _sentence(self, offset: int) -> Span | None:
        i = bisect_right(self.starts, offset) - 1
        if i < 0 or self.sentences[i].end <= offset:
            return None
        return Span(self.sentences[i].start, self.sentences[i].end)

    # ----------------------------------------------------------------------------------------------------- witnesses

    def _proof(self, found: Name) -> tuple[Reading, str] | None:
        form = found.payload
        assert form is not None
        proofs = [(reading, rule) for reading in form.readings if (rule := self._witness(found, reading))]
        if not proofs:
            return None
        return min(proofs, key=lambda proof: _STRENGTH.index(proof[1]))

    def _witness(self, found: Name, reading: Reading) -> str | None:
        kind, id = reading
        entry = self.lexicon.vendors[id] if kind == "vendor" else self.lexicon.products[id]
        latin = not _is_han(self.text[found.start : found.end])
        if entry.context and self._in_sentence(found, entry.context):
            return "context"
        if entry.topic and self._in_article(entry):
            return "topic"
        if reading in self.named and (latin or self._may_follow(found)):
            return "full-name"
        if isinstance(entry, Product):
            if self._owner_named(found, entry.owner) and (latin or self._may_follow(found)):
                return "owner"
        elif self._kin(id) & self.credited and self._may_follow(found):
            return "full-name"
        if any(self._is_heading(found, heading) for heading in self.headings) and kind == "vendor":
            return "heading"
        return "business" if self._in_business(found) else None

    def _in_sentence(self, found: Name, words: Sequence[str]) -> bool:
        sentence = self._sentence(found.start)
        if sentence is None:
            return False
        around = self.folded[sentence.start : found.start] + "\n" + self.folded[found.end : sentence.end]
        return any(fold(word) in around for word in words)

    def _in_article(self, entry: Vendor | Product) -> bool:
        key = f"{type(entry).__name__} {entry.id}"
        if key not in self._topics:
            title = fold(self.title)
            self._topics[key] = any((low := fold(word)) in self.folded or low in title for word in entry.topic)
        return self._topics[key]

    def _kin(self, vendor: str) -> set[str]:
        """The vendor, its parent and its subsidiaries."""
        vendors = self.lexicon.vendors
        parent = vendors[vendor].parent if vendor in vendors else None
        kin = {each for each in self.credited if each in vendors and vendors[each].parent == vendor}
        return kin | {vendor} | ({parent} if parent else set())

    def _owner_named(self, found: Name, owner: str) -> bool:
        """A Latin code needs its owner anywhere in the article, a Han word in its sentence, the one before or a heading."""
        kin = self._kin(owner)
        if not _is_han(self.text[found.start : found.end]):
            return bool(kin & self.credited)
        i = bisect_right(self.starts, found.start) - 1
        start = self.starts[max(i - 1, 0)] if i >= 0 else 0
        end = self.sentences[i].end if i >= 0 else found.end
        heading = max((h for h in self.headings if h.end <= found.start), default=Span(0, 0))
        for each in self.sure:
            assert each.payload is not None
            near = start <= each.start < end or heading.start <= each.start < heading.end
            if near and self._owner(each.payload.readings[0]) in kin:
                return True
        return any(self._owner(reading) in kin for reading in self._named_in_title)

    def _may_follow(self, found: Name) -> bool:
        after = self.text[found.end : found.end + 6]
        return not after or not (_is_han(after[0]) or after[0].isalpha()) or after.startswith(self._after)

    def _in_business(self, found: Name) -> bool:
        """``小米新机``, ``荣耀第三季度出货量``: what follows only a business has, and the form begins a phrase."""
        form = self.text[found.start : found.end]
        if not _is_han(form) or form in self._very_common:
            return False
        before = self.text[found.start - 1 : found.start]
        place = self.text[max(0, found.start - 2) : found.start] in self._places
        if before and (_is_han(before) or before.isalpha()) and before not in _BEFORE_A_NAME and not place:
            return False
        dated = _DATED.match(self.text, found.end)
        after = dated.end() if dated else found.end
        return self.text.startswith(self._business, after) or _DOES.match(self.text, after) is not None

    def _is_heading(self, found: Name, heading: Span) -> bool:
        if not heading.start <= found.start < heading.end:
            return False
        before = self.text[heading.start : found.start].strip(" 0123456789一二三四五六七八九十、.．()（）#*·第")
        after = self.text[found.end : heading.end].lstrip()
        return not before and (not after or after[0] in ":：,，|丨—-/")

    def _lists(self, found: Sequence[Name], rules: Rules) -> None:
        """In a list of names one sure name, or two doubtful ones beside a third, prove the others."""
        chain: list[Name] = []
        ordered = [each for each in leftmost_longest(found) if each.payload]
        for each in [*ordered, None]:
            if each and chain and self._joined(chain[-1].end, each.start):
                chain.append(each)
                continue
            doubtful = [name for name in chain if name[:2] not in rules]
            if doubtful and (len(doubtful) < len(chain) or len(chain) >= 3):
                proven = {rules[name[:2]][0][0] for name in chain if name[:2] in rules}
                owners = {self._owner(rules[name[:2]][0]) for name in chain if name[:2] in rules}
                for name in doubtful:
                    assert name.payload is not None
                    alike = [r for r in name.payload.readings if not proven or r[0] in proven]
                    if alike:  # of two products with one code the one whose owner the article knows
                        known = [r for r in alike if self._owner(r) in owners]
                        known = known or [r for r in alike if self._kin(self._owner(r)) & self.credited]
                        rules[name[:2]] = ((known or alike)[0], "list")
            chain = [each] if each else []

    def _joined(self, end: int, start: int) -> bool:
        return _BRACKET.sub("", self.text[end:start]).strip() in _JOINERS


_STRENGTH = ("context", "full-name", "owner", "topic", "heading", "business")
_DOES = re.compile(
    r"以\s?\d|位[列居]|排名|排在|摘得|夺得|[A-Z]{1,3}\d{1,4}(?![\dA-Za-z%％.])|(?:宣布|已|再)?(?:完成|获得?)[^，。；！？,;]{0,20}融资"
)
_HAN = re.compile("[\u3400-\u9fff]+")
_BRACKET = re.compile(r"[（(][^（）()]{1,16}[)）]")  # TCL（28.4%）、海信（25.1%）和小米
_BEFORE_A_NAME = "和与及而但对由被据比较向给让使是为中"
_DATED = re.compile(
    r"(?:\s|的|在|今年|去年|本月|上月|本季|单季|全年|上半年|下半年|前三季度?|第?[一二三四1-4]季度?|\d{4}\s?年|\d{1,2}\s?月份?)*"
)


def _is_han(text: str) -> bool:
    return _HAN.fullmatch(text) is not None
