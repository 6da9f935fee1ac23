"""The edit log by itself: what stages do one after the other is one log over the original text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.repair import original_span, replay
from extract.repair.edits import Draft
from extract.types import Article, Edit, Repaired, Span


@st.composite
def stages(draw: st.DrawFn) -> Draft:
    """A draft after up to four stages of arbitrary edits."""
    draft = Draft(draw(st.text("0123456", max_size=14)))
    for kind in draw(st.lists(st.sampled_from(["byte", "script", "blank"]), max_size=4)):
        edits = []
        at = 0
        while draw(st.booleans()):
            start = draw(st.integers(at, len(draft.text)))
            end = draw(st.integers(start, min(start + 3, len(draft.text))))
            edits.append(Edit(start, end, draw(st.text("abc", max_size=3)), kind))
            at = max(end, start + 1)
            if at > len(draft.text):
                break
        draft.apply(edits)
    return draft


@given(stages())
def test_the_joint_log_gives_what_the_stages_gave(draft: Draft) -> None:
    assert replay(draft.original, draft.edits) == draft.text
    for first, second in zip(draft.edits, draft.edits[1:], strict=False):
        assert first.end <= second.start


@given(stages(), st.data())
def test_a_span_maps_to_the_run_it_came_from(draft: Draft, data: st.DataObject) -> None:
    page = Repaired(Article(id="a", text=draft.original), draft.text, tuple(draft.edits))
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    first, last = original_span(page, Span(start, end))
    assert 0 <= first <= last <= len(draft.original)
    # untouched characters of the span lie inside, those outside do not
    places: list[int | None] = []  # of each character of the text, in the original; None for one that an edit wrote
    at = 0
    for edit in draft.edits:
        places += [*range(at, edit.start), *[None] * len(edit.text)]
        at = edit.end
    places += range(at, len(draft.original))
    for index, place in enumerate(places):
        if place is not None and start < end:
            assert (start <= index < end) == (first <= place < last)


def test_the_graver_kind_names_a_joint_edit() -> None:
    draft = Draft("abcd")
    draft.apply([Edit(1, 3, "xyz", "byte")])
    draft.apply([Edit(2, 4, "q", "script")])
    assert draft.edits == [Edit(1, 3, "xq", "byte")]


def test_touching_edits_stay_apart() -> None:
    draft = Draft("實(shí)現")
    draft.apply([Edit(1, 6, "", "reading")])
    draft.apply([Edit(0, 1, "实", "script"), Edit(1, 2, "现", "script")])
    assert draft.edits == [Edit(0, 1, "实", "script"), Edit(1, 6, "", "reading"), Edit(6, 7, "现", "script")]


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="must ascend"):
        replay("abcd", [Edit(1, 3, "", "blank"), Edit(2, 4, "", "blank")])


def test_looking_up_takes_no_longer_in_a_long_log() -> None:
    def seconds(edits: int) -> float:
        text = "實(shí)" * edits
        log = tuple(Edit(6 * number + 1, 6 * number + 6, "", "reading") for number in range(edits))
        page = Repaired(Article(id="a", text=text), replay(text, log), log)
        original_span(page, Span(0, 1))
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            for at in range(0, edits, max(1, edits // 500)):
                assert original_span(page, Span(at, at + 1)) == (6 * at, 6 * at + 1)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(50_000) < 5 * seconds(500) + 0.005
