"""Scores as pandas tables, for printing and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.evaluate.calibration import calibration_error, outcomes, reliability
from extract.evaluate.score import Score

if TYPE_CHECKING:
    import pandas as pd


def measures(scores: dict[str, Score]) -> pd.DataFrame:
    """One row for each measure, one column for each set."""
    import pandas as pd

    counts = {
        name: {"articles": len(score.articles), "claims": score.gold, "records": score.predicted}
        for name, score in scores.items()
    }
    shares = {
        name: {measure: f"{share:.4f}" for measure, share in score.measures().items()} for name, score in scores.items()
    }
    return pd.concat([pd.DataFrame(counts), pd.DataFrame(shares)])


def per_article(score: Score) -> pd.DataFrame:
    """One row for each article, the worst first."""
    import pandas as pd

    rows = []
    for article in score.articles:
        own = Score((article,))
        made = own.measures()
        rows.append(
            {
                "article": article.article,
                "claims": own.gold,
                "missed": len(article.missed),
                "extra": len(article.extra),
                **{
                    name: round(made[name], 3)
                    for name in ("detection F1", "value+unit F1", "five fields F1", "seven fields F1")
                },
            }
        )
    return pd.DataFrame(rows).sort_values(["five fields F1", "article"], ignore_index=True)


def reliability_table(score: Score) -> tuple[pd.DataFrame, float]:
    """The reliability of the confidences, and the expected calibration error."""
    import pandas as pd

    bins = reliability(outcomes(score))
    frame = pd.DataFrame(
        [(f"{each.low:.2f}-{each.high:.2f}", each.records, each.confidence, each.right) for each in bins],
        columns=["confidence", "records", "mean confidence", "five fields right"],
    ).round(3)
    return frame, calibration_error(bins)
