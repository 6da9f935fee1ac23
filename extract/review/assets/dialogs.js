"use strict";
/* Questions and answers in front of the page: name, help and keys, comment, conflict, batch, a word for the lexicon, files. */
Z.dialog = (title, content, buttons, attributes = {}) => new Promise((answer) => {
  const box = Z.h("dialog", { class: "dialog", "aria-label": title, ...attributes });
  const close = (value) => { box.close(); box.remove(); answer(value); };
  const form = Z.h("form", { method: "dialog", autocomplete: "off", onsubmit: (event) => { event.preventDefault(); const first = buttons.find((each) => each.main) || buttons[0]; if (first) first.act(close, form); } },
    Z.h("h2", {}, title), content,
    Z.h("div", { class: "dialog-buttons" }, buttons.map((each) => Z.h("button", { type: each.main ? "submit" : "button", class: each.main ? "act act-accept" : "act", autofocus: each.first, onclick: each.main ? null : () => each.act(close, form) }, each.text))));
  box.append(form);
  box.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && event.target.tagName === "SELECT") { event.preventDefault(); form.requestSubmit(); }
  });
  document.body.append(box);
  box.showModal();
  box.querySelector("[autofocus]")?.focus();
});
Z.closing = (value) => (close) => close(value);

Z.askName = async () => {
  const input = Z.h("input", { name: "name", type: "text", maxlength: "40", value: Z.me(), autofocus: true, required: true, "aria-label": Z.t("your-name") });
  const name = await Z.dialog(Z.t("your-name"), [Z.h("p", { class: "soft" }, Z.t("name-hint")), input], [
    { text: Z.t("save"), main: true, act: (close) => { const made = input.value.trim(); if (made) close(made); } },
    { text: Z.t("cancel"), act: Z.closing(null) }]);
  if (name) { Z.keep("reviewer", name); await Z.loadQueue(); Z.showHere(); }
  return Z.me();
};

Z.askComment = async () => {
  const input = Z.h("textarea", { rows: "4", maxlength: "2000", autofocus: true, "aria-label": Z.t("act-comment") });
  const done = { text: Z.t("save"), main: true, act: (close) => { const text = input.value.trim(); if (text) close(text); } };
  input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !Z.composing(event)) { event.preventDefault(); input.form.requestSubmit(); } });
  return Z.dialog(Z.t("act-comment"), [input, Z.h("p", { class: "soft" }, Z.t("comment-hint"))], [done, { text: Z.t("cancel"), act: Z.closing(null) }]);
};

Z.askConflict = (body, items) => {
  const { conflict } = body;
  const words = Z.t("conflict-words", { who: conflict.reviewer, when: Z.ago(conflict.at), what: Z.t("verdict-" + conflict.verdict) + (conflict.reason ? `（${Z.reason(conflict.reason)}）` : "") });
  const now = body.claim ? Z.h("p", { class: "quoted", lang: "zh-CN" }, Z.inWords(body.claim.record)) : "";
  const mine = Z.t("verdict-" + items[0].verdict);
  return Z.dialog(Z.t("conflict"), [Z.h("p", {}, words), now, Z.h("p", { class: "soft" }, Z.t("conflict-hint"))], [
    { text: Z.t("conflict-theirs", { who: conflict.reviewer }), main: true, first: true, act: Z.closing("theirs") },
    { text: Z.t("conflict-mine", { what: mine }), act: Z.closing("mine") },
    { text: Z.t("conflict-look"), act: Z.closing(null) }], { id: "conflict" });
};

Z.askBatch = async () => {
  const verdict = Z.h("select", { "aria-label": Z.t("batch-verdict"), autofocus: true }, ["accept", "reject", "skip", "flag"].map((each) => Z.h("option", { value: each }, Z.t("verdict-" + each))));
  const reason = Z.h("select", { "aria-label": Z.t("why-reject") }, [Z.h("option", { value: "" }, Z.t("no-reason")), ...Z.REASONS.map((each) => Z.h("option", { value: each }, Z.t("reason-" + each)))]);
  const preview = Z.h("div", { class: "preview", "aria-live": "polite" });
  let shown = null;
  const look = async () => {
    reason.hidden = verdict.value !== "reject";
    shown = null;
    try {
      const found = await Z.backend.batch(Z.state.view, verdict.value, verdict.value === "reject" ? reason.value || null : null, null);
      shown = found;
      preview.replaceChildren(Z.h("p", {}, Z.h("b", {}, Z.t("batch-count", { n: found.count }))),
        Z.h("ol", { class: "list-rows" }, found.sample.map((item) => Z.h("li", { class: "list-item s-" + item.status }, Z.h("span", { class: "list-words", lang: "zh-CN" }, Z.h("b", {}, item.vendor || "—"), " ", item.metric), Z.h("span", { class: "list-quantity", lang: "zh-CN" }, item.quantity)))),
        found.count > found.sample.length ? Z.h("p", { class: "soft" }, Z.t("batch-more", { n: found.count - found.sample.length })) : "");
    } catch (error) { preview.textContent = error.message; }
  };
  verdict.addEventListener("change", look);
  reason.addEventListener("change", look);
  look();
  const done = await Z.dialog(Z.t("batch"), [Z.h("p", { class: "soft" }, Z.t("batch-hint")), Z.h("p", { class: "row" }, verdict, reason), preview], [
    { text: Z.t("batch-do"), main: true, act: async (close) => {
      if (!shown || !shown.count) return;
      try { close(await Z.backend.batch(Z.state.view, verdict.value, verdict.value === "reject" ? reason.value || null : null, shown.digest)); } catch (error) { preview.prepend(Z.h("p", { class: "form-problem", role: "alert" }, error.message)); }
    } },
    { text: Z.t("cancel"), act: Z.closing(null) }], { id: "batch" });
  if (done) { Z.state.articles.clear(); await Z.loadQueue(); Z.say(Z.t("batch-done", { n: done.count })); }
};

Z.askWord = async (kind, name, claim) => {
  const record = claim.record;
  const proposed = await Z.backend.proposeId(name);
  const field = (label, input) => Z.h("label", { class: "input" }, Z.h("span", { class: "input-name" }, Z.t(label)), input);
  const kinds = kind === "metric" ? ["metric"] : ["vendor", "product"];
  const inputs = {
    kind: Z.h("select", {}, kinds.map((each) => Z.h("option", { value: each }, Z.t("word-" + each)))),
    id: Z.h("input", { type: "text", value: proposed.id, maxlength: "60" }),
    name: Z.h("input", { type: "text", value: name, lang: "zh-CN" }),
    aliases: Z.h("input", { type: "text", lang: "zh-CN", value: kind === "vendor" && record.vendor && record.vendor.text !== name ? record.vendor.text : "" }),
    owner: Z.h("input", { type: "text", placeholder: "tencent" }),
    example: Z.h("textarea", { rows: "3", lang: "zh-CN" }, claim.sentence || record.evidence.text),
  };
  const owner = field("word-owner", inputs.owner);
  const follow = () => { owner.hidden = inputs.kind.value !== "product"; };
  inputs.kind.addEventListener("change", follow);
  follow();
  const problem = Z.h("p", { class: "form-problem", role: "alert" });
  const made = await Z.dialog(Z.t("word-title", { name }), [
    Z.h("p", { class: "soft" }, Z.t("word-hint", { folder: Z.start.lexicon })),
    field("word-kind", inputs.kind), field("word-id", inputs.id), field("word-name", inputs.name), field("word-aliases", inputs.aliases), owner, field("word-example", inputs.example), problem], [
    { text: Z.t("word-add"), main: true, act: async (close) => {
      const cells = { id: inputs.id.value.trim(), name: inputs.name.value.trim(), aliases: inputs.aliases.value.trim() };
      if (inputs.kind.value === "product") cells.owner = inputs.owner.value.trim();
      try { close({ ...(await Z.backend.addWord(inputs.kind.value, cells, inputs.example.value)), kind: inputs.kind.value, name: cells.name }); } catch (error) { problem.textContent = error.message; }
    } },
    { text: Z.t("cancel"), act: Z.closing(null) }], { id: "word" });
  if (!made) return;
  Z.say(Z.t("word-added", { file: made.file }));
  if (made.kind === "product") return;
  const after = Z.copy(Z.recordOf(claim));
  if (made.kind === "vendor" && after.vendor) Object.assign(after.vendor, { id: made.id, name: made.name });
  if (made.kind === "metric") Object.assign(after.metric, { id: made.id, name: made.name });
  await Z.startEdit("edit", [after], claim);
};

Z.askFiles = async () => {
  const input = Z.h("input", { type: "file", accept: ".jsonl,.json,.ndjson", "aria-label": Z.t("import-decisions") });
  const problem = Z.h("p", { class: "form-problem", role: "alert" });
  const content = [
    Z.h("h3", {}, Z.t("export-decisions")), Z.h("p", {}, Z.h("button", { type: "button", class: "act", id: "export", onclick: () => Z.backend.exportLog() }, Z.t("download"))),
    Z.h("h3", {}, Z.t("import-decisions")), Z.h("p", { class: "soft" }, Z.t("import-hint")), input, problem];
  const done = await Z.dialog(Z.t("files"), content, [
    { text: Z.t("import-do"), main: true, act: async (close) => {
      const file = input.files[0];
      if (!file) { close(null); return; }
      try { close(await Z.backend.importRows(Z.parseRows(await file.text()))); } catch (error) { problem.textContent = error.message; }
    } },
    { text: Z.t("close"), act: Z.closing(null) }], { id: "files" });
  if (done) { Z.state.articles.clear(); await Z.loadQueue(); Z.say(Z.t("imported", { added: done.added, known: done.known }) + (done.disputed ? " · " + Z.t("imported-disputed", { n: done.disputed }) : "")); }
};
/* JSON Lines or a JSON list; a line that is none is named. */
Z.parseRows = (text) => {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed.startsWith("[")) return JSON.parse(trimmed);
  return trimmed.split("\n").filter((line) => line.trim()).map((line, at) => {
    try { return JSON.parse(line); } catch { throw new Error(Z.t("bad-line", { n: at + 1 })); }
  });
};

Z.showHelp = () => {
  const rows = Z.ACTIONS.filter((action) => !Z.backend.offline || !Z.ONLINE.includes(action)).map((action) => {
    const key = Z.h("button", { type: "button", class: "rebind", title: Z.t("rebind-hint"), onclick: () => Z.rebind(action, key) }, Z.h("kbd", {}, Z.keyName(Z.keyOf(action))));
    return Z.h("tr", {}, Z.h("td", {}, key), Z.h("td", {}, Z.t("act-" + action)));
  });
  const fixed = [["1 – 9", "help-reasons"], ["Tab / Shift+Tab", "help-tab"], ["Enter", "help-enter"], ["Esc", "help-esc"], ["Ctrl+S", "help-ctrl-s"], ["Backspace", "help-backspace"]];
  const half = Math.ceil(rows.length / 2);
  return Z.dialog(Z.t("help"), [
    Z.h("p", { class: "soft" }, Z.t("help-words")),
    Z.h("div", { class: "key-tables" }, [rows.slice(0, half), [...rows.slice(half), ...fixed.map(([keys, words]) => Z.h("tr", {}, Z.h("td", {}, Z.h("kbd", {}, keys)), Z.h("td", {}, Z.t(words))))]].map((part) => Z.h("table", { class: "keys" }, Z.h("tbody", {}, part)))),
  ], [{ text: Z.t("close"), main: true, first: true, act: Z.closing(null) }, { text: Z.t("default-keys"), act: (close) => { Z.keep("keys", null); close(null); Z.render(); } }], { id: "help-box" });
};
Z.rebind = (action, button) => {
  button.textContent = Z.t("press-key");
  const take = (event) => {
    if (Z.composing(event) || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    button.removeEventListener("keydown", take, true);
    const taken = Z.ACTIONS.find((each) => each !== action && Z.keyOf(each) === event.key);
    if (event.key !== "Escape" && !taken && !/^[0-9]$|^Tab$|^Enter$|^Backspace$/.test(event.key)) Z.keep("keys", { ...Z.kept("keys", {}), [action]: event.key });
    button.replaceChildren(Z.h("kbd", {}, Z.keyName(Z.keyOf(action))));
    if (taken) Z.say(Z.t("key-taken", { what: Z.t("act-" + taken) }));
  };
  button.addEventListener("keydown", take, true);
  button.focus();
};
