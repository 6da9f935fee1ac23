"""Claims in spaCy: the component ``zhclaims`` puts them on a ``Doc``, with exact offsets whatever the tokenizer.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> _ = nlp.add_pipe("zhclaims")
>>> doc = nlp("浪潮信息2025年Q1营收同比增长165%。")
>>> [(span.text, span._.claim["vendor"]["name"], span._.claim["kind"]) for span in doc.spans["claims"]]
[('165%', '浪潮信息', 'increase')]
>>> [(span.text, span.label_) for span in doc.spans["sc"]]
[('浪潮信息', 'VENDOR'), ('2025年Q1', 'PERIOD'), ('营收', 'METRIC'), ('同比', 'BASELINE'), ('165%', 'VALUE')]

What a ``Doc`` gets:

- ``doc._.claims``, ``doc._.numbers``: the records and numbers of the published schemas; offsets count in ``doc.text``.
- ``doc.spans["claims"]``: the quantity of each claim, in order; ``span._.claim`` is its record, ``span._.parts`` its other
  parts as spans, by label; ``span.id_`` is the id of the record.
- ``doc.spans["sc"]``: each part once, labelled ``VENDOR``, ``METRIC``, ``VALUE``, ``BASELINE``, ``SUBJECT``, ``PERIOD``,
  ``SCOPE``, ``SOURCE``: what a spancat is trained on and what ``displacy.render(doc, style="span")`` shows.

Title, date and publisher are given beforehand: ``doc = nlp.make_doc(text)``, ``doc._.article = {"published": "2025-11-18"}``,
``nlp(doc)``. Everything is kept in ``doc.user_data`` and survives ``DocBin(store_user_data=True)`` and several processes.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token
from spacy.util import filter_spans

from extract.errors import ClaimsError

if TYPE_CHECKING:
    from extract.types import Reading

Align = Literal["split", "expand"]
Parts = Mapping[str, tuple[int, int]]

CLAIMS = "claims"  # the span group with one quantity for each claim
LABELS = {
    "vendor": "VENDOR",
    "metric": "METRIC",
    "quantity": "VALUE",
    "baseline": "BASELINE",
    "subject": "SUBJECT",
    "period": "PERIOD",
    "scope": "SCOPE",
    "attribution": "SOURCE",
}
_KEPT = "zhclaims"  # the key in doc.user_data


@Language.factory(
    "zhclaims",
    default_config={"lexicon": None, "spans_key": "sc", "align": "split", "ents": False},
    assigns=["doc.spans"],
)
def make_component(
    nlp: Language, name: str, lexicon: str | None, spans_key: str, align: Align, ents: bool
) -> ClaimsComponent:
    """The component as ``nlp.add_pipe("zhclaims", config=…)`` makes it.

    ``lexicon`` is a folder of your own words. ``align`` says what happens to a token that a part ends in the middle of:
    ``split`` divides it, so that every span is exact; ``expand`` leaves it whole, and the span covers all of it (the exact
    offsets are in the record). ``ents`` sets ``doc.ents`` too, the longer of two overlapping ones.
    """
    return ClaimsComponent(lexicon, spans_key, align, ents)


class ClaimsComponent:
    """A pipeline component; see the module for what it does to a ``Doc``."""

    def __init__(self, lexicon: str | None, spans_key: str, align: Align, ents: bool) -> None:
        self.lexicon = lexicon
        self.spans_key = spans_key
        self.align = align
        self.ents = ents

    def __call__(self, doc: Doc) -> Doc:
        """Read the text of a ``Doc`` and put the claims on it. Raises what ``extract.read`` raises."""
        from extract.ingest import article_from_text
        from extract.lexicon import load
        from extract.pipeline import read_article

        told = dict(doc._.article or {})
        unknown = sorted(set(told) - {"id", "title", "published", "publisher"})
        if unknown:
            raise ClaimsError(f"doc._.article has a key {unknown[0]!r}", remedy="give id, title, published, publisher")
        words = load() if self.lexicon is None else load(Path(self.lexicon))
        reading = read_article(article_from_text(doc.text, **told), words)
        put_claims(
            doc, reading.records, reading.numbers, parts_of(reading), self.spans_key, align=self.align, ents=self.ents
        )
        return doc


def parts_of(reading: Reading) -> list[dict[str, tuple[int, int]]]:
    """For each record of a reading where its parts stand in the article as given, by field: quantity, vendor, metric …"""
    from extract.repair import original_span
    from extract.types import Span as Run

    repaired = reading.document.repaired
    found = []
    for claim in reading.claims:
        parts = {
            "vendor": claim.vendor, "metric": claim.metric, "quantity": claim.quantity, "baseline": claim.baseline,
            "subject": claim.subject, "period": claim.period, "scope": claim.scope, "attribution": claim.attribution,
        }  # fmt: skip
        found.append(
            {
                name: (*original_span(repaired, Run(part.start, part.end)),)
                for name, part in parts.items()
                if part is not None and part.start < part.end
            }
        )
    return found


def put_claims(
    doc: Doc,
    records: Iterable[Mapping[str, Any]],
    numbers: Iterable[Mapping[str, Any]],
    parts: Iterable[Parts],
    spans_key: str = "sc",
    *,
    align: Align = "split",
    ents: bool = False,
) -> None:
    """Put records and numbers that were made of ``doc.text`` on a ``Doc``; ``parts`` tells for each record where they stand.

    Raises ClaimsError for a part that does not lie in the text.
    """
    made = [dict(record) for record in records]
    places = [{name: _trimmed(doc.text, *run) for name, run in each.items() if name in LABELS} for each in parts]
    if align == "split":
        _split_tokens(doc, {edge for each in places for run in each.values() for edge in run})
    doc.user_data[_KEPT] = json.dumps(
        {"claims": made, "numbers": list(numbers), "parts": places}, ensure_ascii=False, separators=(",", ":")
    )
    doc.spans[CLAIMS] = [
        _span(doc, each["quantity"], "CLAIM", record["id"])
        for record, each in zip(made, places, strict=True)
        if "quantity" in each
    ]
    unique = sorted({(*run, LABELS[name]) for each in places for name, run in each.items()})
    doc.spans[spans_key] = [_span(doc, (start, end), label) for start, end, label in unique]
    if ents:
        doc.ents = filter_spans(list(doc.spans[spans_key]))


def blank() -> Language:
    """spaCy's Chinese pipeline without any component: its tokens are characters."""
    return spacy.blank("zh")


def annotated_doc(
    nlp: Language, text: str, records: Iterable[Mapping[str, Any]], parts: Iterable[Parts], *, ents: bool = True
) -> Doc:
    """A text, tokenised and nothing else, with records that were made of it elsewhere, e.g. corrected by a reviewer."""
    doc = nlp.make_doc(text)
    put_claims(doc, records, (), parts, ents=ents)
    return doc


def docbin(docs: Iterable[Doc]) -> DocBin:
    """Docs as a ``DocBin`` that ``spacy train`` reads, with spans, entities and claims."""
    return DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True, docs=docs)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A run without the blanks at its borders, which no token may hold."""
    if not 0 <= start < end <= len(text):
        raise ClaimsError(f"the part {start}:{end} lies outside the text", remedy="give the text that was read")
    inner = text[start:end]
    left, right = len(inner) - len(inner.lstrip()), len(inner) - len(inner.rstrip())
    return (start, end) if left == len(inner) else (start + left, end - right)


def _span(doc: Doc, run: tuple[int, int], label: str, id: str = "") -> Span:
    span = doc.char_span(*run, label=label, span_id=id, alignment_mode="expand")
    assert span is not None  # a run inside the text always expands to tokens
    return span


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    """Divide each token that has one of the character offsets inside it."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            start = token.idx
            inside = sorted(edge - start for edge in edges if start < edge < start + len(token.text))
            if inside:
                bounds = [0, *inside, len(token.text)]
                orths = [token.text[a:b] for a, b in itertools.pairwise(bounds)]
                retokenizer.split(token, orths, heads=_heads(token, len(orths)), attrs=_annotations(token, orths))


def _heads(token: Token, count: int) -> list[Any]:
    """In a parsed text the first piece takes the token's place in the tree, and the others hang on it."""
    first: Any = (token, 0)
    return [first if token.head == token else token.head, *[first] * (count - 1)]


def _annotations(token: Token, orths: list[str]) -> dict[str | int, list[Any]]:
    """What the pieces of a token are annotated with: spaCy itself would leave them what stood in their place before."""
    same = {
        "TAG": token.tag_, "POS": token.pos_, "MORPH": str(token.morph), "ENT_TYPE": token.ent_type_,
        "ENT_ID": token.ent_id_, "ENT_KB_ID": token.ent_kb_id_,
    }  # fmt: skip
    later = len(orths) - 1
    return {
        **{name: [value] * len(orths) for name, value in same.items()},
        "LEMMA": [orth if token.lemma else "" for orth in orths],
        "DEP": [token.dep_, *["dep" if token.dep else ""] * later],
        "SENT_START": [int(bool(token.is_sent_start)), *[0] * later],
    }


# --------------------------------------------------------------------------------------------------- extensions


def _kept(doc: Doc) -> dict[str, Any]:
    text = doc.user_data.get(_KEPT)
    if text is None:
        return {"claims": [], "numbers": [], "parts": []}
    made: dict[str, Any] = json.loads(text)
    return made


def _claims(doc: Doc) -> list[dict[str, Any]]:
    """The records; empty before the component ran."""
    return list(_kept(doc)["claims"])


def _numbers(doc: Doc) -> list[dict[str, Any]]:
    """Every number with its role."""
    return list(_kept(doc)["numbers"])


def _claim(span: Span) -> dict[str, Any] | None:
    """The record that a span of ``doc.spans["claims"]`` belongs to; None for other spans."""
    return next((record for record in _claims(span.doc) if record["id"] == span.id_), None)


def _parts(span: Span) -> dict[str, Span]:
    """The parts of the claim of a span, by label."""
    kept = _kept(span.doc)
    for record, parts in zip(kept["claims"], kept["parts"], strict=True):
        if record["id"] == span.id_:
            return {LABELS[name]: _span(span.doc, tuple(run), LABELS[name]) for name, run in parts.items()}
    return {}


def _register() -> None:
    getters: dict[str, Callable[[Doc], Any]] = {"claims": _claims, "numbers": _numbers}
    for name, getter in getters.items():
        Doc.set_extension(name, getter=getter, force=True)
    Doc.set_extension("article", default=None, force=True)
    Span.set_extension("claim", getter=_claim, force=True)
    Span.set_extension("parts", getter=_parts, force=True)


_register()
