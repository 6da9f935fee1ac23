"""Every rule of the package, alone: its examples, its counter-examples, and input that would expose a slow pattern.

A rule is found by being a module's own: in a variable, or inside a list, a tuple, a mapping or a Scanner of one.
"""

from __future__ import annotations

import importlib
import pkgutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

import extract
from extract.rules import Rule, RuleError, any_of

SEARCHED = ("extract.mentions.", "extract.claims.", "extract.repair.", "extract.segment.")
FLOODS = (
    "一1",
    "1,",
    "9",
    "（",
    "()",
    "百分之",
    "年",
    "2025年",
    "从1到",
    "a",
    "A1-",
    " ",
    "，",
    "3%",
    "的",
    "\n",
    "万亿",
    "第一",
    "、1",
)


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(extract.__path__, "extract."):
        if found.name.startswith(SEARCHED):
            yield importlib.import_module(found.name)


def _rules(value: Any, depth: int = 3) -> Iterator[Rule[Any]]:
    if isinstance(value, Rule):
        yield value
    elif depth and isinstance(value, Mapping):
        for inner in value.values():
            yield from _rules(inner, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _rules(inner, depth - 1)
    elif depth and hasattr(type(value), "rules") and not isinstance(value, ModuleType | type):
        yield from _rules(value.rules, depth - 1)


def _all_rules() -> dict[int, tuple[str, Rule[Any]]]:
    """Each rule once, with the module that its builder is from, else the first that holds it."""
    found: dict[int, tuple[str, Rule[Any]]] = {}
    for module in _modules():
        for value in vars(module).values():
            for rule in _rules(value):
                home = str(getattr(rule.build, "__module__", ""))
                name = home if home.startswith("extract.") else module.__name__
                found.setdefault(id(rule), (name.removeprefix("extract."), rule))
    return found


RULES = list(_all_rules().values())
IDS = [f"{module}:{rule.name}" for module, rule in RULES]


@pytest.mark.parametrize(("module", "rule"), RULES, ids=IDS)
def test_examples(module: str, rule: Rule[Any]) -> None:
    for text, wanted in rule.examples.items():
        assert wanted in [match.group() for match, _ in rule.find_matches(text)], f"{text!r} should give {wanted!r}"


@pytest.mark.parametrize(("module", "rule"), RULES, ids=IDS)
def test_counter_examples(module: str, rule: Rule[Any]) -> None:
    for text in rule.rejects:
        assert [match.group() for match, _ in rule.find_matches(text)] == [], f"{text!r} should give nothing"


@pytest.mark.parametrize(("module", "rule"), RULES, ids=IDS)
def test_time_grows_with_the_text(module: str, rule: Rule[Any]) -> None:
    for flood in (*FLOODS, next(iter(rule.examples))):
        assert _grows_linearly(rule, flood), f"slow on {flood!r} repeated"


def test_a_quadratic_pattern_is_seen() -> None:
    slow = Rule("slow", r"[一1]+年", lambda match: match.group(), {"一1年": "一1年"}, ("年",))
    assert not _grows_linearly(slow, "一1")


def _grows_linearly(rule: Rule[Any], flood: str) -> bool:
    """Whether eight times the text takes less than twenty-four times as long (a quadratic pattern: sixty-four times).

    Measured again when it seems not to: a busy machine disturbs one measurement, a quadratic pattern fails every one.
    """

    def once() -> bool:
        small, large = (_seconds(rule, flood, size) for size in (1000, 8000))
        return large <= 24 * max(small, 2e-5)

    return any(once() for _ in range(4))


def _seconds(rule: Rule[Any], flood: str, size: int) -> float:
    text = (flood * (size // len(flood) + 1))[:size]
    taken = []
    for _ in range(3):
        begin = time.process_time()
        for _ in rule.compiled.finditer(text):
            pass
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def test_names_are_unique_within_a_module() -> None:
    twice = [name for name, count in Counter(IDS).items() if count > 1]
    assert twice == []


def test_there_are_rules_to_test() -> None:
    assert {"tenths", "fraction", "doubling", "half", "nines", "discount"} <= {rule.name for _, rule in RULES}


def _rule(pattern: str, examples: dict[str, str], rejects: tuple[str, ...]) -> Rule[str]:
    return Rule("test", pattern, lambda match: match.group(), examples, rejects)


@pytest.mark.parametrize(
    ("pattern", "examples", "rejects", "says"),
    [
        ("a", {}, ("b",), "no example"),
        ("a", {"a": "a"}, (), "no counter-example"),
        ("(?P<x>a)(?P<x>b)", {"ab": "ab"}, ("c",), "group twice"),
        ("(|a)b", {"b": "b"}, ("c",), "empty alternative"),
        ("(a||b)", {"a": "a"}, ("c",), "empty alternative"),
    ],
)
def test_a_malformed_rule_cannot_be_made(
    pattern: str, examples: dict[str, str], rejects: tuple[str, ...], says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        _rule(pattern, examples, rejects)


def test_a_rule_that_declines_gives_nothing() -> None:
    picky = Rule("picky", r"\d", lambda match: match.group() if match.group() != "3" else None, {"1": "1"}, ("a",))
    assert list(picky.find("123")) == ["1", "2"]


def test_any_of_prefers_the_longest() -> None:
    assert any_of(["超", "超过"]) == "(?:超过|超)"
    with pytest.raises(RuleError, match="no empty word"):
        any_of(["超", ""])
