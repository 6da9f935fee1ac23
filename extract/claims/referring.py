"""How a run of text refers to what it is about: by a word for the firm or for the thing, or as to a market."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.claims.markets import market_subject
from extract.claims.scene import Scene


def _alone(word: str) -> str:
    """The word by itself, not the end of a description: not 网路公司, 一家公司. (A pattern that begins with the word scans fast.)"""
    return rf"{word}(?:(?<![一-鿿\ue100-\ue103\ue106-\ue109]{word})|(?<=[据对由为让使在向从与和是但而且则给被把将令年月日前后时内上底期中]{word}))"


FIRM = re.compile(
    rf"该公司|本公司|我司|{_alone('公司')}(?!债|法|治理|股份)|企业(?<![一-鿿]企业)(?=实现|已|将|累计|完成|投入|上缴|拥有)|该集团|本集团|{_alone('集团')}(?!军)|该企业|该厂商|该品牌|该平台|该行|该股|我们(?<!据我们)|咱们|你们|其(?!中|他|余|它|实|次|间)|旗下|自家|董事会|管理层|创始人|官方|总经理|董事长|总裁|财务长|执行长|首席执行官"
)
THING = re.compile(r"该(?:系统|产品|芯片|车|机|款|模型|方案|项目|超节点|系列|机型|设备|园区|工厂|基地|应用)|这款|这台|这座|这条|新机|新车|新品|新模型|它|二期|一期|园区|车间|厂区|厂里|产品|顶配|标准版|项目")
_REFERS = re.compile(f"{FIRM.pattern}|{THING.pattern}")


class Reading(NamedTuple):
    """What the words of a run say."""

    market: bool  # it is about a market, a region, a trade, a survey or an index
    firm: int  # where the first word for the firm stands, -1 without one
    firm_word: str
    thing: bool  # it holds a word for the thing


_NOTHING, _MARKET = Reading(False, -1, "", False), Reading(True, -1, "", False)


class Readings:
    """The readings of a document's clauses. Each is asked for by several rules and, in a dense sentence, by several numbers."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._known: dict[tuple[int, int], Reading] = {}
        self._own: dict[tuple[int, int], Reading] = {}

    def of(self, start: int, end: int, *, own: bool = False) -> Reading:
        """The reading of ``start:end``, a clause or the number's ``own`` as far as the number."""
        known = self._own if own else self._known
        reading = known.get((start, end))
        if reading is None:
            reading = known[start, end] = self._read(start, end, own)
        return reading

    def _read(self, start: int, end: int, own: bool) -> Reading:
        market = market_subject(self.scene, start, end, own=own)
        run = self.scene.mask[start:end]
        if _REFERS.search(run) is None:
            return _MARKET if market else _NOTHING
        firm = FIRM.search(run)
        at, word = (start + firm.start(), firm.group()) if firm is not None else (-1, "")
        return Reading(market, at, word, THING.search(run) is not None)
