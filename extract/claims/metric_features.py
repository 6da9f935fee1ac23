"""What the ranker weighs of a metric's candidate: where it was found, how it is worded, how it stands to the number.

A name of a feature is put together from a few words that come back with every number, so each group of features is made
once for each combination of what it depends on, and remembered.
"""

from __future__ import annotations

from functools import lru_cache

from extract.claims.candidates import Group
from extract.claims.ranking import remembered, weighed

_RANKED = ("back", "numbered", "where=", "rank")
_CLAIM_BEFORE = ("from", "where", "dim")


@remembered
def found(how: str, told: tuple[str, ...], own: str, change: str) -> Group:
    """What the rule that found it tells; ``own``: whether the number has a phrase of its own.

    >>> found("topic-registered", ("back=1",), "own-phrase", "level").names
    ('topic-registered:back=1', 'own-phrase|topic-registered', 'own-phrase|topic-registered:back=1')
    """
    out = [f"{how}:{each}" for each in told]
    out.append(f"{own}|{how}")
    out += [f"{own}|{how}:{each}" for each in told if each.startswith(_RANKED)]
    if how == "inherited":
        out += [f"inherited|{change}|{each}" for each in told if each.startswith(_CLAIM_BEFORE)]
    return weighed("metric", out)


@remembered
def against(how: str, dimension: str, change: str, rule: str) -> Group:
    """The way it was found against the number's dimension and predicate."""
    return weighed("metric", (f"how={how}", f"{how}|{dimension}", f"{how}|{change}", f"{how}|{rule}"))


@remembered
def worded(how: str, measures: bool, size: str, fits: bool | None, change: str) -> Group:
    """Its wording; ``fits``: whether the registered metric is told in the number's unit, None if it is not registered.

    >>> worded("before-phrase", True, "4-8", None, "level").names[:3]
    ('head=metric', 'before-phrase|head=metric', 'size=4-8')
    """
    head = "head=metric" if measures else "head=other"
    known = "unregistered" if fits is None else "registered"
    out = [head, f"{how}|{head}", f"size={size}", known, f"{how}|{known}"]
    if fits is not None:
        out += [f"unit-fits={fits}", f"unit-fits={fits}|{change}"]
        if change == "level":
            out.append(f"level|unit-fits={fits}|{how}")
    return weighed("metric", out)


@remembered
def placed(
    how: str,
    dimension: str,
    moves: str | None,
    another: bool,
    adjacent: bool,
    rate: bool,
    before: bool,
    foreign: bool,
    counted: bool,
    in_whole: bool,
) -> Group:
    """How it stands to the number and to the other numbers.

    ``moves`` is the unit of a change in percent, points or times: a share moves by points, an amount by percent.

    >>> placed("verb", "money", None, False, False, rate=False, before=True, foreign=False, counted=True, in_whole=False).names
    ('same-clause-before', 'counted-follows|verb')
    """
    out: list[str] = []
    if another:
        out += ["after-another-number", f"after-another-number|{how}"]
    if adjacent:
        out += ["adjacent", f"adjacent|{how}|{dimension}"]
    if moves is not None:
        out += [f"change|{moves}|rate={rate}", f"change|{moves}|rate={rate}|{how}"]
    if before:
        out.append("same-clause-before")
    if foreign:  # its unit is none that the registered metric of this wording is told in
        out += ["unit-fits=False", f"foreign|{how}"]
    if counted:
        out.append(f"counted-follows|{how}")
    if in_whole:
        out.append("in-share-whole")
    return weighed("metric", out)


@lru_cache(maxsize=8192)
def kinship(
    where: str,
    step: str,
    rank: int,
    dimension: str,
    unit: str,
    kind: str,
    sort: str,
    amount: str,
    pred: str,
    opens: str,
    first: bool,
) -> tuple[str, ...]:
    """How near an earlier claim stands and whether its value is of the same sort; ``first``: it is the nearest amount."""
    out = [
        f"where={where}",
        f"rank={rank}",
        f"dim={dimension}",
        f"where={where}|dim={dimension}",
        f"from={kind}",
        f"from={kind}|dim={dimension}",
        f"{unit}|{step}",
        f"sort={sort}|{amount}|{pred}",
        f"step={step}|rank={rank}|{pred}",
        f"{opens}|rank={rank}|where={where}",
    ]
    if first:
        out += ["first-amount", f"first-amount|where={where}|{pred}|rank={rank}"]
    return tuple(out)
