"""The Python interface: iterators without an end, errors of our own with a remedy."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

import extract
from extract.errors import ArgumentError, ClaimsError


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_endless_iterator_is_read_as_far_as_is_asked(jobs: int) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for number in itertools.count(1):
            taken = number
            yield f"小米集团营收{number}亿元。"

    readings = extract.read_many(endless(), jobs=jobs)
    values = [reading.records[0]["value"] for reading in itertools.islice(readings, 10)]
    readings.close()  # type: ignore[attr-defined]
    assert values == [number * 10**8 for number in range(1, 11)]
    assert taken <= 10 + 2 * 4 * 2 + 8


def test_processes_give_what_one_gives_and_an_error_of_the_source_arrives() -> None:
    texts = [f"小米集团营收{number}亿元，同比增长{number}%。" for number in range(1, 30)]
    assert [each.records for each in extract.read_many(texts, jobs=2)] == [
        each.records for each in extract.read_many(texts)
    ]

    def broken() -> Iterator[str]:
        yield from texts[:5]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(extract.read_many(broken(), jobs=2))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: extract.read("x", published="soon"), "published is no date: 'soon': write it like 2025-11-18"),
        (lambda: extract.read(b"x"), "text must be a string, not bytes: decode bytes first"),  # type: ignore[arg-type]
        (lambda: list(extract.read_many(["x"], jobs=0)), "jobs is 0: it must be 1 or more"),
        (lambda: extract.read("x", lexicon="/nowhere/at/all"), "there is no such folder"),
    ],
)
def test_an_error_is_ours_and_says_what_to_do(call: object, words: str) -> None:
    with pytest.raises(ClaimsError) as error:
        call()  # type: ignore[operator]
    assert words in str(error.value) and error.value.remedy


def test_those_who_catch_the_usual_errors_catch_ours() -> None:
    assert issubclass(ArgumentError, ValueError) and issubclass(ArgumentError, TypeError)
