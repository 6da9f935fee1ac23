"use strict";
/* The other pages: articles, disagreements with Cohen's kappa, how often each rule is right, the log. */
Z.open = (page) => {
  if (Z.state.editing) Z.leaveEdit();
  Z.state.page = page;
  Z.writeAddress(true);
  Z.showPage();
  if (page !== "review") return;
  if (Z.state.articles.size) Z.render();
  else Z.loadQueue(Z.state.current);
};
Z.showPage = () => {
  const { page } = Z.state;
  const review = page === "review";
  Z.$("review").hidden = !review;
  Z.$("filters").hidden = !review;
  Z.$("page").hidden = review;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.dataset.page === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (review) return;
  const show = { articles: Z.showArticles, disputes: Z.showDisputes, rules: Z.showRules, log: Z.showLog }[page];
  if (!show) { Z.open("review"); return; }
  Z.$("page").replaceChildren(Z.h("p", { class: "soft" }, Z.t("loading")));
  show(Z.$("page")).catch((error) => Z.$("page").replaceChildren(Z.h("p", { class: "form-problem" }, error.message)));
};
Z.keyOnPage = (event) => {
  if (event.key === "Escape") { event.preventDefault(); Z.open("review"); }
  else if (event.key === "?") { event.preventDefault(); Z.showHelp(); }
  else if (Z.state.page === "disputes") Z.keyOnDisputes(event);
};

Z.table = (heads, rows, attributes = {}) => Z.h("div", { class: "table-box" }, Z.h("table", { class: "table", ...attributes },
  Z.h("thead", {}, Z.h("tr", {}, heads.map((head) => Z.h("th", { scope: "col" }, head)))), Z.h("tbody", {}, rows)));

Z.showArticles = async (page) => {
  const articles = await Z.backend.articles();
  page.replaceChildren(Z.h("h2", {}, Z.t("page-articles")), Z.table(["title-head", "publisher", "published", "claims", "decided"].map((key) => Z.t("head-" + key)), articles.map((each) => Z.h("tr", {},
    Z.h("td", { lang: "zh-CN" }, Z.h("a", { href: Z.addressOf({ ...Z.DEFAULT, status: "", order: "article", article: each.id }), onclick: (event) => { event.preventDefault(); Z.openArticle(each.id); } }, each.title || each.id)),
    Z.h("td", { lang: "zh-CN" }, each.publisher || ""), Z.h("td", {}, each.published || ""), Z.h("td", { class: "number" }, each.claims),
    Z.h("td", { class: "number" }, Z.h("span", { class: "meter wide", "aria-hidden": "true" }, Z.h("i", { css: { width: each.claims ? `${(100 * each.decided) / each.claims}%` : "0" } })), ` ${each.decided || 0}`)))));
};
Z.openArticle = async (id) => {
  Z.state.page = "review";
  Z.showPage();
  await Z.filter({ ...Object.fromEntries(Z.VIEW.map((name) => [name, ""])), status: "", order: "article", by: Z.state.view.by, article: id });
};

/* ---------------------------------------------------------------------------------------------------- disagreements */

Z.showDisputes = async (page) => {
  const found = await Z.backend.disputes();
  Z.state.disputes = found.claims;
  Z.state.disputeAt = 0;
  Z.disputeCount(found.total);
  page.replaceChildren(
    Z.h("h2", {}, Z.t("page-disputes")), Z.h("p", { class: "soft" }, Z.t("disputes-hint")),
    found.claims.length ? Z.h("ol", { class: "disputes" }, found.claims.map(Z.dispute)) : Z.h("p", { class: "calm" }, Z.t("no-disputes")),
    Z.h("h2", {}, Z.t("agreement")), ...Z.agreement(found.agreement));
  Z.focusDispute(0);
};
Z.disputeCount = (count) => { const box = Z.$("disputes-count"); box.hidden = !count; box.textContent = count; };
Z.dispute = (claim) => {
  const decided = claim.opinions.filter((each) => ["accept", "edit", "reject"].includes(each.verdict));
  return Z.h("li", { class: "dispute", tabindex: "-1", data: { claim: claim.id } },
    Z.h("p", { class: "dispute-text", lang: "zh-CN" }, Z.marked(claim)),
    Z.h("div", { class: "sides" }, decided.map((opinion, at) => Z.h("div", { class: "side s-" + opinion.status },
      Z.h("p", {}, Z.h("b", {}, opinion.reviewer), " ", Z.marks[opinion.status], " ", Z.t("status-" + opinion.status), opinion.reason ? " · " + Z.reason(opinion.reason) : "", Z.h("time", { datetime: opinion.at }, Z.ago(opinion.at))),
      opinion.says ? Z.h("dl", { class: "rows" }, claim.disagree.filter((field) => field !== "verdict").map((field) => [Z.h("dt", { class: "f-" + field }, Z.h("i", { "aria-hidden": "true" }), Z.t("field-" + field)), Z.h("dd", { lang: "zh-CN" }, Z.fieldWords(opinion.says, field))]), claim.disagree.length === 1 && claim.disagree[0] === "verdict" ? [Z.h("dt", {}, Z.t("claim")), Z.h("dd", { lang: "zh-CN" }, Z.inWords(opinion.says))] : null) : Z.h("p", { class: "soft" }, Z.t("not-held")),
      Z.h("button", { type: "button", class: "act", onclick: Z.clicked(() => Z.settle(claim, opinion)) }, Z.h("span", {}, Z.t("side-with", { who: opinion.reviewer })), Z.h("kbd", { "aria-hidden": "true" }, at + 1))))),
    Z.h("p", { class: "more-actions" }, Z.h("button", { type: "button", class: "act", onclick: Z.clicked(() => Z.openClaim(claim)) }, Z.t("open-claim"), " ", Z.h("kbd", { "aria-hidden": "true" }, "Enter"))));
};
Z.marked = (claim) => {
  const { text } = claim.record.evidence;
  const quantity = claim.record.quantity.text;
  const sentence = claim.sentence || text;
  const at = sentence.indexOf(quantity);
  return at < 0 ? [sentence] : [sentence.slice(0, at), Z.h("mark", { class: "f-value" }, quantity), sentence.slice(at + quantity.length)];
};
Z.fieldWords = (record, field) => {
  if (field === "vendor") return record.vendor ? `${record.vendor.name}${record.vendor.id ? ` (${record.vendor.id})` : ""}` : "—";
  if (field === "metric") return `${record.metric.text}${record.metric.id ? ` (${record.metric.id})` : ""}`;
  if (field === "value") return Z.amount(record.value, record.value_max, record.unit);
  if (field === "baseline") return record.baseline ? `${record.baseline.text} · ${Z.t("baseline-" + record.baseline.kind)} ${Z.amount(record.baseline.value, record.baseline.value_max, record.baseline.unit)}` : "—";
  if (field === "period") return record.period ? `${record.period.text} (${record.period.start || "…"} — ${record.period.end || "…"})` : "—";
  if (field === "kind" || field === "modality") return Z.t(`${field}-${record[field]}`);
  return record[field] === null || record[field] === undefined ? "—" : String(record[field]);
};
Z.focusDispute = (at) => {
  const rows = [...document.querySelectorAll(".dispute")];
  if (!rows.length) return;
  Z.state.disputeAt = Math.max(0, Math.min(rows.length - 1, at));
  rows.forEach((row, place) => row.classList.toggle("current", place === Z.state.disputeAt));
  rows[Z.state.disputeAt].focus({ preventScroll: true });
  rows[Z.state.disputeAt].scrollIntoView({ block: "nearest" });
};
Z.keyOnDisputes = (event) => {
  const claim = (Z.state.disputes || [])[Z.state.disputeAt];
  if (event.key === "j" || event.key === "ArrowDown") Z.do(event, () => Z.focusDispute(Z.state.disputeAt + 1));
  else if (event.key === "k" || event.key === "ArrowUp") Z.do(event, () => Z.focusDispute(Z.state.disputeAt - 1));
  else if (event.key === "u" || event.key === "Backspace") Z.do(event, async () => { await Z.backend.undo(); Z.state.articles.clear(); Z.showPage(); });
  else if (claim && /^[1-9]$/.test(event.key)) {
    const opinion = claim.opinions.filter((each) => ["accept", "edit", "reject"].includes(each.verdict))[Number(event.key) - 1];
    if (opinion) Z.do(event, () => Z.settle(claim, opinion));
  } else if (claim && event.key === "Enter" && event.target.tagName !== "BUTTON") Z.do(event, () => Z.openClaim(claim));
};
/* One side is held right from now on; both opinions stay in the log. */
Z.settle = async (claim, opinion) => {
  const extracted = JSON.stringify(Z.said(opinion.says || claim.record)) === JSON.stringify(Z.said(claim.original || claim.record));
  const item = { record: claim.id, reason: "adjudicated", seen: claim.seen, original: true };
  const items = [opinion.says === null ? { ...item, verdict: "reject" } : extracted ? { ...item, verdict: "accept" } : { ...item, verdict: "edit", after: opinion.says }];
  const done = await Z.decideItems(items, claim);
  if (!done) return;
  Z.state.articles.clear();
  Z.say(Z.t("settled", { who: opinion.reviewer }));
  await Z.showDisputes(Z.$("page"));
};
Z.openClaim = async (claim) => {
  Z.state.page = "review";
  Z.showPage();
  Object.assign(Z.state.view, { ...Object.fromEntries(Z.VIEW.map((name) => [name, ""])), status: "", order: "article", by: "anyone", article: claim.article });
  Z.state.article = null;
  await Z.loadQueue(claim.id);
  Z.writeAddress(true);
};
Z.agreement = (pairs) => {
  if (!pairs.length) return [Z.h("p", { class: "soft" }, Z.t("no-agreement"))];
  const people = [...new Map(pairs.map((each) => [`${each.one}\n${each.other}`, [each.one, each.other]])).values()];
  return [Z.h("p", { class: "soft" }, Z.t("agreement-hint")), ...people.map(([one, other]) => Z.h("section", {},
    Z.h("h3", {}, `${one} · ${other}`),
    Z.table(["field", "both", "same", "kappa"].map((key) => Z.t("head-" + key)), pairs.filter((each) => each.one === one && each.other === other).map((each) => Z.h("tr", {},
      Z.h("td", { class: "f-" + each.field }, Z.t("field-" + each.field)), Z.h("td", { class: "number" }, each.both),
      Z.h("td", { class: "number" }, `${each.same} (${Math.round((100 * each.same) / each.both)}%)`),
      Z.h("td", { class: "number" }, each.kappa === null ? Z.h("span", { class: "soft", title: Z.t("kappa-none") }, "—") : each.kappa.toFixed(2)))), { class: "table kappa" })))];
};

/* -------------------------------------------------------------------------------------------------------- rules, log */

Z.showRules = async (page) => {
  const rules = await Z.backend.rules();
  const percent = (share) => (share === null ? "—" : `${Math.round(100 * share)}%`);
  page.replaceChildren(Z.h("h2", {}, Z.t("page-rules")), Z.h("p", { class: "soft" }, Z.t("rules-hint")),
    rules.length ? Z.table(["rule", "decided", "right", "interval", "edited", "rejected", "wrong"].map((key) => Z.t("head-" + key)), rules.map((each) => Z.h("tr", {},
      Z.h("td", {}, Z.h("a", { href: Z.addressOf({ ...Z.DEFAULT, status: "", rule: each.rule }), onclick: (event) => { event.preventDefault(); Z.state.page = "review"; Z.showPage(); Z.filter({ ...Z.DEFAULT, status: "", rule: each.rule }); } }, Z.h("code", {}, each.rule))),
      Z.h("td", { class: "number" }, each.decided), Z.h("td", { class: "number" }, Z.h("span", { class: "meter wide", "aria-hidden": "true" }, Z.h("i", { css: { width: percent(each.right) } })), " ", percent(each.right)),
      Z.h("td", { class: "number soft" }, `${percent(each.low)}–${percent(each.high)}`), Z.h("td", { class: "number" }, each.edited), Z.h("td", { class: "number" }, each.rejected),
      Z.h("td", {}, Object.entries(each.wrong).map(([what, count]) => Z.h("span", { class: "chip" }, `${Z.has("reason-" + what) ? Z.t("reason-" + what) : Z.t("field-" + what)} ${count}`)))))) : Z.h("p", { class: "calm" }, Z.t("no-decisions")));
};

Z.showLog = async (page) => {
  const rows = await Z.backend.log();
  const body = Z.h("tbody", {});
  const add = (more) => body.append(...more.map((row) => Z.h("tr", { class: row.undone ? "undone" : "" },
    Z.h("td", { class: "number" }, row.seq), Z.h("td", {}, Z.h("time", { datetime: row.at, title: row.at }, Z.ago(row.at))), Z.h("td", {}, row.reviewer),
    Z.h("td", {}, Z.t("verdict-" + row.verdict), row.reason ? ` · ${Z.reason(row.reason)}` : ""),
    Z.h("td", { lang: "zh-CN" }, [row.vendor, row.metric, row.quantity].filter(Boolean).join(" ")),
    Z.h("td", {}, row.reviewer === Z.me() && !row.undone && row.verdict !== "undo" ? Z.h("button", { type: "button", class: "small", onclick: async () => { try { await Z.backend.undo(row.id); Z.state.articles.clear(); Z.showPage(); } catch (error) { Z.trouble(error.message); } } }, Z.t("act-undo")) : row.undone ? Z.t("undone") : ""))));
  add(rows);
  const more = Z.h("button", { type: "button", class: "act", hidden: rows.length < 200, onclick: async () => { const last = Number(body.lastElementChild.firstElementChild.textContent); const next = await Z.backend.log(last); add(next); more.hidden = next.length < 200; } }, Z.t("older"));
  page.replaceChildren(Z.h("h2", {}, Z.t("page-log")), Z.h("p", { class: "soft" }, Z.t("log-hint")), Z.h("p", {}, Z.h("button", { type: "button", class: "act", onclick: () => Z.backend.exportLog() }, Z.t("export-decisions"))),
    rows.length ? Z.h("div", { class: "table-box" }, Z.h("table", { class: "table" }, Z.h("thead", {}, Z.h("tr", {}, ["seq", "when", "reviewer", "verdict", "claim", "undo"].map((key) => Z.h("th", { scope: "col" }, Z.t("head-" + key))))), body)) : Z.h("p", { class: "calm" }, Z.t("no-decisions")), more);
};
