"""The registered words, ready for look-up and search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extract.lexicon.cues import read_cues
from extract.lexicon.entries import MetricEntry, MetricHit, NameHit, NameKind, Product, Unit, Vendor
from extract.lexicon.finding import Finder, Found, leftmost_longest
from extract.lexicon.folding import fold, fold_width, key, spaced_forms, squeeze, written_forms


class NameForm(NamedTuple):
    """What a written form can stand for: one sure reading, or several that need a witness."""

    readings: tuple[tuple[NameKind, str], ...]
    needs_context: bool


class MetricForm(NamedTuple):
    """The metrics that a written form can name."""

    ids: tuple[str, ...]
    ambiguous: bool


class Lexicon:
    """Vendors, products, metrics and units by id (units by symbol), the groups of cue words, and the search for them.

    >>> from extract.lexicon import load
    >>> words = load()
    >>> words.vendors["huawei_cloud"].parent
    'huawei'
    >>> [(hit.id, hit.start, hit.end) for hit in words.find_names("华为云比华为增长更快")]
    [('huawei_cloud', 0, 3), ('huawei', 4, 6)]
    >>> [hit.id for hit in words.find_metrics("毛利率升至41%")]
    ['gross_margin']
    """

    vendors: Mapping[str, Vendor]
    products: Mapping[str, Product]
    metrics: Mapping[str, MetricEntry]
    units: Mapping[str, Unit]
    folders: tuple[Path, ...]

    def __init__(
        self,
        vendors: Mapping[str, Vendor],
        products: Mapping[str, Product],
        metrics: Mapping[str, MetricEntry],
        units: Mapping[str, Unit],
        folders: tuple[Path, ...],
    ) -> None:
        parts = {"vendors": vendors, "products": products, "metrics": metrics, "units": units}
        self.__dict__.update({name: MappingProxyType(dict(part)) for name, part in parts.items()}, folders=folders)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a lexicon is frozen: {name} cannot be set, load another one")

    def __reduce__(self) -> tuple[object, tuple[Path, ...]]:
        from extract.lexicon import load

        return load, self.folders[1:]

    @staticmethod
    def fold(text: str) -> str:
        """Width and case folded; as long as ``text``."""
        return fold(text)

    # ------------------------------------------------------------------------------------------------- names

    @cached_property
    def name_forms(self) -> Mapping[str, NameForm]:
        """Every form (a squeezed key) of a vendor or product and what it can stand for.

        A sure alias beats a context alias of another entry, a vendor beats a product.
        """
        sure: list[str] = []
        unsure: list[str] = []
        sure_readings: list[NameForm] = []
        unsure_readings: list[tuple[NameKind, str]] = []
        for kind, entry in self._named():
            reading = (kind, entry.id)
            form = NameForm((reading,), False)
            aliases = [alias for alias in (entry.name, *entry.aliases) if alias not in entry.context_aliases]
            sure += aliases
            sure_readings += [form] * len(aliases)
            unsure += entry.context_aliases
            unsure_readings += [reading] * len(entry.context_aliases)
        forms: dict[str, NameForm] = {}
        for written, form in zip(written_forms(sure), sure_readings, strict=True):
            forms.setdefault(written, form)
        for written, reading in zip(written_forms(unsure), unsure_readings, strict=True):
            known = forms.get(written)
            if known is None:
                forms[written] = NameForm((reading,), True)
            elif known.needs_context and reading not in known.readings:
                forms[written] = NameForm((*known.readings, reading), True)
        return MappingProxyType(forms)

    def _named(self) -> Iterable[tuple[NameKind, Vendor | Product]]:
        for vendor in self.vendors.values():
            yield "vendor", vendor
        for product in self.products.values():
            yield "product", product

    @cached_property
    def _name_finder(self) -> Finder[NameForm]:
        forms: dict[str, NameForm | None] = dict(self.name_forms)
        decoys = [decoy for _, entry in self._named() for decoy in entry.decoys]
        aliases = [alias for _, e in self._named() for alias in (e.name, *e.aliases, *e.context_aliases)]
        return Finder(dict.fromkeys(written_forms(decoys)) | forms, spaced_forms(aliases + decoys))

    def name_candidates(self, text: str) -> Sequence[Found[NameForm]]:
        """All forms and decoys in ``text``, overlapping ones too, by start, the longest first."""
        return self._name_finder.find_all(key(text))

    def find_names(self, text: str) -> list[NameHit]:
        """Vendors and products in ``text``, leftmost-longest; whether a context alias is meant is not decided here."""
        return [as_hit(found, found.payload) for found in leftmost_longest(self.name_candidates(text)) if found.payload]

    # ------------------------------------------------------------------------------------------------ metrics

    @cached_property
    def metric_forms(self) -> Mapping[str, MetricForm]:
        """Every form (a squeezed key) of a metric and the ids that it can name."""
        forms: dict[str, MetricForm] = {}
        for entry in self.metrics.values():
            form = MetricForm((entry.id,), False)
            sure = [alias for alias in (entry.name, *entry.aliases) if alias not in entry.ambiguous_aliases]
            for written in written_forms(sure):
                forms.setdefault(written, form)
        for entry in self.metrics.values():
            for written in written_forms(entry.ambiguous_aliases):
                known = forms.get(written)
                if known is None:
                    forms[written] = MetricForm((entry.id,), True)
                elif known.ambiguous and entry.id not in known.ids:
                    forms[written] = MetricForm((*known.ids, entry.id), True)
        return MappingProxyType(forms)

    @cached_property
    def _metric_finder(self) -> Finder[MetricForm]:
        forms: dict[str, MetricForm | None] = dict(self.metric_forms)
        decoys = [decoy for entry in self.metrics.values() for decoy in entry.decoys]
        aliases = [a for e in self.metrics.values() for a in (e.name, *e.aliases, *e.ambiguous_aliases)]
        spaced = spaced_forms(aliases + decoys)
        return Finder(dict.fromkeys(written_forms(decoys)) | forms, spaced, digits_may_precede=True)

    def find_metrics(self, text: str) -> list[MetricHit]:
        """Metrics in ``text``, leftmost-longest."""
        return [
            MetricHit(found.start, found.end, form.ids[0], form.ambiguous, form.ids[1:])
            for found in self._metric_finder.find(key(text))
            if (form := found.payload)
        ]

    def metric_of(self, wording: str, unit: str | None = None) -> MetricEntry | None:
        """The metric that ``wording`` names as a whole, the ``unit`` (a canonical symbol) deciding an ambiguous one.

        ``的``, a final 数, 数量, 规模, 量, 水平 and words for a period or the whole in front (单季, 全年, 整体) make no difference.
        None when nothing or more than one thing fits.

        >>> from extract.lexicon import load
        >>> load().metric_of("综合毛利率").id
        'gross_margin'
        """
        form = self._metric_form(wording)
        if form is None:
            return None
        if len(form.ids) == 1:
            return self.metrics[form.ids[0]]
        fitting = [id for id in form.ids if self.fits(id, unit)]
        return self.metrics[fitting[0]] if len(fitting) == 1 else None

    def _metric_form(self, wording: str) -> MetricForm | None:
        whole_wording = squeeze(key(wording))
        folded = whole_wording.replace("的", "")
        form = self.metric_forms.get(whole_wording) or self.metric_forms.get(folded)
        if form:
            return form
        stem = folded
        for ending in _ENDINGS:
            if folded.endswith(ending) and len(folded) > len(ending) + 1:
                stem = folded[: -len(ending)]
                break
        for candidate in (stem, *(stem + ending for ending in _ENDINGS)):
            form = self.metric_forms.get(candidate)
            if form:
                return form
        whole = _NEUTRAL(folded)
        return self._metric_form(folded[whole.end() :]) if whole and whole.end() < len(folded) - 1 else None

    def metric_head(self, wording: str, unit: str | None = None) -> MetricEntry | None:
        """The metric of which ``wording`` is the same or a narrower form: the longest registered ending decides.

        >>> from extract.lexicon import load
        >>> load().metric_head("协作臂交付量").id, load().metric_head("占乘用车总销量的比例").id
        ('deliveries', 'share_generic')
        """
        known = self.metric_of(wording, unit)
        if known:
            return known
        for start in range(1, len(wording) - 1):
            if wording[start - 1].isascii() and wording[start].isascii() and wording[start - 1] != " ":
                continue
            known = self.metric_of(wording[start:], unit)
            if known:
                return known
        return None

    def fits(self, metric: str, unit: str | None) -> bool:
        """Whether ``unit`` has the dimension of one of the metric's typical units."""
        typical = self.metrics[metric].units
        if unit is None or not typical:
            return not typical
        dimension = self._dimension(unit)
        return any(unit == each or dimension == self._dimension(each) for each in typical)

    def _dimension(self, symbol: str) -> str:
        unit = self.units.get(symbol)
        return unit.dimension if unit else symbol

    # -------------------------------------------------------------------------------------------------- units

    @cached_property
    def unit_choices(self) -> Mapping[str, tuple[Unit, ...]]:
        """Written form (width folded, case as written) to the units that it can mean; more than one when ambiguous."""
        choices: dict[str, dict[str, None]] = {}
        for unit in self.units.values():
            for form in unit.written:
                choices.setdefault(fold_width(form), {})[unit.symbol] = None
        for unit in self.units.values():
            for form in unit.ambiguous:
                choices.setdefault(fold_width(form), {})[unit.symbol] = None
        for unit in self.units.values():
            for form in (unit.symbol, *unit.written):
                for other in _cases(fold_width(form)):
                    choices.setdefault(other, {unit.symbol: None})
        return MappingProxyType(
            {form: tuple(self.units[symbol] for symbol in symbols) for form, symbols in choices.items()}
        )

    @cached_property
    def unit_forms(self) -> Mapping[str, Unit]:
        """Written form to the unit that it means by itself (width folded; Latin forms in their usual cases)."""
        sure = {fold_width(form) for unit in self.units.values() for form in (unit.symbol, *unit.written)}
        unsure = {fold_width(form) for unit in self.units.values() for form in unit.ambiguous}
        return MappingProxyType(
            {form: units[0] for form, units in self.unit_choices.items() if form in sure or form not in unsure}
        )

    # --------------------------------------------------------------------------------------------------- cues

    @cached_property
    def cues(self) -> Mapping[str, tuple[str, ...]]:
        """Groups of words from the TOML files, named ``file.group``: ``names.enumeration_nouns``."""
        return read_cues(self.folders)


def as_hit(found: Found[NameForm], form: NameForm) -> NameHit:
    """A found form as a hit of its first reading."""
    kind, id = form.readings[0]
    return NameHit(found.start, found.end, id, kind, form.needs_context, form.readings[1:])


_NEUTRAL = re.compile(
    "单季度?|当季|本季|季度|单月|当月|月度|单日|年度|全年|当年|年|整体|总体|集团|公司|综合|合计|总|平均|全球|国内|中国|全国|市场|行业"
).match
_ENDINGS = ("数量", "规模", "水平", "数", "量")


_THREE_LETTERS = re.compile("(?:[^A-Za-z]*[A-Za-z]){3}").match


def _cases(form: str) -> tuple[str, ...]:
    if not _THREE_LETTERS(form):
        return ()
    return form.lower(), form.upper(), form[:1].upper() + form[1:].lower()
