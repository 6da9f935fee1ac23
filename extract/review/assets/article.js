"use strict";
/* The article: its lines, every claim and number marked in place, the parts of the current claim each in its colour.

Each line is cut where any mark begins or ends; every piece knows the run of the article as given that it shows. Only the lines
that a change touches are built anew, so that the next claim is there at once however long the article is. */
Z.FIELDS = ["vendor", "subject", "metric", "value", "unit", "baseline", "period", "scope", "attribution"];

Z.articleView = { article: null, claim: null, parts: {}, lines: [], restored: false, draftRun: null };

/* Show an article with a claim in it. `parts` stands in for the claim's own while it is being edited. */
Z.showArticle = (article, claim, parts = null) => {
  const view = Z.articleView;
  const isNew = view.article !== article || view.restored !== Z.state.restored || view.built !== Z.state.builds;
  const before = view.parts;
  view.claim = claim;
  view.parts = parts || (claim ? claim.parts : {});
  if (isNew) {
    view.article = article;
    view.restored = Z.state.restored;
    view.built = Z.state.builds;
    Z.state.article = article ? article.id : null;
    Z.buildArticle();
  } else {
    Z.repaint([...Z.runs(before), ...Z.runs(view.parts)]);
  }
};
Z.state.builds = 0;
/* The claims of the article changed (a decision, a new claim): their lines are built anew. */
Z.refreshMarks = (claims) => {
  if (Z.articleView.article) Z.repaint(claims.flatMap((claim) => Z.runs(claim.parts)));
};
Z.runs = (parts) => Object.values(parts).flat();

Z.buildArticle = () => {
  const view = Z.articleView;
  const holder = Z.$("article");
  const article = view.article;
  if (!article) { holder.replaceChildren(); Z.$("article-head").replaceChildren(); return; }
  Z.articleHead(article);
  view.lines = article.lines.map(([start, end], at) => ({ start, end, at, node: null }));
  const heads = new Set(article.headings.map(([start]) => start));
  for (const line of view.lines) {
    line.heading = heads.has(line.start) || article.headings.some(([start, end]) => start >= line.start && end <= line.end && start < end);
    line.node = Z.h("p", { class: line.heading ? "line heading" : "line" });
  }
  const fragment = document.createDocumentFragment();
  Z.gatherMarks();
  for (const line of view.lines) { Z.fillLine(line); fragment.append(line.node); }
  holder.replaceChildren(fragment);
};

Z.articleHead = (article) => {
  const meta = [article.publisher, article.published, article.source].filter(Boolean);
  const link = article.url ? Z.h("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, Z.t("original-page")) : null;
  const damage = article.edits.length;
  Z.$("article-head").replaceChildren(
    Z.h("div", { class: "head-words" },
      Z.h("h2", { class: "article-title", lang: "zh-CN" }, Z.titleOf(article)),
      Z.h("p", { class: "meta" }, meta.join(" · "), link ? " · " : "", link,
        article.reprint_of ? Z.h("span", { class: "chip" }, Z.t("reprint-of", { id: article.reprint_of })) : null,
        article.unread ? Z.h("span", { class: "chip warn", title: article.unread }, Z.t("unread")) : null)),
    Z.h("div", { class: "head-tools" },
      damage
        ? Z.h("button", { type: "button", class: "small", "aria-pressed": String(Z.state.restored), title: Z.t("restored-hint"), onclick: Z.clicked(() => Z.act("restored")) },
          Z.t(Z.state.restored ? "show-given" : "show-restored"), " ", Z.h("kbd", {}, "t"), Z.h("span", { class: "count" }, damage))
        : null),
    Z.legend());
};

/* The title; an article without one is called by its first words. */
Z.titleOf = (article) => article.title || article.text.slice(0, 400).trim().split("\n")[0].slice(0, 40) || article.id;

Z.legend = () => Z.h("ul", { class: "legend", "aria-label": Z.t("legend") },
  Z.FIELDS.map((field) => Z.h("li", { class: "f-" + field }, Z.h("i", { "aria-hidden": "true" }), Z.t("field-" + field))));

/* Marks that do not depend on the current claim: quantities of claims, numbers kept out, repairs. */
Z.gatherMarks = () => {
  const article = Z.articleView.article;
  const claimed = article.claims.map((claim) => claim.record.quantity);
  Z.articleView.numbers = article.numbers.filter((number) =>
    number.end > number.start && !claimed.some((quantity) => number.start < quantity.end && number.end > quantity.start));
  article.keptOut = Z.articleView.numbers;
};

Z.marksOf = (line) => {
  const { article, parts, claim, numbers, draftRun } = Z.articleView;
  const inside = (start, end) => start < line.end && end > line.start;
  const marks = [];
  for (const each of article.claims) {
    const { start, end } = each.record.quantity;
    if (inside(start, end)) marks.push({ start, end, kind: "claim", claim: each });
  }
  for (const each of numbers) if (inside(each.start, each.end)) marks.push({ start: each.start, end: each.end, kind: "number", number: each });
  for (const [start, end, text, kind] of article.edits) if (start < line.end && (end > line.start || (start === end && start >= line.start))) marks.push({ start, end, kind: "edit", text, damage: kind });
  if (claim || Object.keys(parts).length) {
    for (const [start, end] of parts.evidence || []) if (inside(start, end)) marks.push({ start, end, kind: "evidence" });
    for (const field of Z.FIELDS) for (const [start, end] of parts[field] || []) if (inside(start, end)) marks.push({ start, end, kind: "part", field });
  }
  if (draftRun && inside(...draftRun)) marks.push({ start: draftRun[0], end: draftRun[1], kind: "draft" });
  return marks;
};

Z.fillLine = (line) => {
  const { article, claim, restored } = Z.articleView;
  const marks = Z.marksOf(line);
  const edits = marks.filter((mark) => mark.kind === "edit");
  const edges = new Set([line.start, line.end]);
  for (const mark of marks) {
    for (const edge of [mark.start, mark.end]) if (edge > line.start && edge < line.end) edges.add(edge);
  }
  if (restored) {
    for (const edit of edits) for (const edge of [...edges]) if (edge > edit.start && edge < edit.end) edges.delete(edge);
  }
  const places = [...edges].sort((one, other) => one - other);
  const pieces = [];
  for (let at = 0; at + 1 < places.length; at += 1) {
    const [start, end] = [places[at], places[at + 1]];
    const over = marks.filter((mark) => mark.start < end && mark.end > start);
    const inserted = restored ? edits.filter((edit) => edit.start === edit.end && edit.start === start) : [];
    for (const edit of inserted) pieces.push(Z.h("ins", { class: "piece edited", data: { s: start, e: start }, title: Z.t("damage-" + edit.damage) }, edit.text));
    const edit = over.find((mark) => mark.kind === "edit");
    const whole = edit && restored;
    const text = whole ? (edit.start >= line.start ? edit.text : "") : article.points.slice(start, end);
    if (text !== "") pieces.push(Z.piece(start, end, text, over, claim, edit));
  }
  line.node.replaceChildren(...pieces);
  const blank = line.node.textContent.trim() === "";
  line.node.classList.toggle("blank", blank);
};

Z.piece = (start, end, text, over, current, edit) => {
  const piece = Z.h("span", { class: "piece", data: { s: start, e: end } }, text);
  if (!over.length) return piece;
  const list = piece.classList;
  const titles = [];
  const parts = over.filter((mark) => mark.kind === "part").sort((one, other) => one.end - one.start - (other.end - other.start));
  if (parts.length) {
    list.add("part", "f-" + parts[0].field);
    titles.push(parts.map((mark) => Z.t("field-" + mark.field)).join(" · "));
    const tags = parts.filter((mark) => mark.start === start).map((mark) => Z.t("field-" + mark.field));
    if (tags.length) piece.dataset.tag = tags.join("·");
    if (parts[0].start === start) list.add("first");
    if (parts[0].end === end) list.add("last");
  }
  if (over.some((mark) => mark.kind === "evidence")) list.add("evidence");
  if (over.some((mark) => mark.kind === "draft")) list.add("drafted");
  const claim = over.find((mark) => mark.kind === "claim");
  if (claim) {
    const status = Z.statusOf(claim.claim);
    list.add("claimed", "s-" + status);
    if (claim.start === start) list.add("claim-first");
    if (claim.end === end) list.add("claim-last");
    piece.dataset.claim = claim.claim.id;
    if (current && claim.claim.id === current.id) list.add("current");
    titles.push(`${Z.t("claim")}: ${Z.t("status-" + status)}`);
  }
  const number = over.find((mark) => mark.kind === "number");
  if (number) {
    list.add("kept-out");
    piece.dataset.number = number.number.start;
    titles.push(`${Z.t("role-" + number.number.role)}: ${number.number.why}`);
  }
  if (edit) {
    list.add(Z.state.restored ? "edited" : "damaged", "d-" + edit.damage);
    const change = Z.state.restored ? Z.articleView.article.points.slice(edit.start, edit.end) : edit.text;
    titles.push(`${Z.t("damage-" + edit.damage)}: ${change === "" ? Z.t("removed") : change}`);
  }
  piece.title = titles.join("\n");
  return piece;
};

/* Build anew the lines that hold any of the runs; while the mouse selects text, once it has. */
Z.selecting = false;
Z.waiting = [];
Z.repaint = (runs) => {
  const view = Z.articleView;
  if (!view.article) return;
  if (Z.selecting) { Z.waiting.push(...runs); return; }
  Z.gatherMarks();
  const touched = new Set();
  for (const [start, end] of runs) {
    let low = 0, high = view.lines.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (view.lines[middle].start <= start) low = middle; else high = middle - 1; }
    for (let at = low; at < view.lines.length && view.lines[at].start < Math.max(end, start + 1); at += 1) touched.add(view.lines[at]);
  }
  for (const line of touched) Z.fillLine(line);
};

/* ------------------------------------------------------------------------------------------------ scrolling, far parts */

Z.pieceAt = (start) => {
  const view = Z.articleView;
  const line = view.lines.find((each) => each.start <= start && start <= each.end && !(start === each.end && each.end > each.start));
  if (!line) return null;
  for (const piece of line.node.children) if (Number(piece.dataset.e) > start) return piece;
  return line.node.lastElementChild || line.node;
};
Z.scrollToRun = (start, always = false) => {
  const piece = Z.pieceAt(start);
  if (!piece) return;
  const pane = Z.$("article-scroll");
  const box = pane.getBoundingClientRect();
  const place = piece.getBoundingClientRect();
  const low = box.top + box.height * 0.18, high = box.top + box.height * 0.72;
  if (always || place.top < low || place.bottom > high) pane.scrollTop += place.top - (box.top + box.height * 0.38);
  Z.showFar();
};

/* Parts that stand outside what can be seen are quoted at the edge of the pane, with a way there. */
Z.showFar = () => {
  const above = Z.$("far-above"), below = Z.$("far-below");
  const view = Z.articleView;
  const found = { above: [], below: [] };
  if (view.article && (view.claim || Object.keys(view.parts).length)) {
    const box = Z.$("article-scroll").getBoundingClientRect();
    for (const field of ["quantity", ...Z.FIELDS]) {
      if (field === "value" || field === "unit") continue;
      const run = (view.parts[field] || [])[0];
      const piece = run && Z.pieceAt(run[0]);
      if (!piece) continue;
      const place = piece.getBoundingClientRect();
      if (place.bottom < box.top + 4) found.above.push([field, run]);
      else if (place.top > box.bottom - 4) found.below.push([field, run]);
    }
  }
  for (const [box, parts, arrow] of [[above, found.above, "↑"], [below, found.below, "↓"]]) {
    box.hidden = parts.length === 0;
    box.replaceChildren(...parts.map(([field, run]) => Z.farPart(field, run, arrow)));
  }
};
Z.farPart = (field, run, arrow) => {
  const { article } = Z.articleView;
  const line = article.lines.find(([start, end]) => start <= run[0] && run[0] < end) || run;
  const from = Math.max(line[0], run[0] - 14), to = Math.min(line[1], run[1] + 14);
  return Z.h("button", { type: "button", class: "far-part f-" + field, onclick: () => Z.scrollToRun(run[0], true), title: Z.t("go-there") },
    Z.h("b", {}, `${arrow} ${Z.t("field-" + field)}`), " ",
    Z.h("span", { lang: "zh-CN" }, from > line[0] ? "…" : "", article.points.slice(from, run[0]).trimStart(),
      Z.h("mark", {}, article.points.slice(run[0], run[1])), article.points.slice(run[1], to).trimEnd(), to < line[1] ? "…" : ""));
};

/* ------------------------------------------------------------------------------------------------------- selecting */

/* The selected run of the article as given, or null. */
Z.selectedRun = () => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!Z.$("article").contains(range.commonAncestorContainer)) return null;
  let start = Z.offsetAt(range.startContainer, range.startOffset, false);
  let end = Z.offsetAt(range.endContainer, range.endOffset, true);
  if (start === null || end === null || end <= start) return null;
  const points = Z.articleView.article.points;
  while (start < end && /\s/.test(points.slice(start, start + 1))) start += 1;
  while (end > start && /\s/.test(points.slice(end - 1, end))) end -= 1;
  return end > start ? [start, end] : null;
};
Z.offsetAt = (node, offset, isEnd) => {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".piece");
  if (piece && node.nodeType === Node.TEXT_NODE) {
    if (piece.classList.contains("edited")) {
      if (isEnd) return offset === 0 ? Number(piece.dataset.s) : Number(piece.dataset.e);
      return offset === node.length ? Number(piece.dataset.e) : Number(piece.dataset.s);
    }
    return Number(piece.dataset.s) + Z.points(node.data.slice(0, offset));
  }
  /* The selection ends at an element: at the piece before or after that place. */
  const at = node.childNodes[offset];
  const pieces = [...Z.$("article").querySelectorAll(".piece")];
  const found = isEnd
    ? pieces.filter((each) => (at ? at.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING : node.contains(each) || node.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING)).pop()
    : pieces.find((each) => (at ? at.contains(each) || at === each || at.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING : node.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING));
  return found ? Number(isEnd ? found.dataset.e : found.dataset.s) : null;
};
/* A run of the article as given, restored. */
Z.textOf = (run, article = Z.articleView.article) => {
  let text = "", at = run[0];
  for (const [start, end, repaired] of article.edits) {
    if (end <= run[0] || start >= run[1]) continue;
    text += article.points.slice(at, Math.max(start, at)) + repaired;
    at = Math.max(end, at);
  }
  return text + (at < run[1] ? article.points.slice(at, run[1]) : "");
};
