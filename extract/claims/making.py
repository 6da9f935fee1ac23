"""From quantities to claims: predicate, comparison, role, metric and vendor of each number, in text order."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.claims import baselines, context, ranking
from extract.claims.attach import Past, metric_candidates
from extract.claims.candidates import Candidate
from extract.claims.credit import PastCredit, credit_candidates
from extract.claims.credit_cues import owner_of, title_focus
from extract.claims.lists import Alignment, align
from extract.claims.predicates import Predicate, predicate
from extract.claims.ranking import best, explained, probability
from extract.claims.roles import claim_features, is_capability
from extract.claims.scene import Scene, Site
from extract.claims.subjects import subject_of
from extract.claims.unit_typing import typed
from extract.lexicon import Lexicon
from extract.segment.tags import tagger
from extract.types import Baseline, Claim, Credit, Document, Mentions, Metric, Period, Phrase, Quantity, Span

_LOOKS_BACK = re.compile(r"年前|月前|季前|先前|原先|此前|上年同期|去年同期|市场[^，,]{0,4}预期|分析师[^，,]{0,4}预期|再往前")
_BRACKET_CUES = frozenset(["同比", "环比", "同比增长", "同比下降", "同比增", "同比减", "同比减少", "同比增加", "环比增长", "环比下降", "年增", "年减", "季增", "季减", "月增", "月减", "按年升", "按年跌", "按年增", "YoY", "QoQ", "yoy", "qoq", "增长", "下降", "增", "降"])
_COORDINATION = re.compile("(?:[^，,；;。、\ue100-\ue107]|[\ue108\ue109]){1,8}(?:与|和|及|以及|、)")
_SHARE_METRIC = re.compile(r"(?:占比|份额|比重|渗透率|利用率|占有率|市占率|准确率|良率|毛利率|净利率)$")


class Making:
    """The work on one document. ``choices`` keeps the ranked candidates, for ``explain`` and for fitting the weights."""

    def __init__(self, document: Document, mentions: Mentions, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.scene = Scene(document, mentions, tagger(lexicon))
        self.sites = self.scene.sites
        self.alignment = align(self.scene)
        self.predicates: list[Predicate] = []
        self.baselines: list[Baseline | None] = []
        self.comparison_rule: list[str] = []
        self.consumed: dict[int, int] = {}  # quantity index -> site whose baseline it belongs to
        self.features: list[list[str]] = []
        self.certainty: list[float] = []
        self.choices: dict[int, dict[str, list[Candidate]]] = {}
        self.parts: dict[int, tuple[float, float, float, list[str]]] = {}
        self._predicates()
        self._comparisons()

    # ------------------------------------------------------------------------------------- predicate and baseline

    def _predicates(self) -> None:
        for site in self.sites:
            found = predicate(self.scene, site)
            if self._continues(site):
                before = self.predicates[site.index - 1]
                if found.rule == "level" and before.rule != "level" and site.quantity.kind is None:
                    found = replace(before, rule=f"{before.rule}+list", base=None)
            self.predicates.append(found)

    def _continues(self, site: Site) -> bool:
        """A list item that has nothing of its own before it: 42.81%和62.04%."""
        aligned = self.alignment.get(site.index)
        return aligned is not None and aligned.first != site.index

    def _comparisons(self) -> None:
        scene = self.scene
        for site in self.sites:
            pred = self.predicates[site.index]
            found: Baseline | None = None
            rule = ""
            changed = baselines.from_to(scene, site)
            if changed is not None and changed[1] not in self.consumed:
                found, rule = changed[0], "from-to"
                self.consumed[changed[1]] = site.index
            if found is None and pred.base is not None:
                found, rule = baselines.of_ratio(scene, pred), "ratio-of"
                self._consume(pred.base[0], pred.base[1], site.index)
            if found is None:
                compared = baselines.comparison(scene, site, self._governed_from(site))
                if compared is not None and not self._level_beside_change(site, pred, compared[0]):
                    found, rule = compared[0], "comparison"
                    for index in compared[1]:
                        self.consumed.setdefault(index, site.index)
            if found is None:
                found = baselines.from_words(scene, site)
                rule = "from-words" if found else ""
            if found is None and self._continues(site) and self.baselines[site.index - 1] is not None and self.predicates[site.index - 1].kind == pred.kind:
                before = self.baselines[site.index - 1]
                if before is not None and before.value is None:
                    found, rule = before, "list"
            if found is None:
                told = baselines.trailing(scene, site, self._next_clause_free(site))
                if told is not None:
                    found, rule = told[0], "trailing"
                    for index in told[1]:
                        self.consumed.setdefault(index, site.index)
            if found is None and site.index and self.sites[site.index - 1].sent.index == site.sent.index and site.index - 1 not in self.consumed:
                found = baselines.told_before(scene, site, self.sites[site.index - 1])
                if found is not None:
                    rule = "told-before"
                    self.consumed[site.index - 1] = site.index
            self.baselines.append(found)
            self.comparison_rule.append(rule)
        self._references()

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
            made = baselines.told_for_comparison(self.scene, site)
            if made is None:
                continue
            target = self._compared_value(site)
            if target is None:
                continue
            known = self.baselines[target.index]
            if known is None or (known.value is None and self.comparison_rule[target.index] in ("trailing", "list", "")):
                self.baselines[target.index] = made
                self.comparison_rule[target.index] = "reference"
            self.consumed[site.index] = target.index

    def _compared_value(self, site: Site) -> Site | None:
        for index in range(site.index - 1, max(site.index - 5, -1), -1):
            before = self.sites[index]
            if before.sent.index != site.sent.index and not self._looks_back(site, before):
                return None
            if index in self.consumed or self.predicates[index].kind != "level":
                continue
            if before.quantity.unit == site.quantity.unit or site.quantity.unit is None:
                return before
        return None

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
            if not len(self.scene.quantities_in(before.start, before.end)) and re.search(r"(?:相比|相较|比较|对比|比起来)$|^(?:而|且)?(?:相?较于?|相比|对比)[^，,]{1,16}$|^(?:同比|环比)$", text):
                start = before.start
        return start

    def _next_clause_free(self, site: Site) -> bool:
        """The next clause holds no value of its own (a compared value may stand in it)."""
        order = site.clause_index + 1
        if order >= len(site.sent.clauses):
            return False
        return site.following is None and site.host is None

    # ----------------------------------------------------------------------------------------------------- claims

    def claims(self) -> tuple[Claim, ...]:
        """The claims, in text order."""
        out: list[Claim] = []
        past: list[Past] = []
        credits: list[PastCredit] = []
        focus = title_focus(self.scene, self.lexicon)
        self._judge_numbers()
        for site in self.sites:
            pred = self.predicates[site.index]
            sure = self.certainty[site.index]
            if site.index in self.consumed or sure < 0.5:
                continue
            claim = self._claim(site, pred, past, credits, focus, sure)
            out.append(claim)
            past.append(Past(claim.metric, claim.unit, site.quantity.dimension, claim.kind, site.sent.index, site.clause_index, site.sent.block))
            credits.append(PastCredit(claim.vendor, site.sent.index, site.sent.block))
        return tuple(out)

    def _judge_numbers(self) -> None:
        """How sure it is of each quantity that it is a claim; the items of a list share the fate of the surest."""
        for site in self.sites:
            features = claim_features(self.scene, site, self.predicates[site.index])
            self.features.append(features)
            sure = probability("claim", features)
            if "tolerance" in site.quantity.flags:
                sure = 0.0
            elif is_capability(self.scene, site):
                sure = max(sure, 0.9)
            self.certainty.append(sure)
        for site in self.sites[1:]:
            if self._counted_together(self.sites[site.index - 1], site):
                both = max(self.certainty[site.index - 1], self.certainty[site.index])
                self.certainty[site.index - 1] = self.certainty[site.index] = both
        for index, aligned in self.alignment.items():
            members = range(aligned.first, aligned.first + aligned.length)
            if aligned.length > 2 and len({self.sites[m].quantity.unit for m in members}) == 1:
                self.certainty[index] = max(self.certainty[m] for m in members)

    def _counted_together(self, before: Site, site: Site) -> bool:
        """55个可用区与3200多个加速节点: two counts of a coordination are claims together or not at all."""
        if site.previous != before.index or {before.quantity.dimension, site.quantity.dimension} != {"count"}:
            return False
        gap = self.scene.flat[before.quantity.tail : site.quantity.lead]
        return _COORDINATION.fullmatch(gap) is not None

    def _claim(self, site: Site, pred: Predicate, past: list[Past], credits: list[PastCredit], focus: dict[str, int], sure: float) -> Claim:
        scene = self.scene
        baseline = self.baselines[site.index]
        aligned = self.alignment.get(site.index)
        metric, metric_sure, metric_why = self._metric(site, pred, baseline, aligned, past)
        vendor, vendor_sure, vendor_why = self._vendor(site, pred, baseline, aligned, credits, focus)
        kind = pred.kind
        amount = typed(site.quantity, metric.id, metric.text, scene.document.repaired.region, self.lexicon)
        value, value_max = amount.value, amount.value_max
        if kind in ("increase", "decrease") and value < 0:
            value, value_max = -value, -value_max if value_max is not None else None
        period: Period | None = context.period_of(scene, site, baseline)
        narrowing = None
        subject = subject_of(scene, site, metric, vendor, self.lexicon)
        if aligned is not None and aligned.phrase is not None:
            subject = Phrase(scene.text[aligned.phrase.start : aligned.phrase.end], *aligned.phrase)
        if baseline is not None and baseline.kind == "competitor" and vendor is not None and baseline.entity == vendor.id and self._names_product(baseline):
            baseline = replace(baseline, kind="prior-generation", entity=None)  # a rival of one's own is an earlier product
        scope: Phrase | None = context.scope_of(scene, site, narrowing)
        evidence = self._evidence(site, metric, baseline)
        rules = tuple(dict.fromkeys(r for r in (site.quantity.rule, pred.rule, self.comparison_rule[site.index], f"metric:{metric.how}", f"vendor:{vendor.how if vendor else 'nobody'}") if r))
        flags = [*amount.flags, *(f for f in site.quantity.flags if f in ("times-ambiguous", "bare-prefix", "currency-by-region"))]
        if site.quantity.unit == "x" and kind == "increase" and value >= 1 and site.quantity.kind is None:
            flags.append("times-ambiguous")
        if site.quantity.unit == "%" and kind == "level" and value > 100 and _SHARE_METRIC.search(metric.text):
            flags.append("share-over-100")
        flags += [f for f in scene.document.repaired.flags if f == "source-damaged"]
        shape = self._shape(site, pred, baseline, metric, vendor)
        self.parts[site.index] = (sure, metric_sure, vendor_sure, shape)
        confidence = round(ranking.confidence(sure, metric_sure, vendor_sure, shape), 3)
        return Claim(
            quantity=site.quantity, value=value, value_max=value_max, unit=amount.unit, comparator=site.quantity.comparator,
            kind=kind, metric=metric, vendor=vendor, subject=subject, baseline=baseline, period=period,
            modality=context.modality_of(scene, site), attribution=context.attribution_of(scene, site), scope=scope, evidence=evidence,
            confidence=confidence, flags=tuple(dict.fromkeys(flags)), rules=rules,
            features=(("claim", f"{sure:.2f}"), ("metric", metric_why), ("vendor", vendor_why)),
        )  # fmt: skip

    def _names_product(self, baseline: Baseline) -> bool:
        return any(e.kind == "product" for e in self.scene.entities_in(baseline.start, baseline.end))

    def _shape(self, site: Site, pred: Predicate, baseline: Baseline | None, metric: Metric, vendor: Credit | None) -> list[str]:
        """What else tells how sure a claim is: which rules made it."""
        quantity = site.quantity
        out = [f"pred={pred.rule}", f"comparison={self.comparison_rule[site.index] or 'none'}", f"metric={metric.how}"]
        out += [f"vendor={vendor.how if vendor else 'nobody'}", f"dim={quantity.dimension}", "registered" if metric.id else "unregistered"]
        if baseline is not None:
            out.append(f"baseline={baseline.kind}")
        return out + [f"flag={flag}" for flag in quantity.flags]

    def _metric(self, site: Site, pred: Predicate, baseline: Baseline | None, aligned: Alignment | None, past: list[Past]) -> tuple[Metric, float, str]:
        regions = self._regions(site, pred, baseline, aligned)
        candidates = metric_candidates(self.scene, site, pred, regions, past, self.lexicon)
        if aligned is not None and aligned.metric is not None:
            mention = aligned.metric
            return Metric(self.scene.text[mention.start : mention.end], mention.id, mention.name, "list", mention.start, mention.end), 0.9, "stands at the same place of the list"
        if aligned is not None and aligned.wording is not None:
            entry = self.lexicon.metric_of(aligned.wording, site.quantity.unit)
            place = site.quantity.lead
            return Metric(aligned.wording, entry.id if entry else None, entry.name if entry else None, "list", place, place), 0.9, "one half of a joint word"
        if aligned is not None and aligned.claim_offset is not None and aligned.length > 1:
            same = [p for p in past if p.sent == site.sent.index and p.kind == "level"]
            first = aligned.length - aligned.claim_offset
            heads = self._list_heads(site, aligned, same)
            if heads is not None:
                found = heads[first].metric
                return replace(found, how="list"), 0.9, "the claim at the same place of the list"
        host = self._host_claim(site, pred, past)
        if host is not None:
            return replace(host.metric, how="host-claim"), 0.9, "the claim whose value stands before the bracket"
        if is_capability(self.scene, site) and any(c.how == "after-phrase" for c in candidates):
            candidates = [c for c in candidates if not c.how.startswith("before")]  # the subject of 支持 is what supports
        top, share = best("metric", candidates)
        self.choices.setdefault(site.index, {})["metric"] = candidates
        return Metric(top.text or "数值", top.id, top.name, top.how, top.start, top.end), share, explained("metric", top)

    def _host_claim(self, site: Site, pred: Predicate, past: list[Past]) -> Past | None:
        """259.5亿元(+24.4%), 37.8亿元(同比增长28%): the change in the bracket is the change of the value before it."""
        if site.host is None or not past or pred.kind not in ("increase", "decrease"):
            return None
        if pred.rule != "bracket-signed" and self.scene.text[site.left : site.quantity.lead].strip("约近超逾 ") not in _BRACKET_CUES:
            return None
        last = past[-1]
        return last if last.sent == site.sent.index and last.clause == site.clause_index else None

    def _list_heads(self, site: Site, aligned: Alignment, same: list[Past]) -> list[Past] | None:
        """同比分别增长42%和62% after two levels: each change belongs to one of them."""
        before = [p for p in same if p.clause < site.clause_index]
        if len(before) >= aligned.length:
            chosen = before[-aligned.length :]
            if len({p.metric.text for p in chosen}) == aligned.length:
                return chosen
        return None

    def _regions(self, site: Site, pred: Predicate, baseline: Baseline | None, aligned: Alignment | None) -> list[Span]:
        left = site.left
        if aligned is not None and aligned.first != site.index:
            first = self.sites[aligned.first]
            left = first.left
            end = min(self.predicates[aligned.first].start, first.quantity.lead)
            return [Span(site.left, site.quantity.lead), Span(left, end)]
        end = pred.start
        rule = self.comparison_rule[site.index]
        if baseline is None or baseline.start < left or baseline.start > site.quantity.lead or rule in ("list", "trailing", "reference"):
            return [Span(left, end)]
        start = baseline.start
        text = self.scene.text
        while start > left and text[start - 1] in "从由自较比与跟和同相于对了至":
            start -= 1
        if rule == "from-to":
            return [Span(left, start)]
        return [Span(left, start), Span(min(baseline.end, end), end)] if end > baseline.end else [Span(left, start)]

    def _vendor(self, site: Site, pred: Predicate, baseline: Baseline | None, aligned: Alignment | None, credits: list[PastCredit], focus: dict[str, int]) -> tuple[Credit | None, float, str]:
        if aligned is not None and aligned.entity is not None:
            entity = aligned.entity
            vendor, name = owner_of(entity, self.lexicon)
            return Credit(vendor, name, self.scene.text[entity.start : entity.end], "list", entity.start, entity.end), 0.95, "stands at the same place of the list"
        if site.host is not None and pred.kind in ("increase", "decrease") and credits and credits[-1].sent == site.sent.index and (pred.rule == "bracket-signed" or self.scene.text[site.left : site.quantity.lead].strip("约近超逾 ") in _BRACKET_CUES):
            said = credits[-1].credit
            return (replace(said, how="host-claim") if said else None), 0.9, "the claim whose value stands before the bracket"
        candidates = credit_candidates(self.scene, site, pred, baseline, credits, self.lexicon, focus)
        top, share = best("vendor", candidates)
        certain = next((c for c in candidates if {"cascade=former-latter", "cascade=joint"} & set(c.features)), None)
        if certain is not None:  # the words leave no choice
            top, share = certain, 0.9
        self.choices.setdefault(site.index, {})["vendor"] = candidates
        why = explained("vendor", top)
        if not top.text and top.id is None:
            return None, share, why
        return Credit(top.id, top.name or top.text, top.text, top.how, top.start, top.end), share, why

    def _evidence(self, site: Site, metric: Metric, baseline: Baseline | None) -> Span:
        quantity: Quantity = site.quantity
        start, end = quantity.lead, quantity.tail
        for part in (metric, baseline):
            if part is not None and part.end > part.start and site.sent.start <= part.start and part.end <= site.sent.end:
                start, end = min(start, part.start), max(end, part.end)
        return Span(start, end)
