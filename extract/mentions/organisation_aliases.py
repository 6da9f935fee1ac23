"""Where else an organisation stands: its name again, its formal name, the short one it was given, a clear beginning of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extract.mentions.organisation_introductions import core_of, definitions
from extract.mentions.organisation_reading import Name, Reader, places
from extract.mentions.organisation_sources import sources
from extract.types import Entity, Span

_SURE = frozenset(["ticker", "legal-form", "defined"])


class _Form(NamedTuple):
    """What a form stands for: an organisation's name or, for a defined short name, a registered entity."""

    name: str
    rule: str
    entity: Entity | None = None


def everywhere(reader: Reader, found: Iterable[Name]) -> Iterator[Entity]:
    """Each place of each name and of its short forms, the longest first, none inside another or a registered name."""
    forms = _forms(reader, found)
    taken: list[Span] = []
    for form in sorted(forms, key=len, reverse=True):
        name, rule, known = forms[form]
        for start in places(reader.text, form):
            span = Span(start, start + len(form))
            clear = reader.is_free(*span) and not any(span.start < t.end and t.start < span.end for t in taken)
            if not clear or (rule == "short-form" and not reader.edges(span)):
                continue
            taken.append(span)
            if known is not None:
                yield Entity(*span, known.id, known.name, known.kind, known.owner, rule)
            else:
                yield Entity(*span, None, name, "organisation", None, rule)


def _forms(reader: Reader, found: Iterable[Name]) -> dict[str, _Form]:
    """Every wording of every organisation; one name for all the wordings of one."""
    text = reader.text
    proven: dict[str, _Form] = {}
    for each in found:
        form = text[each.start : each.end]
        before = proven.get(form)
        registered = reader.lexicon.vendors.get(each.vendor or "")
        if registered is not None:
            whose = Entity(each.start, each.end, registered.id, registered.name, "vendor", registered.id, each.rule)
            proven[form] = _Form(registered.name, each.rule, whose)
        elif before is None or before.rule not in _SURE or each.rule in _SURE:
            proven[form] = _Form(each.name or (before.name if before else form), each.rule)
    short: dict[str, str] = {}
    for full, told in definitions(reader):
        form = text[told.start : told.end].rstrip()
        known = reader.known_at(full.end)
        if known is not None and (known.start, known.end) == full:
            proven.setdefault(form, _Form(known.name, "defined", known))
            continue
        short[core_of(text[full.start : full.end])] = form
        proven[text[full.start : full.end]] = _Form(form, "legal-form")
        proven[form] = _Form(form, "defined")
    forms = {form: meaning._replace(name=short.get(meaning.name, meaning.name)) for form, meaning in proven.items()}
    for form, meaning in list(forms.items()):
        if meaning.entity is None:
            for alias in _aliases(reader, form):
                own = forms.setdefault(alias, _Form(meaning.name, "short-form"))
                if own.name == alias and own.rule not in _SURE:  # found by itself as well
                    forms[alias] = own._replace(name=meaning.name)
    for known in reader.known:
        form = text[known.start : known.end]
        stem = form.removesuffix(reader.cues.ending_of(form) or "") if known.kind == "vendor" else form
        if stem != form and is_alias(reader, stem) and not reader.cues.is_place(stem):
            forms.setdefault(stem, _Form(known.name, "short-form", known))
    weak = {
        form
        for form, meaning in forms.items()
        if meaning.rule not in _SURE and meaning.entity is None and form not in reader.title
    }
    named = {forms[form].name for form in sources(reader, weak)}
    named -= {meaning.name for meaning in forms.values() if meaning.rule in _SURE}
    return {
        form: meaning._replace(rule="source") if meaning.name in named else meaning for form, meaning in forms.items()
    }


def _aliases(reader: Reader, form: str) -> Iterator[str]:
    """``万辰`` of ``万辰集团``; ``星驰精密`` of ``星驰精密传动股份有限公司``; a coined beginning, never a common word."""
    cues = reader.cues
    core = core_of(form)
    if core != form:
        yield core
    if core.isascii():
        return
    ending = cues.ending_of(core)
    stem = core.removesuffix(ending or "")
    if stem != core and is_alias(reader, stem):
        yield stem
    words = [word for _, _, word in cues.cut(core, 0)]
    first = next((i for i, word in enumerate(words) if word in cues.follows), 0)
    head = "".join(words[:first])
    if first and len(head) >= 2:
        for word in dict.fromkeys((*words[first : first + 1], *words[-1:])):
            if word in cues.follows and head + word != core:
                yield head + word
        if head != stem and is_alias(reader, head):
            yield head


def is_alias(reader: Reader, short: str) -> bool:
    """Whether a beginning of a name may stand for it: two characters or more that no dictionary holds."""
    cues = reader.cues
    if len(short) < 2 or short.isascii() or cues.words.knows(short) or short in cues.never or short in cues.common:
        return False
    return not cues.is_generic(short) and not cues.is_measure(short) and not all(char in cues.torn for char in short)
