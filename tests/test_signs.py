"""A sign or a look-ahead only spares a search: whatever a pattern can match, its sign must announce."""

from __future__ import annotations

import random
import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from extract.claims import baselines, compared_values, context, predicates, roles, scopes

_GATE = re.compile(r"\(\?=\[([^\]]+)\]\)")


def _sample(parsed: Any, chance: random.Random) -> str:
    """A text that the parsed pattern may match; what it must not see is left to the caller to try."""
    out = []
    for code, value in parsed:
        if code is op.LITERAL:
            out.append(chr(value))
        elif code is op.NOT_LITERAL or code is op.ANY:
            out.append("甲")
        elif code is op.IN:
            out.append(_one_of(value, chance))
        elif code is op.BRANCH:
            out.append(_sample(chance.choice(value[1]), chance))
        elif code is op.SUBPATTERN:
            out.append(_sample(value[3], chance))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, inner = value
            out.extend(_sample(inner, chance) for _ in range(chance.randint(low, min(int(high), low + 2))))
        elif code is op.ASSERT and value[0] == 1:
            out.append(_sample(value[1], chance))
        elif code is op.ATOMIC_GROUP:
            out.append(_sample(value, chance))
    return "".join(out)


def _one_of(items: list[Any], chance: random.Random) -> str:
    code, value = chance.choice(items)
    if code is op.LITERAL:
        return chr(value)
    if code is op.RANGE:
        return chr(chance.randint(*value))
    return {op.CATEGORY_DIGIT: "3", op.CATEGORY_SPACE: " "}.get(value, "甲") if code is op.CATEGORY else "甲"


def _samples(pattern: re.Pattern[str], many: int = 4000) -> set[str]:
    """Texts that the pattern does match, each tried with and without something behind it."""
    chance = random.Random(7)
    made = {_sample(_parser.parse(pattern.pattern), chance) for _ in range(many)}
    return {text for one in made for text in (one, f"{one}3", f"{one}甲") if pattern.search(text)}


_SIGNED = [
    *((context._MODAL, pattern) for pattern in (
        context._FORECAST, context._TARGET, context._DENIED, context._DENIED_AFTER, context._TARGET_AFTER, context._MEASURED,
        context._RUMOUR, context._SAID, context._REFUSES, context._CONDITION, context._POLICY, context._FORECAST_BEFORE, context._TARGET_BEFORE,
    )),
    *context._ATTRIBUTION,
    *((compared_values._COMPARES, pattern) for pattern in (baselines.EARLIER, compared_values._THAN_CLAUSE, compared_values._AVERAGE)),
    (baselines._GOVERNS, baselines._CUE),
    *((baselines._TRAILS, pattern) for pattern in (baselines._TRAILING, baselines._LEVEL_WITH, baselines._LATER_THAN, baselines._SAME_AS_BEFORE)),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "pattern"), _SIGNED)
def test_a_sign_announces_whatever_its_pattern_matches(sign: re.Pattern[str], pattern: re.Pattern[str]) -> None:
    samples = _samples(pattern)
    assert len(samples) > 10 or pattern.pattern.count("|") < 10
    assert [text for text in samples if not sign.search(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        predicates._CHANGE, predicates._NOUN, predicates._PERIOD_CHANGE, predicates._SAVED, predicates._BEYOND,
        baselines._CUE, baselines.EARLIER, roles._CAPABILITY, scopes._IF_LOST,
    ],
)  # fmt: skip
def test_a_look_ahead_in_front_takes_nothing_away(pattern: re.Pattern[str]) -> None:
    plain = re.compile(_GATE.sub("", pattern.pattern))
    assert plain.pattern != pattern.pattern
    samples = _samples(plain)
    assert len(samples) > 10
    for text in samples:
        mine, theirs = pattern.search(text), plain.search(text)
        assert (mine and (mine.span(), mine.groupdict())) == (theirs and (theirs.span(), theirs.groupdict()))
