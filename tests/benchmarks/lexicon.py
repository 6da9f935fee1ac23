"""What the lexicon costs: loading from a cold start, and matching at 1 and 50 times its size.

    python tests/benchmarks/lexicon.py

Times are process CPU time. Matching must not depend on the number of rows; only the ratio is of interest.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from extract.lexicon import fold_width, load
from extract.lexicon.finding import Finder
from extract.lexicon.folding import key

ROOT = Path(__file__).parents[2]
COLD = """
import time
began = time.process_time()
from extract.lexicon import load
words = load()
words.find_names("华为"); words.find_metrics("毛利率"); words.unit_forms; words.cues
print((time.process_time() - began) * 1000)
"""


def cold_start() -> float:
    """Milliseconds of CPU to import, load and make every search ready: the median of five new processes."""
    made = [
        float(subprocess.run([sys.executable, "-c", COLD], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return sorted(made)[2]


def grown(times: int) -> dict[str, int | None]:
    """The name forms and as many invented ones as make it ``times`` its size; the invented ones resemble the real."""
    forms: dict[str, int | None] = dict.fromkeys(load().name_forms, 1)
    for copy in range(1, times):
        mark = chr(0x4E00 + copy)
        for form in load().name_forms:
            forms[form[:-1] + mark + form[-1]] = copy
    return forms


def matching(text: str) -> dict[int, float]:
    """Characters a second in millions at 1 and 50 times the forms: the best of seven, taken in turns."""
    finders = {times: Finder(grown(times)) for times in (1, 50)}
    best = dict.fromkeys(finders, 0.0)
    for turn in range(7):
        folded = key(fold_width(f"{turn}。{text}"))  # a new text each turn: a finder remembers its last
        for times, finder in finders.items():
            began = time.process_time()
            finder.find_all(folded)
            best[times] = max(best[times], len(text) / (time.process_time() - began) / 1e6)
    return best


if __name__ == "__main__":
    corpus = (ROOT / "corpus" / "articles" / "seed.restored.txt").read_text(encoding="utf-8") * 40
    print(f"cold start, import to first match: {cold_start():.0f} ms CPU")
    speeds = matching(corpus)
    for times, speed in speeds.items():
        print(f"matching at {times:2}x the rows: {speed:.1f} M characters/s")
    print(f"slower at 50x by a factor of {speeds[1] / speeds[50]:.2f}")
