"""The guide's order of credit, step by step: the first step that answers is the ranker's strongest hint.

The clause's subject; else the sentence's; else what a pronoun stands for; else the section's heading; else the vendor that
the paragraph, and at last the article, is about. A market, an industry or a country as the subject answers "nobody".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.claims.markets import joint_subject
from extract.claims.naming import Naming, in_baseline
from extract.claims.scene import BLANK, Scene, Site
from extract.claims.topics import Topic, Topics
from extract.types import Baseline, Entity

_SPEAKS_OF_ITSELF = frozenset(["公司", "本公司", "我司", "我们", "集团", "本集团"])
_TOGETHER = re.compile("合计|总计|共计|加起来|总和|合共")
_LISTED = re.compile("[\ue102\ue103](?:、|和|与|及|以及)[\ue102]")
# What keeps to the company of the paragraph before: 期内, 报告期内, 当季
_CARRIES_ON = re.compile(r"(?:\s|　)*(?:期内|报告期|當季|当季|本季|该季|季内|单季|年内|另外|此外|分业务|分产品|按业务|具体来看|具体而言|业务方面|收入方面|盈利方面|利润方面|研发方面|产能方面|同时)")


def cascade(site: Site, compared: Sequence[Baseline], topics: Topics, topic: Topic, heading_key: str | None, last: tuple[str, str] | None, whom: str | None) -> tuple[str, str]:
    """The key of whom the guide's order credits ("" for nobody) and the step that said so.

    ``heading_key`` is the vendor of the section's heading, ``topic`` whom the text is speaking about, ``whom`` what a
    word for the firm stands for, ``last`` whom the claim before credited with where it stood
    (sentence, block, section, block-before, article).
    """
    scene, key_of, main, focus = topics.scene, topics.key_of, topics.main, topics.focus.most
    inside = _Subjects(topics.names, compared)
    clauses = site.sent.clauses
    meant = former_latter(scene, site, compared, key_of)
    if meant is not None:
        return meant, "former-latter"
    if site.host is not None:
        for entity in reversed(scene.entities_in(site.host.start, site.host.end)):
            listed = site.previous is not None and site.host.end - entity.end <= 1 and inside.usable(entity, entity.start)
            return key_of(entity), "own-item" if listed else "host"  # 零跑(51020辆)、问界(41020辆)
    if site.left > site.clause.start:
        found = inside.first(site.left, site.quantity.lead)
        if found is not None:
            adjacent = len(scene.flat[found.end : site.quantity.lead].strip(BLANK)) <= 1 and scene.text[site.left - 1 : site.left] == "、"
            return key_of(found), "own-item" if adjacent else "item"  # 台积电市占71%、三星6.8%
    for order in range(site.clause_index, -1, -1):
        clause = clauses[order]
        own = order == site.clause_index
        end = site.quantity.lead if own else clause.end
        if not own and _split(scene, clause.end, site.clause.start):
            break
        found = inside.first(clause.start, end)
        reading = topics.readings.of(clause.start, end, own=own)
        if reading.firm >= 0 and (found is None or reading.firm < found.start):
            earlier = _subject_before(topics, site, order, inside)
            if main is not None and main == topic.key == focus and reading.firm_word in _SPEAKS_OF_ITSELF:
                return main, "pronoun"  # 恩捷以38%居首,公司以11%位列第三: the company that the text is about
            if earlier is not None:
                return key_of(earlier), "pronoun"  # 甲更依赖杠杆，其利息支出: the sentence's own subject
            if whom:
                return whom, "pronoun"
        if joint_subject(scene, clause.start, site.quantity.lead):
            return "", "joint"
        if reading.market and (found is None or order < site.clause_index or not _begins(scene, clause.start, found)):
            return "", "market-clause" if own else "market-sentence"
        if found is not None and not own and _TOGETHER.search(scene.mask, site.clause.start, site.quantity.lead) and _LISTED.search(scene.mask, clause.start, end):
            return "", "joint"  # 甲、乙和丙等巨头正竞相投资,今年的支出合计
        if found is not None:
            return key_of(found), "clause" if own else "sentence"
        if reading.thing and whom:
            return whom, "thing"
    if site.clause_index + 1 < len(clauses) and site.clause_index == 0:
        following = clauses[site.clause_index + 1]
        first = scene.entities_in(following.start, min(following.start + 2, following.end))
        if first and inside.usable(first[0], following.start):
            return key_of(first[0]), "next-clause"
    if last is not None and last[1] == "sentence":
        return last[0], "same-sentence"
    if topic.turn == "answer" and main is not None:
        return main, "turn"
    if topic.key is not None and topic.where == "block" and not topic.suspended:
        return topic.key, "topic"
    if heading_key is not None:
        return heading_key, "heading"
    if topic.key is not None and topic.where == "block":
        return "", "suspended"
    if last is not None and last[1] == "block":
        return last[0], "same-paragraph"
    if last is not None and last[1] == "section" and last[0]:
        return last[0], "same-section"
    if topic.suspended:
        return "", "suspended"
    if last is not None and last[1] == "block-before" and last[0] and _CARRIES_ON.match(scene.text, site.sent.start):
        return last[0], "carried-on"
    if main is not None and main in (topic.key, focus):
        return main, "main"
    if focus is not None:
        return focus, "focus"
    return "", "no-vendor"


class _Subjects:
    """The names that can be credited by where they stand: not in what the value is compared with, like a subject."""

    def __init__(self, names: Naming, compared: Sequence[Baseline]) -> None:
        self.names = names
        self.compared = compared

    def usable(self, entity: Entity, start: int) -> bool:
        """Whether a name in a run that begins at ``start`` is one."""
        return not in_baseline(entity, self.compared) and self.names.like_subject(entity, start)

    def first(self, start: int, end: int) -> Entity | None:
        """The first in ``start:end``."""
        for entity in self.names.scene.entities_in(start, end):
            if self.usable(entity, start):
                return entity
        return None


def _subject_before(topics: Topics, site: Site, order: int, inside: _Subjects) -> Entity | None:
    """The subject of the nearest clause of the sentence before ``order`` that names one, as far as no semicolon stands between."""
    clauses = site.sent.clauses
    for back in range(order - 1, -1, -1):
        clause = clauses[back]
        if _split(topics.scene, clause.end, clauses[back + 1].start) or topics.readings.of(clause.start, clause.end).market:
            return None
        found = inside.first(clause.start, clause.end)
        if found is not None:
            return found
    return None


def _begins(scene: Scene, start: int, entity: Entity) -> bool:
    """Only a time and such stands before the name."""
    return not scene.mask[start : entity.start].strip("\ue104\ue105，, 、")


_FAR = 500  # characters before 前者 and 后者 in which the two may have been named
_GIVEN_TO = frozenset("向给为对从与和跟被由")


def former_latter(scene: Scene, site: Site, compared: Sequence[Baseline], key_of: Callable[[Entity], str]) -> str | None:
    """前者 and 后者 point at the first and the second of the two vendors named last in the paragraph."""
    if scene.text.find("者", site.sent.start, site.quantity.lead) < 0:
        return None
    start = site.clause.start
    for order in range(site.clause_index, -1, -1):
        said = scene.text[site.sent.clauses[order].start : site.quantity.lead]
        start = site.sent.clauses[order].start
        if "后者" in said or "前者" in said:
            break
        if order < site.clause_index and (scene.entities_in(start, site.clause.start) or _split(scene, start, site.clause.start)):
            return None
    else:
        return None
    place = max(said.rfind("后者"), said.rfind("前者"))
    if said[place - 1 : place] in _GIVEN_TO and place:
        return None  # 向后者提供500台: who is given to
    if any(told.start <= start + place < told.end for told in compared):
        return None  # 达到后者的九成: it is what the value is compared with
    seen: list[str] = []
    for entity in reversed(scene.entities_in(scene.block_of(site.sent).start, start + place)):
        if key_of(entity) not in seen:
            seen.append(key_of(entity))
    if len(seen) < 2:  # two that the paragraphs before spoke of, and nobody else
        far = scene.entities_in(max(0, start + place - _FAR), start + place)
        seen = list(dict.fromkeys(key_of(entity) for entity in reversed(far)))
        if len(seen) != 2:
            return None
    return seen[0] if said.startswith("后者", place) else seen[1]


def _split(scene: Scene, end: int, start: int) -> bool:
    """A semicolon stands between: the clauses are coordinate."""
    return scene.text.find("；", end, start) >= 0 or scene.text.find(";", end, start) >= 0
