"""Who is told how a run goes: nobody, or a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, Task
    from rich.text import Text


class Listener:
    """Hears of failures and notes as they come. This one prints them to a stream, and shows no progress."""

    def __init__(self, stream: IO[str] | None = None, *, quiet: bool = False) -> None:
        self._stream, self._quiet = stream, quiet

    def failed(self, message: str) -> None:
        """An input failed."""
        self._say(f"zhclaims: failed: {message}")

    def note(self, message: str) -> None:
        """Something that the user should know."""
        if not self._quiet:
            self._say(f"zhclaims: note: {message}")

    def advance(self, inputs: int, size: int) -> None:
        """So many more inputs were settled, so many more bytes of files are behind us."""

    def stage(self, name: str) -> None:
        """Something else begins."""

    def _say(self, line: str) -> None:
        if self._stream is not None:
            print(line, file=self._stream)


class _Bar(Listener):
    def __init__(self, progress: Progress, total: int | None, quiet: bool) -> None:
        super().__init__(None, quiet=quiet)
        self._progress = progress
        self._failed = 0
        self._task = progress.add_task("reading", total=total, inputs=0, failed="")

    def failed(self, message: str) -> None:
        self._failed += 1
        super().failed(message)

    def advance(self, inputs: int, size: int) -> None:
        task = self._progress.tasks[0]
        failed = f"{self._failed} failed" if self._failed else ""
        self._progress.update(self._task, advance=size, inputs=task.fields["inputs"] + inputs, failed=failed)

    def stage(self, name: str) -> None:
        self._progress.update(self._task, description=name)

    def _say(self, line: str) -> None:
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def on_terminal(stream: IO[str], total: int | None, *, quiet: bool = False) -> Iterator[Listener]:
    """A bar with articles, rate and time left when ``stream`` is a terminal, else plain lines. ``total`` is in bytes."""
    if not stream.isatty():
        yield Listener(stream, quiet=quiet)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[inputs]} articles"),
        _rate_column(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[failed]}"),
    )
    with Progress(*columns, console=Console(file=stream, stderr=True), transient=True) as progress:
        yield _Bar(progress, total, quiet)


def _rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            seconds = task.elapsed or 0
            return Text(f"{task.fields['inputs'] / seconds:.0f}/s" if seconds > 0.5 else "")

    return Rate()
