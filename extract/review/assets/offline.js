"use strict";
/* The page in one file, without a server: the claims are in it, decisions are kept in the browser and can be downloaded,
   handed back (zhclaims review --import) and taken up again here. */
Z.offline = (() => {
  const data = Z.start.offline;
  const articles = new Map(data.articles.map((article) => [article.id, article]));
  const pristine = new Map(data.articles.flatMap((article) => article.claims.map((claim) => [claim.id, Z.copy(claim)])));
  const rows = [];
  const STATUS = { accept: "accepted", edit: "edited", reject: "rejected", flag: "flagged", skip: "skipped" };
  const CONTENT = ["accept", "edit", "reject"];

  /* A claim with the decisions of this page laid over what the file was made with. */
  const current = (id) => {
    const claim = Z.copy(pristine.get(id));
    const own = rows.filter((row) => row.record === id);
    const undone = new Set(own.filter((row) => row.verdict === "undo").map((row) => row.undoes));
    for (const row of own) {
      claim.history.push({ seq: row.seq, id: row.id, reviewer: row.reviewer, verdict: row.verdict, reason: row.reason, at: row.at, undoes: row.undoes, undone: undone.has(row.id) });
      if (row.verdict !== "comment") claim.seen = row.seq;
      if (row.verdict === "comment" || row.verdict === "undo" || undone.has(row.id)) continue;
      const says = row.verdict === "edit" ? row.after : row.verdict === "accept" ? row.before : null;
      claim.opinions = claim.opinions.filter((each) => each.reviewer !== row.reviewer);
      claim.opinions.push({ seq: row.seq, id: row.id, reviewer: row.reviewer, verdict: row.verdict, status: STATUS[row.verdict], reason: row.reason, at: row.at, fields: says && row.before ? Z.changedFields(row.before, says) : [], says });
    }
    const last = claim.opinions.reduce((latest, each) => (latest && latest.seq > each.seq ? latest : each), null);
    if (last) {
      claim.status = last.status;
      const extracted = claim.original || claim.record;
      claim.record = last.verdict === "edit" ? last.says : extracted;
      claim.original = JSON.stringify(claim.record) === JSON.stringify(extracted) ? null : extracted;
    }
    const said = claim.opinions.filter((each) => CONTENT.includes(each.verdict));
    const contents = said.filter((each) => each.says).map((each) => Z.said(each.says));
    claim.disagree = [];
    if (said.length > 1 && said.at(-1).reason !== "adjudicated") {
      if (contents.length && contents.length < said.length) claim.disagree.push("verdict");
      for (const field of Object.keys(contents[0] || {})) if (new Set(contents.map((each) => JSON.stringify(each[field]))).size > 1) claim.disagree.push(field);
    }
    return claim;
  };
  const refresh = (ids) => ids.map((id) => {
    const claim = current(id);
    const article = articles.get(claim.article);
    article.claims[article.claims.findIndex((each) => each.id === id)] = claim;
    return claim;
  });
  /* Kept before it is shown; what cannot be kept is not decided. */
  const add = async (made) => { await Z.vault.keepRows(data.key, made); rows.push(...made); };
  const next = () => rows.reduce((top, row) => Math.max(top, row.seq), data.seq) + 1;
  const row = (item, id, seq) => {
    const claim = articles.get(articleOf(item.record)).claims.find((each) => each.id === item.record);
    const before = item.original ? claim.original || claim.record : claim.record;
    let { verdict, after = null, reason = null } = item;
    if (verdict === "accept" && claim.original && !item.original) { verdict = "edit"; after = before; reason = reason || "confirmed"; }
    return { seq, id, record: item.record, article: claim.article, reviewer: Z.me(), verdict, reason, before, after, at: new Date().toISOString(), claim: claim.claim, undoes: null };
  };
  const articleOf = (id) => pristine.get(id).article;
  const has = (list, value) => list.some((each) => each && each.toLowerCase() === value.toLowerCase());
  const fits = (claim, article, view) => {
    const { record } = claim;
    const text = [claim.sentence, article.title, record.vendor?.name, record.metric.text].filter(Boolean).join("\n").toLowerCase();
    return (!view.vendor || (record.vendor && has([record.vendor.id, record.vendor.name, record.vendor.text], view.vendor)))
      && (!view.metric || has([record.metric.id, record.metric.name, record.metric.text], view.metric))
      && (!view.flag || record.flags.includes(view.flag)) && (!view.rule || record.rules.includes(view.rule))
      && (!view.source || article.publisher === view.source || (article.source || "").includes(view.source))
      && (!view.article || article.id === view.article) && (!view.q || text.includes(view.q.toLowerCase()))
      && (!view.since || (article.published || "") >= view.since) && (!view.until || (article.published && article.published <= view.until))
      && (!view.low || record.confidence >= Number(view.low)) && (!view.high || record.confidence <= Number(view.high));
  };
  const queue = async (view) => {
    const found = [];
    for (const article of articles.values()) for (const claim of article.claims) if (fits(claim, article, view)) found.push({ ...Z.item({ ...claim, at: article }), published: article.published || "", priority: claim.priority });
    const counts = {};
    for (const item of found) counts[item.status] = (counts[item.status] || 0) + 1;
    const items = view.status ? found.filter((item) => item.status === view.status) : found;
    const place = (one, other) => (other.published < one.published ? -1 : other.published > one.published ? 1 : one.article < other.article ? -1 : one.article > other.article ? 1 : one.quantity_start - other.quantity_start);
    items.sort((one, other) => (view.order === "unsure" ? other.priority - one.priority || place(one, other) : place(one, other)));
    return { items, counts, offset: 0, page: Infinity };
  };
  const undoRows = (id) => {
    const head = (name) => name.replace(/\.\d+$/, "");
    const undone = new Set(rows.filter((each) => each.verdict === "undo").map((each) => each.undoes));
    const mine = rows.filter((each) => each.reviewer === Z.me() && each.verdict !== "undo" && !undone.has(each.id));
    const last = id ? mine.find((each) => each.id === id) : mine.at(-1);
    return last ? mine.filter((each) => head(each.id) === head(last.id)).reverse() : [];
  };
  const names = (kind) => {
    const found = new Map();
    for (const claim of pristine.values()) {
      const entry = claim.record[kind];
      if (kind === "unit") { if (claim.record.unit) found.set(claim.record.unit, { id: claim.record.unit, name: claim.record.unit }); }
      else if (entry && entry.name) found.set(entry.name, { id: entry.id || "", name: entry.name });
    }
    return [...found.values()];
  };

  return {
    offline: true,
    ready: async () => {
      rows.push(...(await Z.vault.rows(data.key)).filter((each) => pristine.has(each.record)));
      rows.sort((one, other) => one.seq - other.seq);
      refresh([...new Set(rows.map((each) => each.record))]);
      if (!(await Z.vault.lasts())) Z.trouble(Z.t("keeps-nothing"));
    },
    queue,
    article: async (id) => articles.get(id),
    articles: async () => [...articles.values()].map((article) => ({ id: article.id, title: article.title, publisher: article.publisher, published: article.published, claims: article.claims.length, decided: article.claims.filter((claim) => ["accepted", "edited", "rejected"].includes(claim.status)).length })),
    choices: async () => data.choices,
    decide: async (items, name) => {
      const first = next();
      const made = items.map((item, at) => row(item, items.length > 1 ? `${name}.${at}` : name, first + at));
      await add(made);
      return { claims: refresh(made.map((each) => each.record)), at: made.at(-1).at, seq: made.at(-1).seq };
    },
    undo: async (judgement) => {
      const found = undoRows(judgement);
      const name = Z.name();
      const first = next();
      await add(found.map((each, at) => ({ ...each, seq: first + at, id: found.length > 1 ? `${name}.${at}` : name, verdict: "undo", reason: null, after: null, at: new Date().toISOString(), undoes: each.id })));
      return { count: found.length, verdict: found[0]?.verdict, claims: refresh([...new Set(found.map((each) => each.record))]), gone: [] };
    },
    batch: async (view, verdict, reason, digest) => {
      const { items } = await queue(view);
      const known = items.map((item) => item.id).join("\n");
      if (digest === null) return { count: items.length, digest: known, sample: items.slice(0, 100) };
      const name = Z.name();
      const first = next();
      await add(items.map((item, at) => row({ verdict, record: item.id, reason }, `${name}.${at}`, first + at)));
      refresh(items.map((item) => item.id));
      return { count: items.length };
    },
    amount: async () => null,
    complete: async (kind, typed) => names(kind).filter((each) => each.name.toLowerCase().includes(typed.toLowerCase())).slice(0, 12).map((each) => ({ ...each, hint: "", exact: each.name === typed })),
    places: async (id, record) => ({ ...(articles.get(id).claims.find((claim) => claim.id === record.id) || { parts: {} }).parts }),
    changes: async () => ({ seq: 0, claims: [], here: [] }),
    disputes: async () => {
      const claims = [...articles.values()].flatMap((article) => article.claims.filter((claim) => claim.disagree.length));
      return { total: claims.length, claims, agreement: data.agreement };
    },
    rules: async () => data.rules,
    log: async (before = 0) => rows.filter((each) => !before || each.seq < before).reverse().slice(0, 200).map((each) => {
      const { record } = pristine.get(each.record);
      return { ...each, undone: rows.some((other) => other.undoes === each.id), vendor: record.vendor?.name || "", metric: record.metric.text, quantity: record.quantity.text };
    }),
    importRows: async (given) => {
      const known = new Set(rows.map((each) => each.id));
      given.forEach((each, at) => { if (!each || !pristine.has(each.record) || !each.id || !each.verdict || !each.reviewer || !each.at) throw new Error(Z.t("bad-row", { n: at + 1 })); });
      const added = given.filter((each) => !known.has(each.id) && !data.known.includes(each.id));
      const first = next();
      await add(added.map((each, at) => ({ ...each, seq: first + at })));
      refresh([...new Set(added.map((each) => each.record))]);
      return { added: added.length, known: given.length - added.length };
    },
    exportLog: () => {
      const text = rows.map((each) => JSON.stringify(each) + "\n").join("");
      const link = Z.h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" })), download: `${data.name}.decisions.jsonl` });
      document.body.append(link);
      link.click();
      link.remove();
    },
  };
})();
Z.backend = Z.offline;
