"""Ctrl-C and SIGTERM as a wish that is looked at between two steps, so that nothing is left half done."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """Raised where work is left because the user asked for it."""


class Interrupt:
    """Inside the ``with`` block the first Ctrl-C (or SIGTERM) sets ``asked``, the second one interrupts as usual."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Listen; only the main thread can."""
        if threading.current_thread() is threading.main_thread():
            for number in INTERRUPTS:
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise Stopped when the user asked for it."""
        if self.asked:
            raise Stopped

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
