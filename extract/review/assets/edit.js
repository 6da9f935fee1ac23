"use strict";
/* Editing a claim, adding one, splitting one, merging two: one form, with one draft or two.

Z.state.editing = { drafts: [record], at: 0, kind, claim, other }. What is typed is kept in the browser until it is saved. */
Z.FORM = [
  ["vendor", [["vendor.name", "complete", "vendor"], ["vendor.text", "span"]]],
  ["subject", [["subject", "span"]]],
  ["metric", [["metric.text", "span"], ["metric.name", "complete", "metric"]]],
  ["value", [["quantity.text", "amount"], ["comparator", "choice", ["=", "~", ">", ">=", "<", "<="]], ["value", "number"], ["value_max", "number"], ["unit", "complete", "unit"]]],
  ["kind", [["kind", "choice", ["level", "increase", "decrease", "ratio"]], ["modality", "choice", ["asserted", "forecast", "target", "denied"]]]],
  ["baseline", [["baseline.kind", "choice", ["", "previous-value", "prior-period", "prior-generation", "industry-average", "competitor", "conventional", "expectation"]], ["baseline.text", "span"], ["baseline.value", "number"], ["baseline.value_max", "number"], ["baseline.unit", "complete", "unit"], ["baseline.entity", "complete", "vendor"]]],
  ["period", [["period.text", "span"], ["period.start", "day"], ["period.end", "day"]]],
  ["scope", [["scope", "span"]]],
  ["attribution", [["attribution", "span"]]],
  ["evidence", [["evidence.text", "run"]]],
];
Z.get = (record, path) => path.split(".").reduce((held, name) => (held === null || held === undefined ? null : held[name]), record);
Z.EMPTY = {
  vendor: { id: null, name: "", text: "", how: "reviewer" }, baseline: { kind: "previous-value", text: "", value: null, value_max: null, unit: null, entity: null },
  period: { text: "", start: null, end: null },
};
Z.set = (record, path, value) => {
  const [head, inner] = path.split(".");
  if (!inner) { record[head] = value; return; }
  if (record[head] === null) record[head] = { ...Z.EMPTY[head] };
  record[head][inner] = value;
};
Z.copy = (value) => JSON.parse(JSON.stringify(value));

Z.startEdit = async (kind, drafts, claim, other = null) => {
  const key = claim ? claim.id : `${kind}:${drafts[0].article}:${drafts[0].quantity.start}`;
  const held = kind === "edit" ? await Z.vault.draft(key) : null;
  Z.state.editing = { kind, drafts: held ? held.drafts : Z.copy(drafts), at: 0, claim, other, key, before: Z.copy(drafts), resumed: !!held };
  Z.asking = false;
  Z.showEditor(true);
  if (held) Z.say(Z.t("draft-resumed"));
};
Z.keepDraft = (editing, wanted) => { Z.vault.keepDraft(editing.key, wanted ? { drafts: Z.copy(editing.drafts) } : null).catch(() => {}); };
Z.leaveEdit = (forget = false) => {
  const { editing } = Z.state;
  if (!editing) return;
  const changed = JSON.stringify(editing.drafts) !== JSON.stringify(editing.before);
  if (editing.kind === "edit") Z.keepDraft(editing, changed && !forget);
  Z.state.editing = null;
  Z.articleView.draftRun = null;
  Z.render();
  if (changed && !forget && editing.kind === "edit") Z.say(Z.t("draft-kept"));
};

Z.showEditor = (focus = false) => {
  const { editing } = Z.state;
  const record = editing.drafts[editing.at];
  const card = Z.$("card");
  card.className = "card editing";
  const form = Z.h("form", { class: "edit-form", autocomplete: "off", novalidate: true, "aria-label": Z.t("edit-" + editing.kind), onsubmit: (event) => { event.preventDefault(); Z.saveEdit(); } });
  form.append(Z.h("div", { class: "card-top" }, Z.h("b", {}, Z.t("edit-" + editing.kind)), Z.h("span", { class: "soft" }, Z.t("edit-hint"))));
  if (editing.drafts.length > 1) {
    form.append(Z.h("div", { class: "draft-tabs", role: "tablist" }, editing.drafts.map((draft, at) => Z.h("button", { type: "button", role: "tab", "aria-selected": String(at === editing.at), onclick: () => { editing.at = at; Z.showEditor(true); } }, `${at + 1} · ${draft.quantity.text}`))));
  }
  for (const [field, inputs] of Z.FORM) {
    form.append(Z.h("fieldset", { class: "f-" + field, data: { field } },
      Z.h("legend", {}, Z.h("i", { "aria-hidden": "true" }), Z.t("field-" + field)),
      Z.h("div", { class: "inputs inputs-" + inputs.length }, inputs.map(([path, type, more]) => Z.input(record, field, path, type, more)))));
  }
  form.append(Z.h("p", { class: "form-problem", role: "alert", id: "form-problem" }));
  form.append(Z.h("div", { class: "actions main-actions" },
    Z.h("button", { type: "submit", class: "act act-accept" }, Z.h("span", {}, Z.t("save")), Z.h("kbd", { "aria-hidden": "true" }, "Enter")),
    Z.h("button", { type: "button", class: "act", onclick: () => Z.leaveEdit() }, Z.h("span", {}, Z.t("leave-edit")), Z.h("kbd", { "aria-hidden": "true" }, "Esc"))));
  card.replaceChildren(form);
  Z.editor = form;
  Z.showDraftParts();
  if (focus) {
    const wanted = !record.metric.text ? "metric.text" : editing.kind === "edit" ? "vendor.name" : "quantity.text";
    const first = form.querySelector(`[name="${wanted}"]`);
    first.focus();
    first.select?.();
  }
};

Z.input = (record, field, path, type, more) => {
  const value = Z.get(record, path);
  const id = "edit-" + path.replace(".", "-");
  const label = Z.t("input-" + path);
  const common = { id, name: path, "aria-label": `${Z.t("field-" + field)}: ${label}`, lang: "zh-CN", data: { field, type } };
  let control;
  if (type === "choice") {
    control = Z.h("select", { ...common, onchange: () => Z.typed(control) }, more.map((choice) => Z.h("option", { value: choice, selected: (value || "") === choice }, choice === "" ? "—" : Z.t(Z.choiceKey(path, choice)))));
  } else {
    control = Z.h("input", { ...common, type: "text", value: value === null ? "" : String(value), placeholder: label, inputmode: type === "number" ? "decimal" : null, readonly: type === "run", oninput: () => Z.typed(control) });
    if (type === "complete") Z.completing(control, more);
  }
  const box = Z.h("label", { class: `input type-${type} in-${path.replace(".", "-")}` }, Z.h("span", { class: "input-name" }, label), control);
  if (type === "amount") box.append(Z.h("output", { class: "meaning", id: "meaning", for: id }, Z.meaning(record)));
  if (path === "vendor.name" || path === "metric.name") box.append(Z.h("output", { class: "meaning", id: `known-${field}` }, Z.get(record, `${field}.id`) || ""));
  return box;
};
Z.choiceKey = (path, choice) => (path === "comparator" ? "comparator-" + choice : `${path.split(".")[0]}-${choice}`);
Z.meaning = (record) => "= " + Z.signs[record.comparator] + (record.value === null ? "" : Z.amount(record.value, record.value_max, record.unit));

/* Something was typed or picked: the draft follows, and what it means is shown. */
Z.typed = (control) => {
  const { editing } = Z.state;
  const record = editing.drafts[editing.at];
  const path = control.name;
  const text = control.value.trim();
  Z.$("form-problem").textContent = "";
  if (path === "quantity.text") { Z.readQuantity(text); return; }
  if (control.dataset.type === "number") {
    const number = text === "" ? null : Number(text.replace(/[,，\s\u2009]/g, ""));
    control.setAttribute("aria-invalid", String(Number.isNaN(number)));
    Z.set(record, path, Number.isNaN(number) ? null : number);
  } else if (path === "vendor.name") {
    if (text === "") record.vendor = null;
    else {
      const own = record.vendor && record.vendor.text && record.vendor.text !== record.vendor.name && !editing.follows;
      editing.follows = !own;  /* how it is written follows the name until it is told otherwise */
      record.vendor = { id: null, name: text, text: own ? record.vendor.text : text, how: "reviewer" };
      Z.lookUp("vendor", text);
    }
  } else if (path === "metric.name") {
    record.metric.id = null;
    record.metric.name = text || null;
    if (text) Z.lookUp("metric", text);
  } else if (path === "metric.text") {
    record.metric.text = text;
    record.metric.id = null;
    record.metric.name = null;
    if (text) Z.lookUp("metric", text);
  } else if (path === "baseline.kind" && text === "") record.baseline = null;
  else if (path === "period.text" && text === "") record.period = null;
  else if (path.includes(".") && text === "" && record[path.split(".")[0]] === null) { /* nothing stays nothing */ }
  else if (path === "vendor.text") { editing.follows = false; if (record.vendor) record.vendor.text = text; }
  else if (path === "baseline.text") { Z.set(record, path, text); Z.readBaseline(text); }
  else Z.set(record, path, text === "" ? null : text);
  Z.afterTyping(path);
};
Z.afterTyping = (path) => {
  const { editing } = Z.state;
  const record = editing.drafts[editing.at];
  Z.fillInputs(path);
  if (Z.$("meaning")) Z.$("meaning").textContent = Z.meaning(record);
  if (editing.kind === "edit") Z.keepDraft(editing, true);
  clearTimeout(Z.afterTyping.timer);
  Z.afterTyping.timer = setTimeout(Z.showDraftParts, 250);
};
/* The other inputs show what the draft became. */
Z.fillInputs = (but) => {
  const record = Z.state.editing.drafts[Z.state.editing.at];
  for (const control of Z.editor.elements) {
    if (!control.name || control.name === but) continue;
    const value = Z.get(record, control.name);
    const text = value === null || value === undefined ? "" : String(value);
    const same = control.value.trim() === text || (control.dataset.type === "number" && control.value !== "" && Number(control.value) === value);
    if (!same && !Z.composing.now) control.value = text;
  }
  for (const field of ["vendor", "metric"]) { const known = Z.$(`known-${field}`); if (known) known.textContent = Z.get(record, `${field}.id`) || Z.t("unregistered"); }
};

Z.later = (key, wait, work) => { clearTimeout(Z.later[key]); Z.later[key] = setTimeout(work, wait); };
/* `3.2亿元` becomes 320000000 CNY while it is typed. */
Z.readQuantity = (text) => Z.later("quantity", 120, async () => {
  const { editing } = Z.state;
  if (!editing || !text) return;
  const found = await Z.backend.amount(text, editing.drafts[0].article);
  if (Z.state.editing !== editing) return;
  const record = editing.drafts[editing.at];
  if (!found) { Z.$("meaning").textContent = Z.t("no-quantity"); return; }
  Object.assign(record, { value: found.value, value_max: found.value_max, unit: found.unit, comparator: found.comparator });
  if (found.kind) record.kind = found.kind;
  Z.afterTyping("quantity.text");
});
Z.readBaseline = (text) => Z.later("baseline", 160, async () => {
  const { editing } = Z.state;
  if (!editing || !text) return;
  const found = await Z.backend.amount(text, editing.drafts[0].article);
  if (Z.state.editing !== editing || !found) return;
  Object.assign(editing.drafts[editing.at].baseline, { value: found.value, value_max: found.value_max, unit: found.unit });
  Z.afterTyping("baseline.text");
});
/* A name that the registry knows exactly is that entry. */
Z.lookUp = (kind, text) => Z.later("look-" + kind, 150, async () => {
  const { editing } = Z.state;
  const offers = await Z.backend.complete(kind, text);
  if (!editing || Z.state.editing !== editing) return;
  const record = editing.drafts[editing.at];
  const held = record[kind];
  if (!held || (kind === "vendor" ? held.name !== text : held.text !== text && held.name !== text)) return;
  const found = offers.find((offer) => offer.name === text) || (offers[0] && offers[0].exact ? offers[0] : null);
  if (found) { held.id = found.id; held.name = found.name; Z.afterTyping(`${kind}.${kind === "vendor" ? "name" : "text"}`); }
});

Z.showDraftParts = async () => {
  const { editing } = Z.state;
  if (!editing) return;
  const record = editing.drafts[editing.at];
  const article = Z.state.articles.get(record.article);
  if (!article) return;
  let parts = {};
  try { parts = await Z.backend.places(record.article, record); } catch { parts = {}; }
  if (Z.state.editing !== editing) return;
  Z.showArticle(article, editing.claim, parts);
  Z.showFar();
};

/* Text selected in the article goes into the field that has the focus. */
Z.pick = async (run) => {
  const { editing } = Z.state;
  const control = Z.editor.contains(document.activeElement) ? document.activeElement : Z.lastInput;
  const field = control && control.dataset ? control.dataset.field : "value";
  const record = editing.drafts[editing.at];
  const text = Z.textOf(run);
  const into = (name, value) => { const input = Z.editor.elements[name]; input.value = value; Z.typed(input); };
  if (field === "value" || field === "unit" || field === "kind") {
    record.quantity = { text: Z.articleView.article.points.slice(...run), start: run[0], end: run[1] };
    if (record.evidence.start > run[0] || record.evidence.end < run[1]) Z.pickEvidence(record, [Math.min(record.evidence.start, run[0]), Math.max(record.evidence.end, run[1])]);
    Z.editor.elements["quantity.text"].value = text;
    Z.readQuantity(text);
  } else if (field === "evidence") Z.pickEvidence(record, run);
  else if (field === "vendor") {
    const written = record.vendor ? { ...record.vendor, text } : { id: null, name: text, text, how: "reviewer" };
    record.vendor = written;
    const offers = await Z.backend.complete("vendor", text);
    const found = offers.find((offer) => offer.name === text) || (offers.length && offers[0].exact ? offers[0] : null);
    if (found) Object.assign(record.vendor, { id: found.id, name: found.name });
    else if (!written.id) Object.assign(record.vendor, { name: text });
  } else if (field === "baseline" && control.name === "baseline.entity") into("baseline.entity", text);
  else if (field === "baseline") { if (!record.baseline) record.baseline = { ...Z.EMPTY.baseline }; into("baseline.text", text); }
  else if (field === "period") { if (!record.period) record.period = { ...Z.EMPTY.period }; into("period.text", text); }
  else into(field === "metric" ? "metric.text" : field, text);
  Z.afterTyping("");
  Z.fillInputs("");
  getSelection().removeAllRanges();
};
Z.pickEvidence = (record, run) => { record.evidence = { text: Z.textOf(run), start: run[0], end: run[1] }; };

Z.saveEdit = async () => {
  const { editing } = Z.state;
  if (!editing) return;
  await new Promise((done) => setTimeout(done, 0));
  for (const record of editing.drafts) {
    const problem = !record.metric.text ? "metric" : record.value === null ? "value" : record.baseline && !record.baseline.text ? "baseline" : record.period && !record.period.text ? "period" : null;
    if (problem) {
      editing.at = editing.drafts.indexOf(record);
      Z.$("form-problem").textContent = Z.t("fill-in", { field: Z.t("field-" + problem) });
      Z.editor.querySelector(`fieldset[data-field="${problem}"] input, fieldset[data-field="${problem}"] select`).focus();
      return;
    }
  }
  const items = Z.itemsOf(editing);
  const done = await Z.decideItems(items, editing.claim, (error) => { const box = Z.$("form-problem"); if (box) box.textContent = error.message; });
  if (done) {
    Z.keepDraft(editing, false);
    Z.state.editing = null;
    Z.articleView.draftRun = null;
    await Z.afterDecision(done, editing.claim, editing.kind === "edit" ? "edit" : editing.kind);
  }
};
/* What is sent: the corrected claim; with a split the second half as a new claim; with a merge the other claim rejected. */
Z.itemsOf = ({ kind, drafts, claim, other }) => {
  const edit = (record) => ({ verdict: "edit", record: claim.id, after: record, seen: Z.seen(claim), original: Z.state.view.by === "me" });
  if (kind === "add") return [{ verdict: "edit", record: null, after: drafts[0], reason: "missed" }];
  if (kind === "split") return [edit(drafts[0]), { verdict: "edit", record: null, after: drafts[1], reason: "split" }];
  if (kind === "merge") return [edit(drafts[0]), { verdict: "reject", record: other.id, reason: "merged", seen: Z.seen(other) }];
  return [edit(drafts[0])];
};
Z.seen = (claim) => (Z.state.view.by === "me" ? null : claim.seen);

/* ------------------------------------------------------------------------------------------------------- completing */

Z.completing = (input, kind) => {
  const list = Z.h("ul", { class: "offers", role: "listbox", id: input.id + "-offers", hidden: true });
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }).forEach(([name, value]) => input.setAttribute(name, value));
  let offers = [], at = -1;
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const show = () => {
    list.replaceChildren(...offers.map((offer, place) => Z.h("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === at), onmousedown: (event) => { event.preventDefault(); choose(place); } },
      Z.h("span", { lang: "zh-CN" }, offer.name), Z.h("code", {}, offer.id), offer.hint ? Z.h("small", {}, offer.hint) : null)));
    list.hidden = offers.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) { input.setAttribute("aria-activedescendant", `${list.id}-${at}`); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const choose = (place) => {
    const { editing } = Z.state;
    const record = editing.drafts[editing.at];
    const offer = offers[place];
    if (input.name === "vendor.name") record.vendor = { id: offer.id, name: offer.name, text: record.vendor && record.vendor.text ? record.vendor.text : offer.name, how: "reviewer" };
    else if (input.name === "metric.name") Object.assign(record.metric, { id: offer.id, name: offer.name });
    else Z.set(record, input.name, kind === "unit" ? offer.name : offer.id);
    input.value = input.name.endsWith(".name") ? offer.name : kind === "unit" ? offer.name : offer.id;
    close();
    Z.afterTyping(input.name);
  };
  input.addEventListener("input", () => Z.later("offers", 60, async () => {
    const typed = input.value.trim();
    offers = typed && document.activeElement === input ? await Z.backend.complete(kind, typed) : [];
    at = -1;
    show();
  }));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (Z.composing(event) || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
      show();
    } else if (event.key === "Enter" && at >= 0) choose(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  setTimeout(() => input.after(list), 0);
};
