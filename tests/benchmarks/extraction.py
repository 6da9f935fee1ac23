"""How fast is extraction alone, against ``jieba.lcut`` on the same text in the same run?

    python tests/benchmarks/extraction.py [--articles 60] [--rounds 9]

Both are timed in turns, in CPU seconds of this process; the ratio is the median over the rounds. The target is 3.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from press import articles


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()

    import jieba

    from extract.ingest.articles import article_from_fields
    from extract.lexicon import load
    from extract.pipeline import read_article

    jieba.setLogLevel(logging.ERROR)
    columns = {name: name for name in ("id", "title", "published", "publisher", "text")}
    texts = [article_from_fields(fields, columns, source="-") for fields in articles(asked.articles)]
    characters = sum(len(article.text) for article in texts)
    lexicon = load()

    def extract() -> int:
        return sum(len(read_article(article, lexicon).records) for article in texts)

    def cut() -> None:
        for article in texts:
            jieba.lcut(article.text)

    claims = extract()  # and warm up
    cut()
    rounds = [(cpu_seconds(extract), cpu_seconds(cut)) for _ in range(asked.rounds)]
    ratios = [jieba_seconds / own_seconds for own_seconds, jieba_seconds in rounds]
    own, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{len(texts)} articles, {characters:,} characters, {claims} claims, {asked.rounds} rounds")
    print(
        f"extraction   {characters / own:>12,.0f} characters per CPU second  ({own / len(texts) * 1000:.2f} ms an article)"
    )
    print(f"jieba.lcut   {characters / theirs:>12,.0f} characters per CPU second")
    print(f"ratio        {statistics.median(ratios):>12.2f}  (from {min(ratios):.2f} to {max(ratios):.2f}; target 3)")


if __name__ == "__main__":
    main()
