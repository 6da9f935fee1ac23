"use strict";
/* What must not be lost in this browser: drafts that are being typed and, in the page without a server, decisions.
   Kept in IndexedDB and written through before it is said to be kept; localStorage may forget what was written last. */
Z.vault = (() => {
  let opened = null;
  const memory = { drafts: new Map(), decisions: new Map() };
  const open = () => {
    if (!opened) {
      opened = new Promise((done, fail) => {
        const asked = indexedDB.open("zhclaims", 1);
        asked.onupgradeneeded = () => { asked.result.createObjectStore("drafts"); asked.result.createObjectStore("decisions"); };
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      }).catch(() => null);  /* a private window: what is kept is kept until it closes */
    }
    return opened;
  };
  const run = async (store, mode, work, otherwise) => {
    const database = await open();
    if (!database) return otherwise(memory[store]);
    return new Promise((done, fail) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked ? asked.result : undefined);
      transaction.onerror = transaction.onabort = () => fail(transaction.error || new Error("IndexedDB"));
    });
  };
  const within = (page) => IDBKeyRange.bound([page], [page, []]);
  return {
    lasts: async () => (await open()) !== null,
    draft: (key) => run("drafts", "readonly", (store) => store.get(key), (held) => held.get(key)),
    keepDraft: (key, value) => run("drafts", "readwrite", (store) => (value === null ? store.delete(key) : store.put(value, key)), (held) => held.set(key, value)),
    rows: async (page) => (await run("decisions", "readonly", (store) => store.getAll(within(page)), () => [])) || [],
    keepRows: (page, rows) => run("decisions", "readwrite", (store) => { for (const row of rows) store.put(row, [page, row.seq]); return null; }, () => undefined),
  };
})();
