"""Evaluate: gold, pairing, fields, scores, mistakes, and the floors below which no score may fall."""

from extract.evaluate.gold import GoldError, default_corpus, read_gold, score_only
from extract.evaluate.run import evaluate
from extract.evaluate.score import Score

__all__ = ["GoldError", "Score", "default_corpus", "evaluate", "read_gold", "score_only"]
