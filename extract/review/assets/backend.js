"use strict";
/* The server of this page. A decision is shown once the server says that it is stored; keys pressed meanwhile wait in line. */
Z.Refused = class extends Error {
  constructor(status, body) {
    super([body.error, body.remedy].filter(Boolean).join(" — "));
    this.status = status;
    this.body = body;
  }
};

Z.server = {
  offline: false,
  async ask(path, query = {}, body = null) {
    const address = new URL(path, location.origin);
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) if (each !== "" && each !== null && each !== undefined) address.searchParams.append(name, each);
    }
    const options = body === null ? {} : { method: "POST", headers: { "content-type": "application/json", "x-zhclaims": "review" }, body: JSON.stringify(body) };
    let answer;
    try {
      answer = await fetch(address, { ...options, credentials: "same-origin" });
    } catch {
      throw new Z.Refused(0, { error: Z.t("server-gone"), remedy: Z.t("server-gone-remedy") });
    }
    let content;
    try { content = await answer.json(); } catch { content = { error: `HTTP ${answer.status}` }; }
    if (!answer.ok) throw new Z.Refused(answer.status, content.detail ? { error: JSON.stringify(content.detail) } : content);
    return content;
  },
  view: (view) => ({ ...Object.fromEntries(Z.VIEW.map((name) => [name, view[name] || ""])), me: Z.me() }),
  /* An empty status means all; the query must say so, because leaving it out means unreviewed. */
  queue(view, offset = 0) {
    const query = new URLSearchParams({ ...Z.server.view(view), offset });
    return Z.server.ask("/api/queue?" + query);
  },
  article: (id) => Z.server.ask("/api/article", { id }),
  articles: () => Z.server.ask("/api/articles"),
  choices: () => Z.server.ask("/api/choices"),
  decide: (items, name) => Z.server.ask("/api/decide", {}, { reviewer: Z.me(), items, name }),
  undo: (judgement = null) => Z.server.ask("/api/undo", {}, { reviewer: Z.me(), judgement, name: Z.name() }),
  batch: (view, verdict, reason, digest) => Z.server.ask("/api/batch", {}, { reviewer: Z.me(), view: Z.server.view(view), verdict, reason, digest, name: digest ? Z.name() : null }),
  amount: async (text, article) => (await Z.server.ask("/api/amount", { text, article })).amount,
  complete: (kind, typed) => Z.server.ask("/api/complete", { kind, typed }),
  draft: (kind, article, more) => Z.server.ask("/api/draft", { kind, article, ...more }),
  places: (article, record) => Z.server.ask("/api/places", {}, { article, record }),
  changes: (since, at) => Z.server.ask("/api/changes", { since, me: Z.me(), at }),
  disputes: () => Z.server.ask("/api/disagreements"),
  rules: () => Z.server.ask("/api/rules"),
  log: (before = 0) => Z.server.ask("/api/log", { before }),
  addWord: (kind, cells, example) => Z.server.ask("/api/words", {}, { kind, cells, example }),
  proposeId: (name) => Z.server.ask("/api/propose-id", { name }),
  importRows: (rows) => Z.server.ask("/api/import", {}, { rows }),
  exportLog: () => { location.href = "/api/decisions.jsonl"; },
};
Z.backend = Z.server;
