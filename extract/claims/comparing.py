"""What every value is compared with, and which numbers are told only for that: made before a claim is made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extract.claims import baselines, compared_values
from extract.claims.lists import Alignment, continues
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.types import Baseline, Span

_LOOKS_BACK = re.compile(r"^前年|年前|月前|季前|先前|原先|此前|上年同期|去年同期|市场[^，,]{0,4}预期|分析师[^，,]{0,4}预期|再往前")

_ALONE = re.compile(r"^(?:与|跟|和|同|较|比|相比|相较|对比)")
_COMPARES = re.compile(r"(?:相比|相较|比较|对比|比起来)$|^(?:而|且)?(?:相?较于?|相比|对比|比)[^，,]{1,20}$|^(?:同比|环比)$")  # a clause


def _alike(one: Site, other: Site) -> bool:
    """Two values of one order of magnitude, as a profit and last year's profit are."""
    first, second = abs(float(one.quantity.value)), abs(float(other.quantity.value))
    return not first or not second or 0.005 < first / second < 200


class Comparisons:
    """The baseline of each site (``baselines``), the rule that found it (``rules``), and the quantities that belong to
    somebody's baseline (``consumed``: quantity index -> site)."""

    def __init__(self, scene: Scene, predicates: Sequence[Predicate], alignment: Mapping[int, Alignment]) -> None:
        self.scene = scene
        self.sites = scene.sites
        self.predicates = predicates
        self.alignment = alignment
        self.baselines: list[Baseline | None] = []
        self.rules: list[str] = []
        self.consumed: dict[int, int] = {}
        self._compare()

    def _compare(self) -> None:
        for site in self.sites:
            found, rule = self._baseline(site, self.predicates[site.index])
            if found is None or not found.text.strip():
                found, rule = None, ""  # nothing stands there to compare with
            self.baselines.append(found)
            self.rules.append(rule)
        self._references()

    def _baseline(self, site: Site, pred: Predicate) -> tuple[Baseline | None, str]:
        """What the value is compared with, and the rule that says so: the first of them that finds something."""
        scene, index = self.scene, site.index
        if site.previous is not None:
            changed = baselines.from_to(scene, site)
            if changed is not None and changed[1] not in self.consumed:
                self.consumed[changed[1]] = index
                return changed[0], "from-to"
            former = baselines.once(scene, site)
            if former is not None and former[1] not in self.consumed:
                self.consumed[former[1]] = index
                return former[0], "once"
        aligned = self.alignment.get(index)
        if aligned is not None and aligned.length > 1:
            found = baselines.of_cue_list(scene, self.sites[aligned.first], site, index - aligned.first, aligned.length)
            if found is not None:
                return found, "cue-list"
        if pred.rule == "change-after":
            found = baselines.of_change_after(scene, site)
            if found is not None:
                return found, "change-after"
        if pred.base is not None:
            found = baselines.of_ratio(scene, pred)
            self._consume(pred.base[0], pred.base[1], index)
            if found is not None:
                return found, "ratio-of"
        compared = baselines.comparison(scene, site, self._governed_from(site))
        if compared is not None and not self._level_beside_change(site, pred, compared[0]):
            return self._taken(compared, index), "comparison"
        if pred.rule == "signed-list":
            found = baselines.of_signed_list(scene, site)
            if found is not None:
                return found, "signed-list"
        carried = self._carried(site, pred)
        if carried is not None:
            return carried, "carried"
        found = baselines.from_words(scene, site)
        if found is not None:
            return found, "from-words"
        if continues(site, self.alignment) and self.predicates[index - 1].kind == pred.kind:
            found = self.baselines[index - 1]
            if found is not None and found.value is None:
                return found, "list"
        told = baselines.trailing(scene, site, self._next_clause_free(site))
        if told is not None:
            return self._taken(told, index), "trailing"
        if index and self.sites[index - 1].sent is site.sent and index - 1 not in self.consumed:
            found = compared_values.told_before(scene, site, self.sites[index - 1])
            if found is not None:
                self.consumed[index - 1] = index
                return found, "told-before"
        return None, ""

    def _carried(self, site: Site, pred: Predicate) -> Baseline | None:
        """与上一代相比，性能提升18%，功耗降低36%: a comparison that is a clause by itself governs the changes that follow."""
        before = site.index - 1
        if before < 0 or pred.kind == "level" or self.sites[before].sent is not site.sent or self.rules[before] not in ("comparison", "carried"):
            return None
        told = self.baselines[before]
        if told is None or told.value is not None or self.predicates[before].kind == "level" or site.quantity.unit not in ("%", "x", "pp"):
            return None
        clause = next((each for each in site.sent.clauses if each.start <= told.start < each.end), None)
        if clause is None or clause.start >= self.sites[before].clause.start or _ALONE.search(self.scene.text[clause.start : clause.end]) is None:
            return None
        between = self.scene.text[clause.end : site.clause.start]
        return None if "；" in between or ";" in between or self.scene.entities_in(clause.end, site.quantity.lead) else told

    def _taken(self, told: tuple[Baseline, tuple[int, ...]], index: int) -> Baseline:
        for inner in told[1]:
            self.consumed.setdefault(inner, index)
        return told[0]

    def _level_beside_change(self, site: Site, pred: Predicate, baseline: Baseline) -> bool:
        """升21%至362亿元 after 同比: the comparison belongs to the change, not to the level that follows it."""
        if pred.kind != "level" or site.previous is None:
            return False
        before = self.scene.quantities[site.previous]
        return baseline.start < before.start and self.predicates[site.previous].kind in ("increase", "decrease")

    def _references(self) -> None:
        """去年同期为42亿元: a value told only for comparison goes to the nearest earlier level of its unit in the sentence."""
        for site in self.sites[1:]:
            if site.index in self.consumed or self.predicates[site.index].kind != "level":
                continue
            made = compared_values.told_for_comparison(self.scene, site)
            if made is None:
                continue
            target = self._compared_value(site, than=self.scene.text[site.left] in "较比")
            if target is None:
                continue
            known = self.baselines[target.index]
            if known is None or (known.value is None and self.rules[target.index] in ("trailing", "list", "")):
                self.baselines[target.index] = made
                self.rules[target.index] = "reference"
            self.consumed[site.index] = target.index
            self._parallel(site, target)

    def _parallel(self, site: Site, target: Site) -> None:
        """净利9.56亿,合每股75美分,上年同期为8.01亿,合每股62美分: what follows the two alike is compared as well."""
        if site.index + 1 >= len(self.sites) or target.index + 1 >= site.index:
            return
        mine, theirs = self.sites[target.index + 1], self.sites[site.index + 1]
        said = [self.scene.text[each.left : each.quantity.lead].strip() for each in (mine, theirs)]
        if said[0] and said[0] == said[1] and mine.quantity.unit == theirs.quantity.unit and theirs.sent.index == site.sent.index and self.baselines[mine.index] is None:
            first = self.baselines[target.index]
            kind = first.kind if first is not None else "prior-period"
            quantity = theirs.quantity
            self.baselines[mine.index] = Baseline(kind, self.scene.text[theirs.left : quantity.tail], theirs.left, quantity.tail, quantity.value, quantity.value_max, quantity.unit)
            self.rules[mine.index] = "reference"
            self.consumed[theirs.index] = mine.index

    def _compared_value(self, site: Site, *, than: bool) -> Site | None:
        other: Site | None = None  # of the unit, but of another order: 75美分 beside 8.01亿美元
        for index in range(site.index - 1, max(site.index - 5, -1), -1):
            before = self.sites[index]
            if before.sent.index != site.sent.index and not self._looks_back(site, before):
                return other
            if index in self.consumed or (self.predicates[index].kind != "level" and not (than and before.quantity.unit == site.quantity.unit == "%")):
                continue
            if before.quantity.unit == site.quantity.unit or site.quantity.unit is None:
                if _alike(before, site):
                    return before
                other = other or before
        return other

    def _looks_back(self, site: Site, before: Site) -> bool:
        """三年前这一块还不到10亿美元。 opens a sentence and speaks of the value in the sentence before."""
        if site.clause_index or site.sent.index - before.sent.index != 1 or site.sent.block != before.sent.block:
            return False
        run = self.scene.text[site.sent.start : site.quantity.lead]
        own = self.scene.entities_in(site.sent.start, site.quantity.lead) or self.scene.metrics_in(site.sent.start, site.quantity.lead)
        return not own and _LOOKS_BACK.search(run) is not None

    def _consume(self, start: int, end: int, index: int) -> None:
        for inner in self.scene.quantities_in(start, end):
            self.consumed.setdefault(inner, index)

    def _governed_from(self, site: Site) -> int:
        start = site.left
        aligned = self.alignment.get(site.index)
        if aligned is not None and aligned.first != site.index:
            start = self.sites[aligned.first].left
        if start == site.clause.start and site.clause_index > 0:
            before = site.sent.clauses[site.clause_index - 1]
            text = self.scene.text[before.start : before.end]
            if ("比" in text or "较" in text) and "；" not in self.scene.text[before.end : site.clause.start] and _COMPARES.search(text) and self._only_value_is_compared(before, site):
                start = before.start
        return start

    def _only_value_is_compared(self, before: Span, site: Site) -> bool:
        """No value stands in the clause, or one at its end that the site's is compared with: 相较行业平均的38%,其利用率达到76%."""
        inside = self.scene.quantities_in(before.start, before.end)
        if not len(inside):
            return True
        value = self.scene.quantities[inside[0]]
        if len(inside) == 1 and self.scene.text.endswith(("相比", "比较", "相较"), before.start, before.end) and self.predicates[site.index].kind in ("increase", "decrease"):
            return True  # 与去年同期的10亿元相比,增长了20%
        return len(inside) == 1 and value.unit == site.quantity.unit and baselines.VALUE_NOUN.fullmatch(self.scene.text, value.tail, before.end) is not None and self.predicates[inside[0]].kind == "level"

    def _next_clause_free(self, site: Site) -> bool:
        """The next clause holds no value of its own (a compared value may stand in it)."""
        order = site.clause_index + 1
        if order >= len(site.sent.clauses):
            return False
        return site.following is None and site.host is None
