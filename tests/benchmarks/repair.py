"""How fast is repairing, on clean, genuine traditional and damaged pages, against ``jieba.lcut`` on the clean text?

    python tests/benchmarks/repair.py [--rounds 7]

All are timed in turns, in CPU seconds of this process; the median over the rounds counts. The clean pages are the project's own
simplified articles, the damaged ones the same articles after ``tests/garbling.py``. The target for clean text is ten million
characters a second. Loading (dictionary, tables) is timed apart.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))
from garbling import Knobs, garble, own_texts, plain_clean

from extract.repair import original_span, repair
from extract.types import Article, Span


def seconds(work: Callable[[str], object], pages: Sequence[str]) -> float:
    start = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds

    def repaired(page: str) -> object:
        return repair(Article(id="page", text=page))

    texts = own_texts().values()
    clean = [page for page, script in texts if script == "simplified" and not repair(Article(id="a", text=page)).edits]
    kinds = {
        "clean": clean,
        "genuine traditional": [page for page, script in texts if script == "traditional"],
        "damaged": [garble(plain_clean(page), Knobs(seed=1, fold=True)).text for page in clean],
        "damaged, no question marks": [
            garble(plain_clean(page), Knobs(seed=1, question_mark=False)).text for page in clean
        ],
    }
    print(f"first damaged page, with loading: {seconds(repaired, kinds['damaged'][:1]):.2f} s")

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    spent: dict[str, list[float]] = {name: [] for name in ("jieba.lcut", *kinds)}
    for _ in range(rounds):
        spent["jieba.lcut"].append(seconds(jieba.lcut, clean))
        for name, pages in kinds.items():
            times = 20 if name == "clean" else 1
            spent[name].append(seconds(repaired, pages * times) / times)
    base = sum(map(len, clean)) / statistics.median(spent["jieba.lcut"])
    for name, taken in spent.items():
        speed = sum(map(len, kinds.get(name, clean))) / statistics.median(taken)
        print(f"{name:28} {speed / 1e6:8.3f} million characters/s {speed / base:8.2f} x jieba.lcut")

    page = repair(Article(id="a", text=kinds["damaged"][0]))
    spans = [Span(start, start + 1) for start in range(len(page.text))]
    start = time.process_time()
    for _ in range(100):
        for span in spans:
            original_span(page, span)
    print(f"original_span: {(time.process_time() - start) / 100 / len(spans) * 1e6:.2f} µs")


if __name__ == "__main__":
    main()
