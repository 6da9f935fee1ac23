"""The guide's order of credit, step by step: the first step that answers is the ranker's strongest hint.

The clause's subject; else the sentence's; else what a pronoun stands for; else the section's heading; else the vendor that
the paragraph, and at last the article, is about. A market, an industry or a country as the subject answers "nobody".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.claims.scene import Scene, Site
from extract.types import Baseline, Entity

Usable = Callable[[Entity, int], bool]  # is this mention, in a clause that begins there, one that can be credited?

_LEAD = (
    r"^(?:[\ue104\ue105]*[，,]?)(?:其中|而|从|在|整个|目前|当前|预计|到时|其余|至于|但|不过|业内|据悉|数据显示|同期|去年|今年)*(?:[\ue104\ue105]*)"
)
_COLLECTIVE = re.compile(
    _LEAD + r"(?:全行业|行业|市场|业界|产业|整体市场|大盘|国产厂商|国产品牌|国产|各家|两家|三家|四家|五家|多家|几家|前[三四五六八十两]|头部|受访|业者|同行|同类|原厂|供应链|专家|分析师|机构|厂商|企业|品牌|"
    r"前沿模型|主流|新能源汽车|新能源车|(?!高|低|较|比|超|仅|约|为|是|远|优|从|以|用|把|将|对)[一-鿿]{2,8}(?:市场|行业|产业)(?!收入|占|份额|贡献|客户|部门))"
)
# A region is a market of its own only with a market's word; else it is a part of somebody's business.
_REGION = re.compile(
    _LEAD + r"(?:全球|国内|中国|我国|全国|海外|欧洲|北美|美国|日本|韩国|印度|亚太|东南亚|内地|大陆)(?=[^，,。；;]{0,16}?(?:市场|行业|产业|出货|规模|销量|产量|需求|渗透率|保有量|装机|用户规模|产能|企业|厂商|品牌))"
)
# 前四家合计占七成: a sum over many
_SUM = re.compile(r"^(?:[\ue104\ue105]*[，,]?)(?:其中|而|这|上述)?(?:前[两三四五六八十]大?(?:家|名|强|厂商|企业|品牌)?|[两三四五六]家(?:公司|企业|厂商|运营商)?)[^，,；;。\ue102]{0,8}(?:合计|共计|总计|加起来)")
# 甲、乙和丙三家合计: the value is the set's, not a member's
_JOINT = re.compile(r"[\ue102\ue103](?:、|和|与|及|以及)[\ue102][^，,；;。]{0,40}?(?:合计|共计|总计|加起来|加在一起|三家|两家|四家|五家|三者|两者)")
# What keeps to the company of the paragraph before: 期内, 报告期内, 当季
_CARRIES_ON = re.compile(r"(?:\s|　)*(?:期内|报告期|當季|当季|本季|该季|季内|单季|年内|另外|此外|分业务|分产品|按业务|具体来看|具体而言|业务方面|收入方面|盈利方面|利润方面|研发方面|产能方面|同时)")
_PRONOUN = re.compile(r"(?:该公司|公司|其(?!中|他|余|它|实|次)|该集团|集团|本公司|该企业|该厂商|该厂|该品牌|该平台|该业务|该系统|该产品|该芯片|该车|该机|我们|自研|自主研发|自家|官方)")


def cascade(
    scene: Scene,
    site: Site,
    baseline: Baseline | None,
    usable: Usable,
    heading: Entity | None,
    last: tuple[str, str] | None,
    focus: str | None,
    key_of: Callable[[Entity], str],
) -> tuple[str, str]:
    """The key of whom the guide's order credits ("" for nobody) and the step that said so.

    ``heading`` is the vendor of the section's heading, ``last`` whom the claim before credited with where it stood
    (sentence, block, section, block-before, article), ``focus`` the vendor that the article is mostly about.
    """
    clauses = site.sent.clauses
    meant = former_latter(scene, site, baseline, key_of)
    if meant is not None:
        return meant, "former-latter"
    if site.host is not None:
        for entity in reversed(scene.entities_in(site.host.start, site.host.end)):
            return key_of(entity), "host"
    if site.left > site.clause.start:
        found = _subject(scene, site.left, site.quantity.lead, baseline, usable)
        if found is not None:
            return key_of(found), "item"
    for order in range(site.clause_index, -1, -1):
        clause = clauses[order]
        own = order == site.clause_index
        end = site.quantity.lead if own else clause.end
        if not own and _split(scene, clause.end, site.clause.start):
            break
        found = _subject(scene, clause.start, end, baseline, usable)
        if found is not None and _JOINT.search(scene.mask[clause.start : site.quantity.lead]):
            return "", "joint"
        if found is not None:
            return key_of(found), "clause" if own else "sentence"
        run = scene.mask[clause.start : end]
        if own and _SUM.match(scene.mask[clause.start : site.quantity.lead]):
            return "", "joint"
        if _COLLECTIVE.match(run) or _REGION.match(scene.text[clause.start : end]):
            return "", "market-clause" if own else "market-sentence"
        if _PRONOUN.search(scene.mask[clause.start : end]) and last is not None and last[0]:
            return (key_of(heading), "pronoun-heading") if heading is not None else (last[0], "pronoun")
    if site.clause_index + 1 < len(clauses) and site.clause_index == 0:
        following = clauses[site.clause_index + 1]
        first = scene.entities_in(following.start, min(following.start + 2, following.end))
        if first and usable(first[0], following.start):
            return key_of(first[0]), "next-clause"
    if last is not None and last[1] == "sentence":
        return last[0], "same-sentence"
    if heading is not None:
        return key_of(heading), "heading"
    if last is not None and last[1] == "block":
        return last[0], "same-paragraph"
    if last is not None and last[1] == "section" and last[0]:
        return last[0], "same-section"
    if last is not None and last[1] == "block-before" and last[0] and _CARRIES_ON.match(scene.text, site.sent.start):
        return last[0], "carried-on"
    if focus is not None:
        return focus, "focus"
    return "", "no-vendor"


def former_latter(scene: Scene, site: Site, baseline: Baseline | None, key_of: Callable[[Entity], str]) -> str | None:
    """前者 and 后者 point at the first and the second of the two vendors named last in the paragraph."""
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
    if baseline is not None and baseline.start <= start + place < baseline.end:
        return None  # 达到后者的九成: it is what the value is compared with
    seen: list[str] = []
    for entity in reversed(scene.entities_in(scene.block_of(site.sent).start, start + place)):
        if key_of(entity) not in seen:
            seen.append(key_of(entity))
    if len(seen) < 2:
        return None
    return seen[0] if said.startswith("后者", place) else seen[1]


def _split(scene: Scene, end: int, start: int) -> bool:
    """A semicolon stands between: the clauses are coordinate."""
    return any(mark in scene.text[end:start] for mark in ";；") or any(mark in scene.mask[end:start] for mark in ";；")


def _subject(scene: Scene, start: int, end: int, baseline: Baseline | None, usable: Usable) -> Entity | None:
    inside: Sequence[Entity] = scene.entities_in(start, end)
    for entity in inside:
        if baseline is not None and baseline.start <= entity.start < baseline.end:
            continue
        if usable(entity, start):
            return entity
    return None
