"""What became of the inputs of a run: the tally, the report in JSON Lines, the exit status."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from extract.errors import ClaimsError
from extract.store import Outcome

DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130


@dataclass
class Tally:
    """Counts of one run.

    ``outcomes`` counts inputs by done, unchanged, duplicate, failed; ``how`` the done ones by new, changed, refreshed.
    ``carried`` records kept their judgements though the article was read anew, ``dropped`` judged records are gone.
    ``stale`` unchanged articles were extracted by another version. ``stopped`` says that it was interrupted, ``broken`` why
    the store could not be written on.
    """

    run: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    how: Counter[str] = field(default_factory=Counter)
    files: int = 0
    records: int = 0
    numbers: int = 0
    carried: int = 0
    dropped: int = 0
    stale: int = 0
    reprints: int = 0
    changed_figures: int = 0
    seconds: float = 0.0
    stopped: bool = False
    broken: str | None = None

    def add(self, outcome: Outcome) -> None:
        """Count an input."""
        self.outcomes[outcome.status] += 1
        if outcome.how:
            self.how[outcome.how] += 1
        self.records += outcome.records
        self.numbers += outcome.numbers
        self.carried += outcome.carried
        self.dropped += outcome.dropped
        self.stale += outcome.stale

    @property
    def inputs(self) -> int:
        """How many inputs ended in one way or another."""
        return self.outcomes.total()

    @property
    def status(self) -> int:
        """The exit status: 130 interrupted, 1 something failed, else 0."""
        if self.stopped:
            return INTERRUPTED
        return SOME_FAILED if self.broken or self.outcomes["failed"] else DONE

    def lines(self) -> list[str]:
        """The tally for people.

        >>> tally = Tally()
        >>> tally.add(Outcome("done", "a", "new", records=3, numbers=5))
        >>> tally.lines()
        ['1 inputs: 1 done (1 new), 0 unchanged, 0 duplicates, 0 failed', '3 claims among 5 numbers in what was done']
        """
        counts, how = self.outcomes, ", ".join(f"{count} {name}" for name, count in sorted(self.how.items()))
        made = [
            f"{self.inputs} inputs: {counts['done']} done{f' ({how})' if how else ''}, {counts['unchanged']} unchanged, "
            f"{counts['duplicate']} duplicates, {counts['failed']} failed"
        ]
        if counts["done"]:
            made.append(f"{self.records} claims among {self.numbers} numbers in what was done")
        if self.carried or self.dropped:
            made.append(
                f"of the claims judged before, {self.carried} kept their judgement, {self.dropped} are no longer there"
            )
        if self.reprints:
            made.append(
                f"{self.reprints} articles in the store are reprints; {self.changed_figures} of their figures differ"
            )
        if self.stale:
            made.append(f"{self.stale} unchanged articles were read by another version; --refresh reads them again")
        if self.stopped:
            made.append("stopped; run again to go on from here")
        return made

    def as_json(self) -> dict[str, Any]:
        """The tally for programs."""
        return {
            "kind": "run",
            "run": self.run,
            **{name: self.outcomes[name] for name in ("done", "unchanged", "duplicate", "failed")},
            **{name: self.how[name] for name in ("new", "changed", "refreshed")},
            "claims": self.records,
            "numbers": self.numbers,
            "judgements_kept": self.carried,
            "judgements_without_claim": self.dropped,
            "stale": self.stale,
            "reprints": self.reprints,
            "changed_figures": self.changed_figures,
            "seconds": round(self.seconds, 3),
            "stopped": self.stopped,
            "broken": self.broken,
            "status": self.status,
        }


class Report:
    """The report of a run: one JSON object for each input as its outcome becomes durable, the tally last.

    Raises ClaimsError when the file cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._held: list[dict[str, Any]] = []
        self._stream: IO[str] | None = None
        if path is not None:
            try:
                self._stream = path.open("w", encoding="utf-8", errors="backslashreplace")
            except OSError as error:
                raise self._trouble(error) from None

    def hold(self, entry: dict[str, Any]) -> None:
        """Keep an entry until what it says is durable."""
        if self._stream is not None:
            self._held.append(entry)

    def write(self) -> None:
        """What is held is durable now."""
        if self._stream is None:
            return
        try:
            self._stream.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in self._held)
            self._stream.flush()
        except OSError as error:
            raise self._trouble(error) from None
        self._held.clear()

    def forget(self) -> None:
        """What is held was undone."""
        self._held.clear()

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            try:
                self._stream.close()
            except OSError as error:
                raise self._trouble(error) from None

    def _trouble(self, error: OSError) -> ClaimsError:
        return ClaimsError(
            f"the report {str(self.path)!r} cannot be written ({error.strerror})", remedy="choose another place"
        )


def entry(path: str, place: int, source: str, outcome: Outcome, seconds: float) -> dict[str, Any]:
    """The line of the report about one input."""
    made: dict[str, Any] = {"kind": "input", "path": path, "place": place, "source": source, "outcome": outcome.status}
    if outcome.status == "failed":
        return made | {"stage": outcome.stage, "reason": outcome.reason, "remedy": outcome.remedy, "seconds": seconds}
    made |= {"duplicate_of" if outcome.status == "duplicate" else "article": outcome.article}
    if outcome.status == "done":
        made |= {"how": outcome.how, "claims": outcome.records, "numbers": outcome.numbers, "seconds": seconds}
    if outcome.carried or outcome.dropped:
        made |= {"judgements_kept": outcome.carried, "judgements_without_claim": outcome.dropped}
    return made
