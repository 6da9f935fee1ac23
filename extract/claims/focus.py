"""How much an article is about each of the vendors that it names."""

from __future__ import annotations

from collections.abc import Mapping, Set


class Focus:
    """What the counts of an article's vendors say, settled once.

    >>> about = Focus({"huawei": 5, "zte": 1}, titled=frozenset())
    >>> about.concentration, about.vendors, about.most
    ('most', '2-3', 'huawei')
    >>> about.places
    (('huawei', 'focus=0|most'), ('zte', 'focus=1|part'))
    """

    def __init__(self, counts: Mapping[str, int], titled: Set[str]) -> None:
        total = sum(counts.values())
        ranked = sorted(counts, key=lambda key: (-counts[key], key))
        first = ranked[0] if ranked else None
        self.concentration = "none" if first is None else _level(counts[first] / total)
        self.most = first if first is not None and counts[first] / total > 0.5 else None  # whom more than half is about
        self.vendors = "0" if not counts else "1" if len(counts) == 1 else "2-3" if len(counts) <= 3 else "4+"
        self.places = tuple(  # the three named most and those of the title, with the feature of each
            (key, f"focus={min(place, 3)}|{_level(counts[key] / (total or 1))}")
            for place, key in enumerate([*ranked[:3], *(key for key in ranked[3:] if key in titled)])
        )


def _level(share: float) -> str:
    return "most" if share > 0.6 else "half" if share > 0.35 else "part"
