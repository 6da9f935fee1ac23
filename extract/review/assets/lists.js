"use strict";
/* Below the card: the queue, the numbers that were kept out, the log of this claim. And the bars at the top. */
Z.TABS = ["queue", "numbers", "history"];

Z.showLists = () => {
  const { tab } = Z.state;
  const article = Z.shown();
  const counts = { queue: Z.state.queue.length, numbers: article?.keptOut?.length || 0, history: Z.claim()?.history.length || 0 };
  Z.$("list-tabs").replaceChildren(...Z.TABS.map((name) => Z.h("button", {
    type: "button", role: "tab", id: "list-tab-" + name, "aria-controls": "list", "aria-selected": String(name === tab), tabindex: name === tab ? "0" : "-1",
    onclick: () => { Z.state.tab = name; Z.showLists(); }, onkeydown: Z.tabKeys,
  }, Z.t("tab-" + name), " ", Z.h("span", { class: "count" }, counts[name] + (name === "queue" && Z.state.more ? "+" : "")))));
  const list = Z.$("list");
  list.setAttribute("aria-labelledby", "list-tab-" + tab);
  if (tab === "queue") Z.showQueue(list);
  else if (tab === "numbers") Z.showNumbers(list);
  else Z.showHistory(list);
};
Z.tabKeys = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.stopPropagation();
  event.preventDefault();
  const at = (Z.TABS.indexOf(Z.state.tab) + step + Z.TABS.length) % Z.TABS.length;
  Z.state.tab = Z.TABS[at];
  Z.showLists();
  Z.$("list-tab-" + Z.state.tab).focus();
};

/* Only the neighbourhood of the current claim is built: a long queue costs no more than a short one. */
Z.showQueue = (list) => {
  const { queue, current } = Z.state;
  const at = Math.max(0, queue.findIndex((item) => item.id === current));
  const from = Math.max(0, at - 8), to = Math.min(queue.length, at + 24);
  const rows = [];
  for (let place = from; place < to; place += 1) {
    const item = queue[place];
    if (place === from || queue[place - 1].article !== item.article) rows.push(Z.h("li", { class: "list-article", lang: "zh-CN" }, item.title || item.article));
    rows.push(Z.h("li", {}, Z.h("button", { type: "button", class: "list-item s-" + item.status, "aria-current": item.id === current ? "true" : null, onclick: Z.clicked(() => Z.go(item.id)) },
      Z.h("span", { class: "mark", "aria-label": Z.t("status-" + item.status) }, Z.marks[item.status]),
      Z.h("span", { class: "list-words", lang: "zh-CN" }, Z.h("b", {}, item.vendor || "—"), " ", item.metric),
      Z.h("span", { class: "list-quantity", lang: "zh-CN" }, item.quantity))));
  }
  list.replaceChildren(Z.h("ol", { class: "list-rows" }, rows));
};

/* The numbers that are no claims, each with the reason; one key (m) makes a claim of the current one. */
Z.showNumbers = (list) => {
  const article = Z.shown();
  const numbers = article?.keptOut || [];
  list.replaceChildren(
    numbers.length && !Z.backend.offline ? Z.h("p", { class: "soft hint" }, Z.t("numbers-hint")) : "",
    Z.h("ol", { class: "list-rows" }, numbers.map((number, at) => Z.h("li", { class: "number-row" },
      Z.h("button", { type: "button", class: "list-item", "aria-current": at === Z.state.number ? "true" : null, onclick: () => Z.goNumber(at) },
        Z.h("b", { lang: "zh-CN" }, number.text), Z.h("span", { class: "role" }, Z.t("role-" + number.role)), Z.h("span", { class: "list-words soft" }, number.why)),
      Z.backend.offline ? null : Z.h("button", { type: "button", class: "small", title: Z.t("act-make"), "aria-label": `${Z.t("act-make")}: ${number.text}`, onclick: Z.clicked(() => { Z.goNumber(at); return Z.act("make"); }) }, "+")))));
};
Z.goNumber = (at) => {
  const numbers = Z.shown()?.keptOut || [];
  if (!numbers.length) { Z.say(Z.t("no-numbers")); return; }
  Z.state.number = (at + numbers.length) % numbers.length;
  Z.state.tab = "numbers";
  const number = numbers[Z.state.number];
  const before = Z.articleView.draftRun;
  Z.articleView.draftRun = [number.start, number.end];
  Z.repaint([before, Z.articleView.draftRun].filter(Boolean));
  Z.scrollToRun(number.start);
  Z.showLists();
  Z.$("list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  Z.say(`${number.text} · ${Z.t("role-" + number.role)} · ${number.why}`);
};

Z.showHistory = (list) => {
  const rows = (Z.claim()?.history || []).filter((row) => Z.othersShown(Z.claim()) || row.reviewer === Z.me());
  list.replaceChildren(Z.h("ol", { class: "list-rows history" }, rows.slice().reverse().map((row) => Z.h("li", { class: row.undone ? "undone" : "" },
    Z.h("b", {}, row.reviewer), " ", Z.t("verdict-" + row.verdict), row.reason ? " · " + Z.reason(row.reason) : "", row.undone ? ` (${Z.t("undone")})` : "",
    Z.h("time", { datetime: row.at }, Z.ago(row.at))))));
};

/* ---------------------------------------------------------------------------------------------------------- the bars */

Z.showProgress = () => {
  const counts = Z.state.counts;
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const order = ["accepted", "edited", "rejected", "flagged", "skipped"];
  const done = order.slice(0, 3).reduce((sum, status) => sum + (counts[status] || 0), 0);
  const pace = Z.pace();
  const left = pace && counts.unreviewed ? Z.t("pace", { rate: pace.rate.toFixed(pace.rate < 10 ? 1 : 0), left: pace.left < 1 ? "<1" : Math.round(pace.left) }) : "";
  Z.$("progress").replaceChildren(
    Z.h("div", { class: "progress-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": String(total), "aria-valuenow": String(done), "aria-label": Z.t("progress") },
      order.map((status) => Z.h("i", { class: "s-" + status, title: `${Z.t("status-" + status)} ${counts[status] || 0}`, css: { width: total ? `${(100 * (counts[status] || 0)) / total}%` : "0" } }))),
    Z.h("span", { class: "progress-words" }, `${done} / ${total}`, left ? Z.h("span", { class: "soft" }, " · ", left) : null));
};

Z.showHere = () => {
  const me = Z.me();
  const others = Z.state.here.filter((each) => each.name !== me);
  Z.$("here").replaceChildren(
    Z.h("button", { type: "button", class: "person me", title: Z.t("your-name"), onclick: () => Z.askName() }, Z.h("span", { class: "face", "aria-hidden": "true" }, (me || "?").slice(0, 1)), me || Z.t("who-are-you")),
    ...others.map((each) => Z.h("span", { class: "person" + (each.at && each.at === Z.state.current ? " same" : ""), title: each.at && each.at === Z.state.current ? Z.t("same-claim") : Z.t("here-too") },
      Z.h("span", { class: "face", "aria-hidden": "true" }, each.name.slice(0, 1)), each.name)));
};

/* Filters. Each change goes to the address and gives a new queue. */
Z.showFilters = () => {
  const focused = Z.$("filters").contains(document.activeElement) ? document.activeElement : null;
  const held = focused && { name: focused.name, value: focused.value, typed: focused.tagName === "INPUT" && focused.value !== focused.defaultValue };
  Z.rebuilding = true;  /* an input that is taken away with the focus says that it changed */
  try { Z.buildFilters(); } finally { Z.rebuilding = false; }
  const again = held && held.name && Z.$("filters").elements[held.name];
  if (again) { again.focus({ preventScroll: true }); if (held.typed) again.value = held.value; }
};
Z.buildFilters = () => {
  const { view } = Z.state;
  const choices = Z.state.choices || {};
  const select = (name, options) => Z.h("label", {}, Z.h("span", {}, Z.t("filter-" + name)), Z.h("select", { name, class: (view[name] || "") !== (Z.DEFAULT[name] || "") ? "set" : "", onchange: (event) => Z.filter({ [name]: event.target.value }) },
    options.map(([value, words]) => Z.h("option", { value, selected: (view[name] || "") === value }, words))));
  const listed = (name) => {
    const found = (choices[name] || []).map(([value, count]) => [value, `${name === "flag" && Z.has("flag-" + value) ? Z.t("flag-" + value) : value} (${count})`]);
    if (view[name] && !found.some(([value]) => value === view[name])) found.unshift([view[name], view[name]]);
    return [["", Z.t("any")], ...found];
  };
  const typed = (name, type, attributes = {}) => Z.h("label", {}, Z.h("span", {}, Z.t("filter-" + name)), Z.h("input", { name, type, value: view[name] || "", class: view[name] ? "set" : "", onchange: (event) => Z.filter({ [name]: event.target.value.trim() }), ...attributes }));
  /* defaultValue tells what is applied, value what is typed */
  const changed = Z.VIEW.filter((name) => (view[name] || "") !== (Z.DEFAULT[name] || ""));
  const more = Z.state.moreFilters ?? ["flag", "rule", "source", "since", "until", "low", "high"].some((name) => view[name]);
  Z.$("filters").replaceChildren(...[
    select("order", ["unsure", "article", "newest"].map((order) => [order, Z.t("order-" + order)])),
    select("status", [["", Z.t("any")], ...["unreviewed", "accepted", "edited", "rejected", "flagged", "skipped"].map((status) => [status, Z.t("status-" + status)])]),
    select("vendor", listed("vendor")), select("metric", listed("metric")),
    typed("q", "search", { placeholder: Z.t("search"), class: "search" + (view.q ? " set" : ""), id: "search" }),
    select("by", [["anyone", Z.t("by-anyone")], ["me", Z.t("by-me")]]),
    Z.h("button", { type: "button", class: "small", "aria-expanded": String(more), onclick: () => { Z.state.moreFilters = !more; Z.showFilters(); } }, Z.t(more ? "fewer-filters" : "more-filters")),
    more ? [select("flag", listed("flag")), select("rule", listed("rule")), select("source", listed("source")), typed("since", "date"), typed("until", "date"),
      typed("low", "text", { inputmode: "decimal", size: "4", placeholder: "0" }), typed("high", "text", { inputmode: "decimal", size: "4", placeholder: "1" })] : "",
    view.article ? Z.h("button", { type: "button", class: "chip set", lang: "zh-CN", onclick: () => Z.filter({ article: "" }) }, (Z.shown() ? Z.titleOf(Z.shown()) : view.article), " ✕") : "",
    changed.length ? Z.h("button", { type: "button", class: "small", onclick: () => Z.filter({ ...Object.fromEntries(Z.VIEW.map((name) => [name, ""])), ...Z.DEFAULT }) }, Z.t("clear-filters")) : "",
    Z.h("button", { type: "button", class: "small batch", onclick: () => Z.askBatch() }, Z.t("batch")),
  ].flat());
};
Z.filter = (changes) => {
  if (Z.rebuilding || Object.entries(changes).every(([name, value]) => (Z.state.view[name] || "") === value)) return Z.line;
  Object.assign(Z.state.view, changes);
  return Z.queueUp(async () => {
    Z.state.current = null;
    Z.state.article = null;
    await Z.loadQueue();
    Z.writeAddress(true);
  });
};
