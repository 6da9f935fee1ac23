"""Organisations that count and rate others: ``市场研究公司望岳咨询``, ``望岳的数据显示``. They are sources, never credited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.mentions.organisation_reading import Reader, places

_BEFORE = re.compile(
    r"(?:(?:市场|行业|产业|数据|独立|第三方|科技)?(?:研究|调研|研调|市调|分析|咨询|统计|监测|评级|测评|评测|调查)(?:公司|机构|企业|平台|组织)|智库|券商|投行|大行|数据平台|数据公司|数据服务商|数据机构)[“\" ]?$"
)
_FROM = re.compile(r"(?:据|根据|按照?|来自|援引|引述)[“\" ]?$")
_COUNTS = re.compile(
    r"[”\" ]?(?:的|最新的?|此前|日前|昨日|近日|发布的?|公布的?|线上|线下|监测|统计|初步|公开)*"
    r"(?:数据(?:[，,]|显示|称|指出|表明|统计)|(?:统计|监测|测算|调研|调查|口径)(?:显示|称|指出|表明|则|结果)|(?:报告|研报|榜单|白皮书)(?:显示|称|指出|预计|认为|表明)|分析师)"
)
_MEASURES = re.compile(r"[”\" ]?(?:的|最新的?|发布的?|公布的?)*(?:统计|测算|监测|调研|调查|榜单|口径)")


def sources(reader: Reader, names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` that the text names as where a number comes from.

    >>> bool(_BEFORE.search("据市场研究公司")), bool(_COUNTS.match("的数据显示")), bool(_COUNTS.match("发布数据中心"))
    (True, True, False)
    """
    return frozenset(
        name for name in names if any(_tells(reader.text, at, at + len(name)) for at in places(reader.text, name))
    )


def _tells(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 16]
    if _BEFORE.search(before) or _COUNTS.match(after):
        return True
    return bool(_FROM.search(before) and _MEASURES.match(after))
