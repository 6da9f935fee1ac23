"""What stands in a document: quantities, periods, vendors and products, metrics, and names that only look like numbers.

Dates are found first, then names, contacts and idioms, then whatever numerals are left become quantities, so that every
numeral belongs to one mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.lexicon import Lexicon
from extract.mentions.names import find_names
from extract.mentions.periods import find_periods
from extract.mentions.quantities import find_quantities
from extract.types import Document, Mentions, Quantity

__all__ = ["find_mentions"]

# 人民币,下同: one currency for the whole text
_CURRENCY = re.compile(r"[(（][^()（）]{0,8}(?P<currency>人民币|美元|港元|港币|新台币|台币|日元|日圆|欧元|韩元|令吉|新元)[^()（）]{0,6}下同")
_CODE = {
    "人民币": "CNY", "美元": "USD", "港元": "HKD", "港币": "HKD", "新台币": "TWD", "台币": "TWD", "日元": "JPY", "日圆": "JPY",
    "欧元": "EUR", "韩元": "KRW", "令吉": "MYR", "新元": "SGD",
}  # fmt: skip
_LOST = "\ufffc"


def find_mentions(document: Document, lexicon: Lexicon) -> Mentions:
    """All mentions of a document, each kind in text order."""
    from extract.mentions.metrics import clear_of_names, find_metrics
    from extract.mentions.vendors import find_entities

    text = document.text
    region = document.repaired.region
    periods = find_periods(text, document.article.published, region)
    names = find_names(text, lexicon, [(period.start, period.end) for period in periods])
    taken = sorted([(p.start, p.end) for p in periods] + [(n.start, n.end) for n in names])
    told = _CURRENCY.search(text)
    quantities = find_quantities(text, taken, lexicon, region, _CODE[told.group("currency")] if told else None)
    entities = find_entities(document, lexicon)
    return Mentions(
        quantities=tuple(_intact(text, quantities)),
        periods=periods,
        not_claims=names,
        entities=entities,
        metrics=clear_of_names(find_metrics(document, lexicon), entities, text, lexicon),
    )


def _intact(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities whose leading character was not lost; the others stay numerals without a value."""
    return [q for q in quantities if _LOST not in text[max(q.lead - 1, 0) : q.end]]
