"use strict";
/* The keyboard. One letter, one deed; nothing happens while a text is composed with an input method, or in a text field. */
Z.KEYS = {
  accept: "a", reject: "x", skip: " ", edit: "e", undo: "u", next: "j", previous: "k", nextArticle: "J", previousArticle: "K", flag: "f", comment: "c",
  restored: "t", nextNumber: "n", previousNumber: "N", make: "m", split: "s", merge: "g", derivation: "d", search: "/", help: "?",
};
Z.ACTIONS = Object.keys(Z.KEYS);
Z.ONLINE = ["make", "split", "merge"];  /* these need the extractor */
Z.keyOf = (action) => Z.kept("keys", {})[action] || Z.KEYS[action];
Z.keyName = (key) => ({ " ": Z.t("space-key"), ArrowUp: "↑", ArrowDown: "↓" })[key] || key;

/* Chrome and Firefox say isComposing; Safari ends the composition before the key and gives only 229. */
Z.composing = (event) => event.isComposing || event.keyCode === 229 || event.key === "Process" || Z.composing.now;
Z.composing.now = false;
document.addEventListener("compositionstart", () => { Z.composing.now = true; }, true);
document.addEventListener("compositionend", () => { Z.composing.now = false; }, true);

Z.inText = (target) => target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

document.addEventListener("keydown", (event) => {
  if (Z.composing(event)) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    Z.say(Z.t("always-saved"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (Z.inText(event.target)) { Z.keyInText(event); return; }
  if (Z.state.page !== "review") { Z.keyOnPage(event); return; }
  if (Z.state.editing) {
    if (event.key === "Escape") { event.preventDefault(); Z.leaveEdit(); }
    else if (event.key === "Enter" && event.target.tagName !== "BUTTON") { event.preventDefault(); Z.saveEdit(); }
    return;
  }
  const onButton = ["BUTTON", "A", "SUMMARY"].includes(event.target.tagName);
  if (Z.asking) {
    if (/^[1-9]$/.test(event.key)) Z.do(event, () => Z.reject(Z.REASONS[Number(event.key) - 1]));
    else if ((event.key === "Enter" && !onButton) || event.key === Z.keyOf("reject")) Z.do(event, () => Z.reject(null));
    else if (event.key === "Escape") Z.do(event, Z.stopAsking);
    return;
  }
  if (onButton && (event.key === "Enter" || event.key === " ")) return;  /* that presses the button */
  if (event.key === "Escape") { Z.$("selection").hidden = true; getSelection().removeAllRanges(); Z.say(""); return; }
  const action = Z.actionOf(event.key);
  if (action && !event.repeat) Z.do(event, () => Z.act(action));
  else if (action && ["next", "previous"].includes(action)) Z.do(event, () => Z.act(action));
});
Z.actionOf = (key) => Z.ACTIONS.find((action) => Z.keyOf(action) === key)
  || { Backspace: "undo", ArrowDown: "next", ArrowUp: "previous", ArrowRight: "next", ArrowLeft: "previous" }[key] || null;

Z.keyInText = (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    event.target.blur();
    Z.$("card").focus({ preventScroll: true });
  } else if (event.key === "Enter" && Z.state.editing && Z.editor.contains(event.target)) {
    event.preventDefault();
    Z.saveEdit();
  } else if (event.key === "Enter" && event.target.id === "search") {
    event.preventDefault();
    Z.filter({ q: event.target.value.trim() }).then(() => Z.$("card").focus({ preventScroll: true }));
  }
};

/* Keys come one after the other: a key pressed while a decision is on its way to the store waits for it. */
Z.line = Promise.resolve();
Z.queueUp = (work) => {
  Z.line = Z.line.then(work).catch((error) => Z.trouble(error.message));
  return Z.line;
};
Z.do = (event, work) => {
  event.preventDefault();
  return Z.queueUp(work);
};
