"use strict";
/* Putting it together: loading the queue, going from claim to claim, deciding, undoing, noticing what others do. */
Z.render = () => {
  const claim = Z.claim();
  const article = claim ? claim.at || Z.state.articles.get(claim.article) : Z.shown();
  if (article && claim) claim.at = article;
  if (!Z.state.editing) Z.showArticle(article, claim);
  Z.showCard();
  Z.showLists();
  Z.showProgress();
  Z.announce(claim);
  if (claim && !Z.state.editing) Z.scrollToRun(claim.record.quantity.start);
  else Z.showFar();
};

/* What a screen reader is told when another claim is shown. */
Z.announce = (claim) => {
  const box = Z.$("announce");
  const words = claim ? `${Z.state.queue.findIndex((item) => item.id === claim.id) + 1} / ${Z.state.queue.length}: ${Z.inWords(Z.recordOf(claim))}. ${Z.t("status-" + Z.statusOf(claim))}` : "";
  if (box.textContent !== words) box.textContent = words;
};

/* ------------------------------------------------------------------------------------------------------ the queue */

Z.takeQueue = (queue) => {
  Z.state.queue = queue.items;
  Z.state.counts = queue.counts;
  Z.state.more = queue.items.length === queue.page;
};
Z.loadQueue = async (wanted = null) => {
  try { Z.takeQueue(await Z.backend.queue(Z.state.view)); } catch (error) { Z.trouble(error.message); return; }
  Z.trouble("");
  Z.showFilters();
  await Z.go(wanted || (Z.state.queue[0] ? Z.state.queue[0].id : null));
};
/* More of the same view, when the end of what was listed comes near. Decided claims left the view, so it starts again at 0. */
Z.loadMore = async () => {
  if (!Z.state.more || Z.loadMore.busy) return;
  Z.loadMore.busy = true;
  try {
    const known = new Set(Z.state.queue.map((item) => item.id));
    const left = Z.state.queue.filter((item) => Z.state.view.status === "" || item.status === Z.state.view.status).length;
    const queue = await Z.backend.queue(Z.state.view, left);
    Z.state.queue.push(...queue.items.filter((item) => !known.has(item.id)));
    Z.state.more = queue.items.length === queue.page;
    Z.state.counts = queue.counts;
  } finally { Z.loadMore.busy = false; }
};

Z.go = async (id) => {
  Z.selecting = false;
  const item = Z.state.queue.find((each) => each.id === id);
  let claim = null;
  if (item) claim = Z.claimIn(await Z.article(item.article), id);
  else if (id) { Z.state.current = id; claim = Z.claim(); }
  else if (Z.state.view.article) { const article = await Z.article(Z.state.view.article); Z.state.article = article.id; Z.state.current = null; Z.render(); Z.showArticle(article, null); Z.showLists(); Z.showFilters(); Z.showCard(); return; }
  if (item && !claim) { Z.letGo([id]); Z.say(Z.t("claim-gone")); return Z.go(Z.state.queue[0]?.id || null); }
  Z.state.current = claim ? id : null;
  Z.state.number = -1;
  Z.state.editing = null;
  Z.articleView.draftRun = null;
  Z.asking = false;
  if (!claim && !Z.state.article) { Z.state.article = null; }
  Z.render();
  Z.writeAddressSoon();
  Z.prefetch();
};
/* The articles of the next claims are there before they are wanted. */
Z.prefetch = () => {
  const at = Z.state.queue.findIndex((item) => item.id === Z.state.current);
  if (at < 0) return;
  if (at > Z.state.queue.length - 30) Z.loadMore().catch(() => {});
  const ahead = [...new Set(Z.state.queue.slice(at + 1, at + 5).map((item) => item.article))].filter((id) => !Z.state.articles.has(id));
  const next = ahead[0];
  if (next && !Z.prefetch.busy) {
    Z.prefetch.busy = true;
    setTimeout(() => Z.article(next).catch(() => {}).finally(() => { Z.prefetch.busy = false; }), 60);
  }
};
Z.step = async (by, next = (item) => true) => {
  const { queue } = Z.state;
  let at = queue.findIndex((item) => item.id === Z.state.current);
  if (at < 0) at = by > 0 ? (Z.state.last ?? -1) : (Z.state.last ?? queue.length - 1) + 1;
  for (at += by; at >= 0 && at < queue.length; at += by) if (next(queue[at])) { Z.state.last = at; return Z.go(queue[at].id); }
  if (by > 0 && Z.state.more) { const length = queue.length; await Z.loadMore(); if (Z.state.queue.length > length) return Z.step(by, next); }
  return null;
};
Z.nextOpen = async () => {
  const { queue, view } = Z.state;
  const open = (item) => item.status === "unreviewed" || (view.status !== "" && view.status !== "unreviewed" && item.status === view.status);
  const at = queue.findIndex((item) => item.id === Z.state.current);
  if (view.status === "") return (await Z.step(1)) === null ? Z.stayOrDone() : undefined;
  for (const item of [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))]) if (open(item)) return Z.go(item.id);
  if (Z.state.more) { const length = queue.length; await Z.loadMore(); if (Z.state.queue.length > length) return Z.nextOpen(); }
  return Z.stayOrDone();
};
Z.stayOrDone = () => {
  if (Z.state.view.status === "") { Z.render(); return; }
  Z.state.last = Z.state.queue.findIndex((item) => item.id === Z.state.current);
  Z.state.current = null;
  Z.render();
  Z.writeAddress();
};

/* --------------------------------------------------------------------------------------------------------- deciding */

/* Send decisions; what the store has stored then is taken in. False when they were not made. */
Z.decideItems = async (items, claim, onError = (error) => Z.trouble(error.message), name = Z.name()) => {
  if (!Z.me()) { await Z.askName(); if (!Z.me()) return false; }
  try {
    const done = await Z.backend.decide(items, name);
    Z.trouble("");
    return done;
  } catch (error) {
    if (error.status !== 409) { onError(error); return false; }
    if (error.body.claim) { Z.takeIn([error.body.claim]); Z.render(); }
    const choice = await Z.askConflict(error.body, items);
    if (choice === "mine") {
      for (const item of items) if (item.record === (error.body.claim || {}).id) item.seen = error.body.conflict.seq;
      return Z.decideItems(items, claim, onError);
    }
    if (choice === "theirs") { Z.state.editing = null; Z.render(); await Z.nextOpen(); }
    return false;
  }
};
Z.afterDecision = async (done, claim, what) => {
  for (const made of done.claims) made.at = Z.state.articles.get(made.article);
  const fresh = done.claims.filter((made) => !Z.state.queue.some((item) => item.id === made.id));
  Z.takeIn(done.claims);
  for (const made of fresh) {
    const at = claim ? Z.state.queue.findIndex((item) => item.id === claim.id) : Z.state.queue.findIndex((item) => item.article === made.article && item.quantity_start > made.record.quantity.start) - 1;
    Z.state.queue.splice(at < -1 ? Z.state.queue.length : at + 1, 0, Z.item(made));
    Z.count(Z.statusOf(made), 1);
  }
  if (what !== "comment") Z.state.recent.push(Date.parse(done.at));
  Z.refreshMarks(done.claims);
  const disputed = done.claims.find((made) => made.disagree.length);
  const words = disputed && Z.state.view.by === "me" ? Z.t("now-disputed") : Z.t("done-" + what);
  if (what === "comment") Z.render();
  else if (what === "add") { await Z.go(fresh[0] ? fresh[0].id : Z.state.current); }
  else await Z.nextOpen();
  Z.say(`${words} · ${Z.t("undo-hint", { key: Z.keyName(Z.keyOf("undo")) })}`, "s-" + ({ accept: "accepted", reject: "rejected", edit: "edited" }[what] || "flagged"));
};
Z.decide = async (verdict, reason = null) => {
  const claim = Z.claim();
  if (!claim) return;
  const item = { verdict, record: claim.id, reason, seen: verdict === "comment" ? null : Z.seen(claim), original: Z.state.view.by === "me" };
  const done = await Z.decideItems([item], claim);
  if (done) await Z.afterDecision(done, claim, verdict);
};
Z.reject = async (reason) => { Z.asking = false; await Z.decide("reject", reason); Z.showCard(); };
Z.stopAsking = () => { Z.asking = false; Z.showCard(); };

Z.undo = async (judgement = null) => {
  const done = await Z.backend.undo(judgement);
  if (!done.count) { Z.say(Z.t("nothing-to-undo")); return; }
  Z.letGo(done.gone);
  Z.takeIn(done.claims);
  Z.state.recent.pop();
  Z.say(Z.t("undone-words", { what: Z.t("verdict-" + done.verdict), n: done.count }));
  const back = done.claims[0];
  if (!back) { Z.state.builds += 1; if (!Z.claim()) await Z.nextOpen(); else Z.render(); return; }
  const article = await Z.article(back.article);
  if (!Z.claimIn(article, back.id)) Z.takeIn([back]);
  if (!Z.state.queue.some((item) => item.id === back.id)) {
    const at = Math.max(0, Z.state.queue.findIndex((item) => item.id === Z.state.current));
    Z.state.queue.splice(at, 0, Z.item({ ...back, at: article }));
  }
  if (done.gone.length || done.count > 1) Z.state.builds += 1;
  Z.refreshMarks(done.claims);
  await Z.go(back.id);
};

/* One name for each thing that a key or a button does. */
Z.act = async (action) => {
  if (Z.ONLINE.includes(action) && Z.backend.offline) { Z.say(Z.t("needs-server")); return; }
  const claim = Z.claim();
  const article = Z.shown();
  const deeds = {
    accept: () => Z.decide("accept"),
    reject: () => { if (claim) { Z.asking = true; Z.showCard(); Z.$("card").focus({ preventScroll: true }); } },
    skip: () => Z.decide("skip"),
    flag: () => Z.decide("flag"),
    comment: async () => { if (!claim) return; const text = await Z.askComment(); if (text) await Z.decide("comment", text); },
    edit: () => (claim ? Z.startEdit("edit", [Z.recordOf(claim)], claim) : null),
    undo: () => Z.undo(),
    next: async () => { if ((await Z.step(1)) === null) Z.say(Z.t("at-end")); },
    previous: async () => { if ((await Z.step(-1)) === null) Z.say(Z.t("at-start")); },
    nextArticle: async () => { if ((await Z.step(1, (item) => item.article !== article?.id)) === null) Z.say(Z.t("last-article")); },
    previousArticle: async () => { if ((await Z.step(-1, (item) => item.article !== article?.id)) === null) Z.say(Z.t("first-article")); },
    restored: () => { Z.state.restored = !Z.state.restored; Z.render(); },
    nextNumber: () => Z.goNumber(Z.state.number + 1),
    previousNumber: () => Z.goNumber(Z.state.number < 0 ? -1 : Z.state.number - 1),
    make: () => Z.makeClaim(),
    split: async () => { if (claim) await Z.startEdit("split", await Z.backend.draft("split", claim.article, { record: [claim.id] }), claim); },
    merge: async () => {
      if (!claim) return;
      const other = claim.at.claims[claim.at.claims.indexOf(claim) + 1];
      if (!other) { Z.say(Z.t("nothing-to-merge")); return; }
      await Z.startEdit("merge", await Z.backend.draft("merge", claim.article, { record: [claim.id, other.id] }), claim, other);
    },
    derivation: () => { const why = document.querySelector("#card .why"); if (why) why.open = !why.open; },
    search: () => { const input = Z.$("search"); input.focus(); input.select(); },
    help: () => { Z.showHelp(); },
  };
  return deeds[action]();
};
/* A claim from the selected number, else from the kept-out number that is current. */
Z.makeClaim = async () => {
  const article = Z.shown();
  if (!article) return;
  const number = (article.keptOut || [])[Z.state.number];
  const run = Z.selectedRun() || (number ? [number.start, number.end] : null);
  if (!run) { Z.say(Z.t("select-number")); return; }
  const drafts = await Z.backend.draft("add", article.id, { start: run[0], end: run[1] });
  getSelection().removeAllRanges();
  Z.$("selection").hidden = true;
  await Z.startEdit("add", drafts, null);
};

/* -------------------------------------------------------------------------------------------------- others, and start */

Z.watch = async () => {
  if (Z.backend.offline || document.hidden) return;
  try {
    const news = await Z.backend.changes(Z.state.seq, Z.state.current || "");
    Z.state.seq = news.seq;
    Z.state.here = news.here;
    Z.trouble.gone = false;
    if (news.claims.length) {
      for (const claim of news.claims) claim.at = Z.state.articles.get(claim.article);
      Z.takeIn(news.claims.map((claim) => ({ ...claim, seen: Z.state.editing ? Z.claim()?.seen ?? claim.seen : claim.seen })));
      if (getSelection().isCollapsed) Z.refreshMarks(news.claims.filter((claim) => claim.article === Z.state.article));
      if (!Z.state.editing) { Z.showCard(); Z.showLists(); Z.showProgress(); }
      const current = news.claims.find((claim) => claim.id === Z.state.current && Z.othersShown(claim));
      if (current && current.opinions.length) { const last = current.opinions.at(-1); Z.say(Z.t("just-decided", { who: last.reviewer, what: Z.t("status-" + last.status) })); }
    }
    Z.showHere();
  } catch (error) { if (error.status === 0) Z.trouble(error.message); }
};

Z.listen = () => {
  const pane = Z.$("article-scroll");
  let waiting = false;
  pane.addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; Z.showFar(); }); } }, { passive: true });
  addEventListener("resize", () => Z.showFar());
  Z.$("article").addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const piece = event.target.closest(".piece");
    if (!piece || Z.state.editing) return;
    if (piece.dataset.claim && piece.dataset.claim !== Z.state.current) Z.do(event, () => Z.go(piece.dataset.claim));
    else if (piece.dataset.number) Z.goNumber(Z.shown().keptOut.findIndex((number) => String(number.start) === piece.dataset.number));
  });
  Z.$("article").addEventListener("mousedown", (event) => { if (event.button === 0) Z.selecting = true; });
  const released = () => { if (!Z.selecting) return; Z.selecting = false; const runs = Z.waiting; Z.waiting = []; if (runs.length) Z.repaint(runs); };
  document.addEventListener("mouseup", (event) => setTimeout(() => {
    const run = Z.$("article").contains(event.target) || Z.selecting ? Z.selectedRun() : null;
    released();
    const box = Z.$("selection");
    box.hidden = true;
    if (!run) return;
    if (Z.state.editing) { Z.pick(run); return; }
    if (Z.backend.offline || !getSelection().rangeCount) return;
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    box.replaceChildren(Z.h("button", { type: "button", class: "act", onclick: Z.clicked(() => Z.act("make")) }, Z.h("span", {}, Z.t("act-make")), Z.h("kbd", { "aria-hidden": "true" }, Z.keyName(Z.keyOf("make")))));
    box.hidden = false;
    box.style.left = `${Math.min(innerWidth - 180, Math.max(8, place.left))}px`;
    box.style.top = `${place.bottom + 6}px`;
  }, 0));
  document.addEventListener("focusin", (event) => { if (Z.state.editing && Z.editor?.contains(event.target) && event.target.dataset.field) Z.lastInput = event.target; });
  Z.$("filters").addEventListener("submit", (event) => event.preventDefault());
  Z.$("help").addEventListener("click", () => Z.showHelp());
  Z.$("more").addEventListener("click", () => Z.askFiles());
  Z.$("language").addEventListener("click", () => {
    Z.language = Z.language === "zh" ? "en" : "zh";
    if (!Z.backend.offline) document.cookie = `zhclaims_lang=${Z.language}; path=/; max-age=31536000; samesite=strict`;
    Z.keep("language", Z.language);
    Z.$("language").textContent = Z.language === "zh" ? "EN" : "中";
    Z.reword();
    Z.showFilters();
    Z.showHere();
    if (Z.state.page === "review") { Z.state.builds += 1; Z.render(); } else Z.showPage();
  });
  Z.$("scheme").addEventListener("click", () => {
    const now = document.documentElement.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    Z.scheme(now === "dark" ? "light" : "dark");
  });
  addEventListener("popstate", () => { const { claim } = Z.readAddress(); Z.state.article = null; Z.showPage(); if (Z.state.page === "review") Z.queueUp(() => Z.loadQueue(claim)); });
  for (const link of document.querySelectorAll(".tabs a")) link.addEventListener("click", (event) => { event.preventDefault(); Z.open(link.dataset.page); });
};
Z.scheme = (name) => { document.documentElement.dataset.scheme = name; Z.keep("scheme", name); };

Z.boot = async () => {
  const scheme = Z.kept("scheme");
  if (scheme) Z.scheme(scheme);
  const { claim } = Z.readAddress();
  if (Z.backend.ready) await Z.backend.ready();
  Z.listen();
  for (const article of Z.start.articles) Z.addArticle(article);
  if (Z.start.trouble) Z.trouble(Z.start.trouble);
  Z.showHere();
  if (Z.start.queue && !(Z.state.view.by === "me" && Z.me() !== Z.start.reviewer)) {
    Z.takeQueue(Z.start.queue);
    Z.showFilters();
    const wanted = claim && Z.state.queue.some((item) => item.id === claim) ? claim : Z.state.queue[0]?.id || null;
    await Z.go(claim && Z.claimAnywhere(claim) ? claim : wanted);
  } else await Z.loadQueue(claim);
  Z.showPage();
  performance.mark("first-claim");
  document.documentElement.dataset.ready = "true";
  Promise.all(Z.start.articles.filter((article) => article.provisional).map((article) => Z.reread(article.id))).then(() => { document.documentElement.dataset.read = "true"; });
  if (!Z.me()) await Z.askName();
  Z.backend.choices().then((choices) => { Z.state.choices = choices; Z.disputeCount(choices.disputes || 0); if (!Z.inText(document.activeElement)) Z.showFilters(); }).catch(() => {});
  setInterval(Z.watch, 3000);
  Z.watch();
};
/* The first article came as the store has it; what only reading it can tell follows: repairs, places, derivations. */
Z.reread = async (id) => {
  const article = await Z.backend.article(id).catch(() => null);
  if (!article) return;
  await Z.queueUp(() => {
    Z.addArticle(article);
    if (Z.state.article !== id || Z.state.editing) return;
    Z.state.builds += 1;
    Z.render();
  });
};
Z.claimAnywhere = (id) => [...Z.state.articles.values()].some((article) => Z.claimIn(article, id));
Z.boot();
