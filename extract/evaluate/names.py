"""The registry as scoring asks it: by exact wording, folded; never by searching in a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from extract.evaluate.equal import bare_metric, fold
from extract.lexicon import Lexicon


class RegistryNames:
    """A lexicon that answers the questions of ``extract.evaluate.equal.Names``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def is_vendor(self, id: str) -> bool:
        """Whether the registry knows a vendor by this id."""
        return id in self._lexicon.vendors

    def parent(self, vendor: str) -> str | None:
        """The vendor that owns this one."""
        entry = self._lexicon.vendors.get(vendor)
        return None if entry is None else entry.parent

    def vendor_id(self, name: str) -> str | None:
        """The id of the one vendor with this name or alias."""
        return self._vendors.get(fold(name))

    def metric_id(self, wording: str) -> str | None:
        """The id of the one metric with this name or alias."""
        return self._metrics.get(bare_metric(wording))

    def is_counter(self, unit: str) -> bool:
        """Whether the unit only counts (个, 家)."""
        entry = self._lexicon.units.get(unit)
        return entry is not None and entry.dimension.startswith("count")

    @cached_property
    def _vendors(self) -> dict[str, str]:
        return _unambiguous(
            (fold(name), id)
            for id, entry in self._lexicon.vendors.items()
            for name in (entry.name, entry.name_en, *entry.aliases)
            if name
        )

    @cached_property
    def _metrics(self) -> dict[str, str]:
        return _unambiguous(
            (bare_metric(name), id)
            for id, entry in self._lexicon.metrics.items()
            for name in (entry.name, *entry.aliases)
        )


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str | None] = {}
    for name, id in named:
        found[name] = id if found.get(name, id) == id else None
    return {name: id for name, id in found.items() if id is not None}
