"use strict";
/* What everything else stands on: the start data, wording in two languages, building elements, numbers and times. */
const Z = { start: JSON.parse(document.getElementById("start").textContent) };

Z.$ = (id) => document.getElementById(id);

/* Words. Text of articles and records is only ever set as text, never as markup. */
Z.language = Z.start.language;
Z.t = (key, values = {}) => {
  const entry = Z.start.words[key];
  let text = entry ? entry[Z.language] : key;
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{${name}}`, String(value));
  return text;
};
Z.has = (key) => key in Z.start.words;

Z.h = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "data") for (const [key, each] of Object.entries(value)) made.dataset[key] = each;
    else if (name === "css") for (const [key, each] of Object.entries(value)) made.style.setProperty(key, each);
    else if (name === "value") { made.value = value; if (tag === "input") made.defaultValue = value; }
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};
/* An element whose words change with the language. */
Z.w = (tag, key, attributes = {}) => Z.h(tag, { ...attributes, data: { ...(attributes.data || {}), w: key } }, Z.t(key));

Z.reword = () => {
  document.documentElement.lang = Z.language === "zh" ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-w]")) each.textContent = Z.t(each.dataset.w);
  for (const each of document.querySelectorAll("[data-w-label]")) each.setAttribute("aria-label", Z.t(each.dataset.wLabel));
  for (const each of document.querySelectorAll("[data-w-title]")) each.title = Z.t(each.dataset.wTitle);
  document.title = Z.t("title");
};

Z.group = (value) => {
  if (value === null || value === undefined) return "";
  if (Math.abs(value) >= 1e21) return String(value);
  const [whole, rest] = String(value).split(".");
  return whole.length > 4 && !/e/i.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, "\u2009") + (rest ? "." + rest : "") : String(value);
};
/* 22300000000 as a Chinese reader says it. */
Z.readable = (value) => {
  for (const [size, name] of [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]]) {
    if (Math.abs(value) >= size) return String(Number((value / size).toPrecision(6))) + name;
  }
  return String(Number(Number(value).toPrecision(6)));
};
Z.signs = { "=": "", "~": "≈", ">": ">", ">=": "≥", "<": "<", "<=": "≤" };
Z.arrows = { level: "", increase: "↑", decrease: "↓", ratio: "×" };
Z.amount = (value, upper, unit) =>
  [Z.group(value) + (upper === null || upper === undefined ? "" : "–" + Z.group(upper)), unit || ""].join(" ").trim();

Z.ago = (at) => {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  if (seconds < 60) return Z.t("just-now");
  if (seconds < 3600) return Z.t("minutes-ago", { n: Math.round(seconds / 60) });
  if (seconds < 86400) return Z.t("hours-ago", { n: Math.round(seconds / 3600) });
  return at.slice(0, 10);
};
Z.reason = (reason) => (reason ? (Z.has("reason-" + reason) ? Z.t("reason-" + reason) : reason) : "");
Z.marks = { accepted: "✓", edited: "✎", rejected: "✗", flagged: "⚑", skipped: "⤼", unreviewed: "○" };

Z.name = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
/* Kept between visits; a browser that keeps nothing only forgets. */
Z.keep = (key, value) => { try { if (value === null) localStorage.removeItem("zhclaims." + key); else localStorage.setItem("zhclaims." + key, JSON.stringify(value)); } catch { /* private window */ } };
Z.kept = (key, otherwise = null) => { try { const found = localStorage.getItem("zhclaims." + key); return found === null ? otherwise : JSON.parse(found); } catch { return otherwise; } };

Z.say = (text, kind = "") => {
  const toast = Z.$("toast");
  toast.textContent = text;
  toast.className = "toast shown " + kind;
  clearTimeout(Z.say.timer);
  Z.say.timer = setTimeout(() => { toast.className = "toast"; }, 4200);
};
/* A click takes its turn like a key; the second click of a double one is none. */
Z.clicked = (work) => (event) => { if (event.detail < 2) Z.queueUp(work); };
Z.trouble = (text) => { const box = Z.$("trouble"); box.hidden = !text; box.textContent = text || ""; };
