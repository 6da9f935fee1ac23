"use strict";
/* What is on the page now: the view that the address tells, the queue, the articles that were loaded, the current claim. */
Z.VIEW = ["status", "vendor", "metric", "flag", "rule", "source", "article", "q", "since", "until", "low", "high", "order", "by"];
Z.DEFAULT = { status: "unreviewed", order: "unsure", by: "anyone" };

Z.state = {
  view: {}, queue: [], counts: {}, at: -1, current: null, articles: new Map(), restored: false, editing: null, number: -1,
  recent: Z.start.recent.map(Date.parse), seq: Z.start.seq, here: [], tab: "queue", page: "review", more: true,
};

Z.me = () => Z.kept("reviewer", "") || Z.start.reviewer;

/* The address is the state: a view can be shared by its address. */
Z.readAddress = () => {
  const query = new URLSearchParams(location.search);
  const view = { ...Z.DEFAULT };
  for (const name of Z.VIEW) if (query.has(name)) view[name] = query.get(name);
  Z.state.view = view;
  Z.state.page = query.get("page") || "review";
  return { claim: query.get("claim") };
};
Z.addressOf = (view, more = {}) => {
  const query = new URLSearchParams();
  for (const name of Z.VIEW) if ((view[name] || "") !== (Z.DEFAULT[name] || "")) query.set(name, view[name] || "");
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? "?" + text : location.pathname;
};
/* Going from claim to claim changes the address once the hand rests: browsers refuse to change it many times a second. */
Z.writeAddressSoon = () => { clearTimeout(Z.writeAddressSoon.timer); Z.writeAddressSoon.timer = setTimeout(Z.writeAddress, 160); };
Z.writeAddress = (push = false) => {
  clearTimeout(Z.writeAddressSoon.timer);
  const page = Z.state.page === "review" ? "" : Z.state.page;
  const address = Z.addressOf(Z.state.view, { page, claim: page ? "" : Z.state.current });
  history[push === true ? "pushState" : "replaceState"](null, "", address);
};

Z.addArticle = (article) => {
  article.points = new Z.Points(article.text);
  article.lines = Z.lines(article.points);
  Z.state.articles.set(article.id, article);
  for (const claim of article.claims) claim.at = article;
  if (Z.state.articles.size > 40) {
    for (const id of Z.state.articles.keys()) if (id !== article.id && id !== Z.claim()?.article) { Z.state.articles.delete(id); break; }
  }
  return article;
};
Z.article = async (id) => Z.state.articles.get(id) || Z.addArticle(await Z.backend.article(id));
Z.claimIn = (article, id) => article.claims.find((claim) => claim.id === id) || null;
Z.claim = () => {
  const item = Z.state.current;
  if (!item) return null;
  for (const article of Z.state.articles.values()) { const found = Z.claimIn(article, item); if (found) return found; }
  return null;
};
Z.shown = () => Z.state.articles.get(Z.state.article) || null;

/* Claims as the store has them now, put in the place of what the page held. */
Z.takeIn = (claims) => {
  for (const claim of claims) {
    const article = Z.state.articles.get(claim.article);
    if (article) {
      const place = article.claims.findIndex((each) => each.id === claim.id);
      if (place >= 0) article.claims[place] = claim;
      else {
        article.claims.push(claim);
        article.claims.sort((one, other) => one.record.quantity.start - other.record.quantity.start);
      }
    }
    const item = Z.state.queue.find((each) => each.id === claim.id);
    const status = Z.statusOf(claim);
    if (item) {
      if (item.status !== status) { Z.count(item.status, -1); Z.count(status, 1); }
      item.status = status;
      item.vendor = claim.record.vendor ? claim.record.vendor.name : null;
      item.metric = claim.record.metric.name || claim.record.metric.text;
      item.quantity = claim.record.quantity.text;
    }
  }
};
Z.letGo = (ids) => {
  for (const id of ids) {
    for (const article of Z.state.articles.values()) article.claims = article.claims.filter((claim) => claim.id !== id);
    const item = Z.state.queue.find((each) => each.id === id);
    if (item) Z.count(item.status, -1);
    Z.state.queue = Z.state.queue.filter((each) => each.id !== id);
  }
};
Z.count = (status, by) => { Z.state.counts[status] = Math.max(0, (Z.state.counts[status] || 0) + by); };

/* Whose word counts: the latest of anyone, or in a view "by me" my own only. */
Z.mine = (claim) => claim.opinions.find((opinion) => opinion.reviewer === Z.me()) || null;
Z.statusOf = (claim) => (Z.state.view.by === "me" ? (Z.mine(claim)?.status || "unreviewed") : claim.status);
/* In a view "by me" what others said stays hidden until I decided, so that two opinions are two. */
Z.othersShown = (claim) => Z.state.view.by !== "me" || Z.mine(claim) !== null;
Z.recordOf = (claim) => (Z.state.view.by === "me" ? (Z.mine(claim)?.says || claim.original || claim.record) : claim.record);

Z.item = (claim) => ({
  id: claim.id, article: claim.article, status: Z.statusOf(claim), confidence: claim.record.confidence,
  vendor: claim.record.vendor ? claim.record.vendor.name : null, metric: claim.record.metric.name || claim.record.metric.text,
  quantity: claim.record.quantity.text, quantity_start: claim.record.quantity.start, title: claim.at ? Z.titleOf(claim.at) : "",
});

/* Decisions a minute, pauses left out, and the minutes that are left at this rate. */
Z.pace = () => {
  const times = Z.state.recent.slice(-40);
  let spent = 0, count = 0;
  for (let at = 1; at < times.length; at += 1) {
    const gap = (times[at] - times[at - 1]) / 1000;
    if (gap <= 90) { spent += gap; count += 1; }
  }
  if (count < 3 || spent <= 0) return null;
  const rate = (60 * count) / spent;
  return { rate, left: (Z.state.counts.unreviewed || 0) / rate };
};
