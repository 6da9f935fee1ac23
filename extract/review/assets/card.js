"use strict";
/* The claim card: each field as written and as it was understood, how sure, why, and what reviewers said. */
Z.showCard = () => {
  const card = Z.$("card");
  if (Z.state.editing) return Z.showEditor();
  const claim = Z.claim();
  card.className = "card";
  if (!claim) { card.replaceChildren(...Z.emptyCard()); return; }
  const record = Z.recordOf(claim);
  const status = Z.statusOf(claim);
  card.classList.add("s-" + status);
  card.setAttribute("aria-label", Z.inWords(record));
  card.replaceChildren(...[
    Z.cardTop(claim, record, status),
    Z.headline(record),
    Z.rows(claim, record),
    Z.chips(claim, record),
    Z.voices(claim),
    Z.why(claim, record),
    Z.asking ? Z.reasons() : Z.actions(claim),
  ].filter(Boolean));
};

Z.emptyCard = () => {
  const article = Z.shown();
  const words = [];
  if (article && !article.claims.length) words.push(Z.h("p", {}, Z.t("no-claims-here")));
  else if (Z.state.queue.length) words.push(Z.h("p", {}, Z.t("queue-done")));
  else words.push(Z.h("p", { class: "calm" }, Z.t("queue-empty")));
  const counts = Z.state.counts;
  const links = ["skipped", "flagged", "rejected"].filter((status) => counts[status])
    .map((status) => Z.h("a", { href: Z.addressOf({ ...Z.state.view, status }), class: "button s-" + status }, `${Z.t("status-" + status)} ${counts[status]}`));
  const all = Z.h("a", { href: Z.addressOf({ ...Z.state.view, status: "" }), class: "button" }, Z.t("show-all"));
  return [...words, Z.h("p", { class: "links" }, links, all), Z.h("p", { class: "soft" }, Z.t("add-hint")), Z.h("div", { class: "actions" }, Z.button("undo"))];
};

Z.inWords = (record) => [
  record.vendor ? record.vendor.name : Z.t("nobody"), record.metric.name || record.metric.text, Z.t("kind-" + record.kind),
  Z.signs[record.comparator] + Z.amount(record.value, record.value_max, record.unit), record.baseline ? Z.t("against", { text: record.baseline.text }) : "",
].filter(Boolean).join(" ");

Z.cardTop = (claim, record, status) => {
  const at = Z.state.queue.findIndex((item) => item.id === claim.id);
  const inArticle = claim.at ? claim.at.claims.indexOf(claim) + 1 : 0;
  const sure = Math.round(record.confidence * 100);
  return Z.h("div", { class: "card-top" },
    Z.h("span", { class: "place" }, at >= 0 ? `${at + 1} / ${Z.state.queue.length}` : Z.t("outside"), Z.h("small", {}, Z.t("in-article", { n: inArticle, of: claim.at ? claim.at.claims.length : 0 }))),
    Z.h("span", { class: "status s-" + status }, Z.h("span", { "aria-hidden": "true" }, Z.marks[status]), " ", Z.t("status-" + status)),
    Z.h("span", { class: "sure", title: Z.t("confidence-hint") }, Z.t("confidence"), " ",
      Z.h("span", { class: "meter", "aria-hidden": "true" }, Z.h("i", { css: { width: `${sure}%` } })), " ", `${sure}%`));
};

Z.headline = (record) => Z.h("div", { class: "headline", lang: "zh-CN" },
  Z.h("p", { class: "who" }, record.vendor ? record.vendor.name : Z.t("nobody"), record.subject ? Z.h("span", { class: "soft" }, " · ", record.subject) : null),
  Z.h("p", { class: "what" }, record.metric.name || record.metric.text),
  Z.h("p", { class: "much" },
    record.kind !== "level" ? Z.h("span", { class: "arrow", title: Z.t("kind-" + record.kind) }, Z.arrows[record.kind]) : null,
    Z.signs[record.comparator] ? Z.h("span", { class: "sign", title: Z.t("comparator") }, Z.signs[record.comparator]) : null,
    Z.h("b", {}, Math.abs(record.value) >= 1e4 ? Z.readable(record.value) : Z.group(record.value), record.value_max !== null ? "–" + (Math.abs(record.value_max) >= 1e4 ? Z.readable(record.value_max) : Z.group(record.value_max)) : ""),
    record.unit ? Z.h("span", { class: "unit" }, record.unit) : null,
    record.baseline ? Z.h("span", { class: "against f-baseline" }, Z.t("against", { text: "" }), record.baseline.value !== null ? Z.amount(record.baseline.value, record.baseline.value_max, record.baseline.unit) : record.baseline.text) : null));

/* One line for each field: its colour, its name, the words of the text, an arrow, what they were understood as. */
Z.rows = (claim, record) => {
  const { vendor, metric, baseline, period, derived } = record;
  const changed = new Set(claim.original && Z.othersShown(claim) ? Z.changedFields(claim.original, record) : []);
  const rows = [];
  const row = (field, raw, canonical, note, key = field) => rows.push(Z.row(claim, field, raw, canonical, note, changed.has(key)));
  row("vendor", vendor ? vendor.text || vendor.name : Z.t("nobody"), vendor ? [vendor.name, vendor.id ? Z.h("code", {}, vendor.id) : Z.unknown("vendor", vendor.name, claim)] : null, vendor ? Z.how(vendor.how) : null);
  if (record.subject) row("subject", record.subject, null, null);
  row("metric", metric.text, [metric.name && metric.name !== metric.text ? metric.name : null, metric.id ? Z.h("code", {}, metric.id) : Z.unknown("metric", metric.text, claim)], null);
  const base = derived.si_unit && derived.si_unit !== record.unit && derived.si_value !== null && derived.si_value !== record.value ? `${Z.group(derived.si_value)} ${derived.si_unit === "1" ? "" : derived.si_unit}` : null;
  const { start, end } = record.quantity;
  row("value", claim.at ? Z.textOf([start, end], claim.at) : record.quantity.text, Z.signs[record.comparator] + Z.amount(record.value, record.value_max, ""), base ? "= " + base.trim() : null);
  row("unit", record.unit || "—", null, null);
  if (record.kind !== "level" || changed.has("kind")) row("kind", Z.t("kind-" + record.kind), null, derived.factor !== null ? `×${Z.group(derived.factor)}` : null);
  if (baseline) {
    row("baseline", baseline.text, [baseline.value !== null ? Z.amount(baseline.value, baseline.value_max, baseline.unit) : null, baseline.entity ? Z.h("code", {}, baseline.entity) : null], Z.t("baseline-" + baseline.kind));
  } else row("baseline", "—", null, null);
  if (period) row("period", period.text, period.start || period.end ? `${period.start || "…"} — ${period.end || "…"}` : null, null);
  if (record.scope) row("scope", record.scope, null, null);
  if (record.attribution) row("attribution", record.attribution, null, null);
  return Z.h("dl", { class: "rows" }, rows);
};
Z.row = (claim, field, raw, canonical, note, changed) => {
  const run = (claim.parts[field] || [])[0];
  const shown = [canonical].flat().filter(Boolean);
  const value = Z.h("dd", {},
    run
      ? Z.h("button", { type: "button", class: "raw", lang: "zh-CN", title: Z.t("go-there"), onclick: () => { Z.scrollToRun(run[0]); Z.flash(field); } }, raw)
      : Z.h("span", { class: "raw", lang: "zh-CN" }, raw),
    claim.guessed.includes(field) ? Z.h("span", { class: "guess", title: Z.t("guessed-hint") }, "?") : null,
    shown.length ? [Z.h("span", { class: "to", "aria-hidden": "true" }, "→"), Z.h("span", { class: "canonical" }, shown.flatMap((each) => [each, " "]))] : null,
    note ? Z.h("span", { class: "note" }, note) : null,
    changed ? Z.h("span", { class: "changed", title: Z.t("corrected-hint") }, Z.t("corrected")) : null);
  return [Z.h("dt", { class: "f-" + field, data: { field } }, Z.h("i", { "aria-hidden": "true" }), Z.t("field-" + field)), value];
};
/* How credit was found: `earlier-clause-2` is two clauses before. */
Z.how = (how) => {
  const [, name, back] = /^(.*?)(?:-(\d+|far))?$/s.exec(how);
  const key = "how-" + name;
  if (!Z.has(key)) return how;
  return Z.t(key) + (back && back !== "1" ? (back === "far" ? Z.t("how-far") : Z.t("how-back", { n: back })) : "");
};
Z.unknown = (kind, name, claim) => Z.backend.offline
  ? Z.h("span", { class: "chip" }, Z.t("unregistered"))
  : Z.h("button", { type: "button", class: kind === "vendor" ? "chip warn" : "chip", title: Z.t("register-hint"), onclick: () => Z.askWord(kind, name, claim) }, Z.t("unregistered"), " +");

Z.flash = (field) => {
  for (const piece of document.querySelectorAll(`#article .part.f-${field}`)) {
    piece.classList.remove("flash");
    void piece.offsetWidth;
    piece.classList.add("flash");
  }
};

Z.chips = (claim, record) => {
  const chips = record.flags.map((flag) => Z.h("span", { class: "chip" }, Z.has("flag-" + flag) ? Z.t("flag-" + flag) : flag));
  if (record.modality !== "asserted") chips.unshift(Z.h("span", { class: "chip" }, Z.t("modality-" + record.modality)));
  if (claim.changed_figure) chips.unshift(Z.h("span", { class: "chip warn" }, Z.t("changed-figure")));
  if (claim.origin === "reviewer") chips.unshift(Z.h("span", { class: "chip" }, Z.t("added-by-reviewer")));
  return chips.length ? Z.h("p", { class: "chips" }, chips) : null;
};

/* What reviewers said of it, and their comments. */
Z.voices = (claim) => {
  const lines = [];
  if (Z.othersShown(claim)) {
    for (const each of claim.opinions) {
      lines.push(Z.h("li", { class: "s-" + each.status }, Z.h("b", {}, Z.marks[each.status], " ", each.reviewer), " ", Z.t("status-" + each.status),
        each.fields.length ? ` (${each.fields.map((field) => Z.t("field-" + field)).join("、")})` : "", each.reason ? " · " + Z.reason(each.reason) : "", Z.h("time", { datetime: each.at }, Z.ago(each.at))));
    }
    for (const each of claim.history) if (each.verdict === "comment" && !each.undone) lines.push(Z.h("li", { class: "comment" }, Z.h("b", {}, "“ ", each.reviewer), " ", each.reason || "", Z.h("time", { datetime: each.at }, Z.ago(each.at))));
    if (claim.disagree.length) lines.unshift(Z.h("li", { class: "disputed" }, "⇄ ", Z.t("disputed", { fields: claim.disagree.map((field) => Z.t("field-" + field)).join("、") })));
  } else if (claim.opinions.length) lines.push(Z.h("li", { class: "soft" }, Z.t("others-hidden", { n: claim.opinions.length })));
  return lines.length ? Z.h("ul", { class: "voices" }, lines) : null;
};

Z.why = (claim, record) => Z.h("details", { class: "why", open: Z.kept("why", false), ontoggle: (event) => Z.keep("why", event.target.open) },
  Z.h("summary", {}, Z.t("derivation"), Z.h("kbd", {}, "d")),
  Z.h("blockquote", { lang: "zh-CN" }, record.evidence.text),
  Z.h("ol", { class: "rules" }, record.rules.map((rule) => Z.h("li", {}, Z.h("code", {}, rule)))),
  claim.trail.length ? Z.h("dl", { class: "trail" }, claim.trail.map(([name, seen]) => [Z.h("dt", {}, name), Z.h("dd", {}, seen)])) : null,
  Z.h("p", { class: "soft" }, record.extractor, " · ", Z.h("code", {}, claim.id)));

Z.button = (action, extra = {}) => Z.h("button", { type: "button", class: "act act-" + action, "aria-keyshortcuts": Z.keyOf(action), onclick: Z.clicked(() => Z.act(action)), ...extra },
  Z.h("span", {}, Z.t("act-" + action)), Z.h("kbd", { "aria-hidden": "true" }, Z.keyName(Z.keyOf(action))));

Z.actions = (claim) => Z.h("div", { class: "actions" },
  Z.h("div", { class: "main-actions" }, ["accept", "reject", "skip", "edit"].map((action) => Z.button(action))),
  Z.h("div", { class: "more-actions" }, ["flag", "comment", ...(Z.backend.offline ? [] : ["split", "merge"]), "undo"].map((action) => Z.button(action))));

/* After x: one digit gives the reason. */
Z.REASONS = ["wrong-vendor", "wrong-value", "wrong-unit", "wrong-baseline", "not-a-claim", "duplicate", "hedged", "comment-text", "other"];
Z.asking = false;
Z.reasons = () => Z.h("div", { class: "actions reasons", role: "group", "aria-label": Z.t("why-reject") },
  Z.h("p", { class: "ask" }, Z.t("why-reject"), Z.h("span", { class: "soft" }, Z.t("why-reject-hint"))),
  Z.h("div", { class: "reason-grid" }, Z.REASONS.map((reason, at) => Z.h("button", { type: "button", class: "act", "aria-keyshortcuts": String(at + 1), onclick: Z.clicked(() => Z.reject(reason)) },
    Z.h("kbd", { "aria-hidden": "true" }, at + 1), Z.h("span", {}, Z.t("reason-" + reason))))),
  Z.h("div", { class: "more-actions" },
    Z.h("button", { type: "button", class: "act", onclick: Z.clicked(() => Z.reject(null)) }, Z.h("span", {}, Z.t("no-reason")), Z.h("kbd", { "aria-hidden": "true" }, "Enter")),
    Z.h("button", { type: "button", class: "act", onclick: () => Z.stopAsking() }, Z.h("span", {}, Z.t("cancel")), Z.h("kbd", { "aria-hidden": "true" }, "Esc"))));

/* Fields in which two records say something else. */
Z.said = (record) => ({
  vendor: record.vendor ? record.vendor.id || record.vendor.name : null, subject: record.subject, metric: record.metric.id || record.metric.text,
  value: [record.value, record.value_max], unit: record.unit, kind: record.kind, comparator: record.comparator,
  baseline: record.baseline ? [record.baseline.kind, record.baseline.value, record.baseline.value_max, record.baseline.unit, record.baseline.entity] : null,
  period: record.period ? [record.period.start, record.period.end] : null, scope: record.scope, modality: record.modality, attribution: record.attribution,
});
Z.changedFields = (one, other) => {
  const [left, right] = [Z.said(one), Z.said(other)];
  return Object.keys(left).filter((field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]));
};
