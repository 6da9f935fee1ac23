"""From quantities to claims: predicate, comparison, role, metric and vendor of each number, in text order."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.claims import context, ranking
from extract.claims.attach import metric_candidates
from extract.claims.candidates import Candidate
from extract.claims.comparing import Comparisons
from extract.claims.credit import PastCredit, credit_candidates
from extract.claims.credit_cues import owner_of, title_focus
from extract.claims.lists import Alignment, align, continues
from extract.claims.metric_earlier import Past
from extract.claims.predicates import Predicate, predicate
from extract.claims.ranking import best, explained, probability
from extract.claims.roles import claim_features, is_capability, is_outcome, scoped_why
from extract.claims.scene import Scene, Site
from extract.claims.subjects import subject_of
from extract.claims.topics import Topics
from extract.claims.unit_typing import currency_told, typed
from extract.lexicon import Lexicon
from extract.segment.tags import tagger
from extract.types import Baseline, Claim, Credit, Document, Mentions, Metric, Modality, Period, Phrase, Quantity, Span

_BRACKET_CUES = frozenset(["同比", "环比", "同比增长", "同比下降", "同比增", "同比减", "同比减少", "同比增加", "环比增长", "环比下降", "年增", "年减", "季增", "季减", "月增", "月减", "按年升", "按年跌", "按年增", "YoY", "QoQ", "yoy", "qoq", "增长", "下降", "增", "降"])
_COORDINATION = re.compile("的?(?:[^，,；;。、\ue100-\ue107]|[\ue108\ue109]){1,8}(?:与|和|及|以及|、)")
_SAYS_WHEN = re.compile(r"\d{2,4}年|[明后下]|未来|今后")  # a bare 9月 may as well be the last one
_ENDS_AT = re.compile("(?:左右|以上|\ue10a)*(?:至|到|达到?)(?:了|约|近|逾|超过?|\ue10a)*")
_BOUNDS = frozenset(["", "且", "并", "并且", "但", "、", "和", "而"])
_CERTAIN = frozenset(["cascade=former-latter", "cascade=joint", "cascade=own-item"])
_REACH = 6  # how many values back a comparison of the sentence still matters
_TOLD_FLAGS = frozenset(["times-ambiguous", "bare-prefix", "currency-by-region"])  # of the number, told of the claim too
_SHARE_METRIC = re.compile(r"(?:占比|份额|比重|渗透率|利用率|占有率|市占率|准确率|良率|毛利率|净利率)$")


class Making:
    """The work on one document. ``choices`` keeps the ranked candidates, for ``explain`` and for fitting the weights."""

    def __init__(self, document: Document, mentions: Mentions, lexicon: Lexicon, *, explain: bool = True) -> None:
        self.explain = explain
        self.lexicon = lexicon
        self.scene = Scene(document, mentions, tagger(lexicon))
        self.sites = self.scene.sites
        self.alignment = align(self.scene, lexicon)
        self.predicates: list[Predicate] = []
        self.features: list[list[str]] = []
        self.certainty: list[float] = []
        self.choices: dict[int, dict[str, list[Candidate]]] = {}
        self.told: tuple[Phrase | None, str | None, int] | None = None  # the subject of the claim before, whose, where
        self.damage = [flag for flag in document.repaired.flags if flag == "source-damaged"]
        self.parts: dict[int, tuple[float, float, float, list[str]]] = {}
        self._predicates()
        compared = Comparisons(self.scene, self.predicates, self.alignment)
        self.baselines, self.comparison_rule, self.consumed = compared.baselines, compared.rules, compared.consumed

    # ------------------------------------------------------------------------------------- predicate and baseline

    def _predicates(self) -> None:
        for site in self.sites:
            found = predicate(self.scene, site)
            if continues(site, self.alignment):
                before = self.predicates[site.index - 1]
                if found.rule == "level" and before.rule != "level" and site.quantity.kind is None:
                    found = replace(before, rule=f"{before.rule}+list", base=None)
            self.predicates.append(found)

    # ----------------------------------------------------------------------------------------------------- claims

    def claims(self) -> tuple[Claim, ...]:
        """The claims, in text order."""
        out: list[Claim] = []
        past: list[Past] = []
        credits: list[PastCredit] = []
        focus = title_focus(self.scene, self.lexicon)
        self.topics = Topics(self.scene, self.lexicon, focus)
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
            if "tolerance" in site.quantity.flags or scoped_why(features):
                sure = 0.0
            elif is_capability(self.scene, site) or is_outcome(self.scene, site):
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
        if site.previous != before.index or site.host is not None:
            return False
        gap = self.scene.flat[before.quantity.tail : site.quantity.lead]
        if gap.strip() in ("/", "／") and before.quantity.unit and site.quantity.unit:
            return True  # 400MW/1600MWh
        if before.quantity.comparator in (">", ">=") and site.quantity.comparator in ("<", "<=") and before.quantity.unit == site.quantity.unit and gap.strip("，, ") in _BOUNDS:
            return True  # 不低于50亿元且不超过100亿元
        return _COORDINATION.fullmatch(gap) is not None

    def _claim(self, site: Site, pred: Predicate, past: list[Past], credits: list[PastCredit], focus: dict[str, int], sure: float) -> Claim:
        scene = self.scene
        baseline = self.baselines[site.index]
        aligned = self.alignment.get(site.index)
        metric, metric_sure, metric_why = self._metric(site, pred, baseline, aligned, past)
        vendor, vendor_sure, vendor_why = self._vendor(site, pred, baseline, aligned, credits, focus)
        kind = pred.kind
        amount = typed(site.quantity, metric.id, metric.text, scene.document.repaired.region, self.lexicon, currency_told(scene, site))
        value, value_max = amount.value, amount.value_max
        if kind in ("increase", "decrease") and value < 0 and (value_max is None or value_max <= 0):
            value, value_max = (-value, None) if value_max is None else (-value_max, -value)
        period: Period | None = context.period_of(scene, site, self._compared_in(site))
        if aligned is not None and aligned.period is not None:
            period = aligned.period
        modality = self._modality(site, period)
        subject = subject_of(scene, site, metric, vendor, baseline, self.told)
        if aligned is not None and aligned.phrase is not None:
            subject = Phrase(scene.text[aligned.phrase.start : aligned.phrase.end], *aligned.phrase)
        if baseline is not None and baseline.kind == "competitor" and vendor is not None and baseline.entity == vendor.id and self._names_product(baseline):
            baseline = replace(baseline, kind="prior-generation", entity=None)  # a rival of one's own is an earlier product
        scope: Phrase | None = context.scope_of(scene, site)
        evidence = self._evidence(site, metric, baseline)
        flags = [*amount.flags, *(f for f in site.quantity.flags if f in _TOLD_FLAGS)] if site.quantity.flags else list(amount.flags)
        if site.quantity.unit == "x" and kind == "increase" and value >= 1 and site.quantity.kind is None:
            flags.append("times-ambiguous")
        if site.quantity.unit == "%" and kind == "level" and value > 100 and _SHARE_METRIC.search(metric.text):
            flags.append("share-over-100")
        flags += self.damage
        shape = self._shape(site, pred, baseline, metric, vendor)
        self.parts[site.index] = (sure, metric_sure, vendor_sure, shape)
        confidence = round(ranking.confidence(sure, metric_sure, vendor_sure, shape), 3)
        named = subject is not None and any(e.kind == "product" and e.start == subject.start for e in scene.entities_in(subject.start, subject.end))
        self.told = subject if named else None, (vendor.id or vendor.name) if vendor else None, site.sent.index
        return Claim(
            quantity=site.quantity, value=value, value_max=value_max, unit=amount.unit, comparator=site.quantity.comparator,
            kind=kind, metric=metric, vendor=vendor, subject=subject, baseline=baseline, period=period,
            modality=modality, attribution=context.attribution_of(scene, site), scope=scope, evidence=evidence,
            confidence=confidence, flags=tuple(dict.fromkeys(flags)), rules=self._rules(site, pred, metric, vendor),
            features=(("claim", f"{sure:.2f}"), ("metric", metric_why), ("vendor", vendor_why)),
        )  # fmt: skip

    def _rules(self, site: Site, pred: Predicate, metric: Metric, vendor: Credit | None) -> tuple[str, ...]:
        """The names of the rules that made the claim, each once."""
        out = [site.quantity.rule] if site.quantity.rule else []
        for rule in (pred.rule, self.comparison_rule[site.index]):
            if rule and rule not in out:
                out.append(rule)
        return (*out, f"metric:{metric.how}", f"vendor:{vendor.how if vendor else 'nobody'}")

    def _compared_in(self, site: Site) -> list[Baseline]:
        """What the values of the site's sentence are compared with: a date in there is no period of a value's own."""
        out = [found for found in self.baselines[max(0, site.index - _REACH) : site.index + 1] if found is not None]
        return [found for found in out if found.start >= site.sent.start]

    def _not_subjects(self, site: Site) -> list[Baseline]:
        """Baselines whose names are nobody's subject; 前者 and 后者 may take up one of an earlier value's."""
        told = self._compared_in(site)
        points = self.scene.text.find("者", site.sent.start, site.quantity.lead) >= 0
        return [each for each in told if each is self.baselines[site.index]] if points else told

    def _modality(self, site: Site, period: Period | None) -> Modality:
        """What the words say; a value of a time to come is no fact even without a word."""
        found = context.modality_of(self.scene, site)
        published = self.scene.document.article.published
        if found == "asserted" and period is not None and period.first is not None and published is not None and period.first > published and _SAYS_WHEN.search(self.scene.text, period.start, period.end):
            run = self.scene.text[site.sent.start : site.quantity.lead]
            return "target" if context.PLAN.search(run) else "forecast"
        return found

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
        changed = self._change_before(site, pred, past)
        if changed is not None:
            return replace(changed.metric, how="same-change"), 0.9, "the claim whose change ends at this level"
        host = self._host_claim(site, pred, past)
        if host is not None:
            return replace(host.metric, how="host-claim"), 0.9, "the claim whose value stands before the bracket"
        if any(c.how == "after-phrase" for c in candidates) and is_capability(self.scene, site):
            candidates = [c for c in candidates if not c.how.startswith("before")]  # the subject of 支持 is what supports
        top, share = best("metric", candidates)
        self.choices.setdefault(site.index, {})["metric"] = candidates
        return Metric(top.text or "数值", top.id, top.name, top.how, top.start, top.end), share, explained("metric", top) if self.explain else ""

    def _change_before(self, site: Site, pred: Predicate, past: list[Past]) -> Past | None:
        """终端业务增长15%至90亿元: the level that a change ends at is the level of what changed."""
        if not past or site.previous is None or pred.kind != "level":
            return None
        last = past[-1]
        if last.sent != site.sent.index or last.clause != site.clause_index or last.kind not in ("increase", "decrease"):
            return None
        return last if _ENDS_AT.fullmatch(self.scene.flat, self.scene.quantities[site.previous].tail, site.quantity.lead) else None

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
        candidates = credit_candidates(self.scene, site, pred, self._not_subjects(site), credits, self.lexicon, focus, self.topics)
        top, share = best("vendor", candidates)
        certain = next((c for c in candidates if not _CERTAIN.isdisjoint(c.features)), None)
        if certain is not None:  # the words leave no choice
            top, share = certain, 0.9
        self.choices.setdefault(site.index, {})["vendor"] = candidates
        why = explained("vendor", top) if self.explain else ""
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
