-- zhclaims store, version 1. Times are UTC, dates ISO 8601, booleans 0 and 1; offsets count code points of articles.text.

-- One row for each run of `zhclaims ingest`.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL,
    ended TEXT,
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'stopped', 'broken')),
    extractor TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}',
    done INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
);

-- Articles as given. seq is the order in which they came; content is the SHA-256 of text and metadata.
CREATE TABLE articles (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,                      -- the input that it belongs to; other inputs that hold it are its duplicates
    title TEXT,
    published TEXT,
    publisher TEXT,
    url TEXT,
    reprinted_from TEXT,
    editor TEXT,
    source TEXT,                             -- where it was read: path!member:line
    text TEXT NOT NULL,
    extra TEXT NOT NULL DEFAULT '{}',        -- JSON: further keys that came with it
    notes TEXT NOT NULL DEFAULT '[]',        -- JSON: what reading had to guess or replace
    extractor TEXT NOT NULL,                 -- what made its records
    run INTEGER NOT NULL REFERENCES runs (id)
);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_path ON articles (path);

-- How every input stands: one row for each article in each file, numbered from 0 (place).
CREATE TABLE inputs (
    path TEXT NOT NULL,                      -- the file; '-' is standard input
    run INTEGER NOT NULL REFERENCES runs (id),
    place INTEGER NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('done', 'duplicate', 'failed')),
    article TEXT REFERENCES articles (id) ON UPDATE CASCADE ON DELETE CASCADE,   -- of a duplicate: the article it repeats
    given TEXT,                              -- the id that the input gives its article
    stage TEXT,
    reason TEXT,
    remedy TEXT,
    PRIMARY KEY (path, run, place),
    CHECK ((status = 'failed') = (article IS NULL)),
    CHECK ((status = 'failed') = (reason IS NOT NULL AND stage IS NOT NULL AND remedy IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX inputs_article ON inputs (article);

-- What a file looked like when all of its articles were settled. As long as it looks the same it is not opened again.
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    reading TEXT NOT NULL,                   -- the options that it was read with
    items INTEGER NOT NULL
) WITHOUT ROWID;

-- One row for each claim; json is the whole record (schemas/record.schema.json), the columns are parts of it.
CREATE TABLE records (
    vendor TEXT,
    metric TEXT NOT NULL,
    value NUMERIC NOT NULL,
    unit TEXT,
    baseline TEXT,
    kind TEXT NOT NULL,
    comparator TEXT NOT NULL,
    value_max NUMERIC,
    subject TEXT,
    modality TEXT NOT NULL,
    attribution TEXT,
    scope TEXT,
    period TEXT,
    period_start TEXT,
    period_end TEXT,
    baseline_kind TEXT,
    baseline_value NUMERIC,
    baseline_value_max NUMERIC,
    baseline_unit TEXT,
    baseline_entity TEXT,
    vendor_id TEXT,
    vendor_text TEXT,
    vendor_how TEXT,
    metric_id TEXT,
    metric_text TEXT NOT NULL,
    quantity TEXT NOT NULL,
    quantity_start INTEGER NOT NULL,
    quantity_end INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end INTEGER NOT NULL,
    si_value NUMERIC,
    si_value_max NUMERIC,
    si_unit TEXT,
    factor NUMERIC,
    derived_baseline_value NUMERIC,
    baseline_implied INTEGER,
    confidence REAL NOT NULL,
    flags TEXT NOT NULL,
    rules TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles (id) ON UPDATE CASCADE ON DELETE CASCADE,
    id TEXT PRIMARY KEY,
    extractor TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'extractor' CHECK (origin IN ('extractor', 'reviewer')),
    claim TEXT NOT NULL,                     -- fingerprint of what is claimed; judgements hold for it
    sentence TEXT,                           -- the restored sentence that holds the number
    json TEXT NOT NULL
);
CREATE INDEX records_article ON records (article, quantity_start);
CREATE INDEX records_vendor ON records (vendor_id);
CREATE INDEX records_metric ON records (metric_id);

-- Every numeral of every article with its one role (schemas/number.schema.json).
CREATE TABLE numbers (
    article TEXT NOT NULL REFERENCES articles (id) ON UPDATE CASCADE ON DELETE CASCADE,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    value NUMERIC,
    value_max NUMERIC,
    unit TEXT,
    comparator TEXT NOT NULL,
    role TEXT NOT NULL,
    record TEXT,
    why TEXT NOT NULL
);
CREATE INDEX numbers_article ON numbers (article, start);

-- What people decided: rows are added and never changed. The records that they speak of may be gone, the rows stay.
CREATE TABLE judgements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    article TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'skip', 'edit', 'flag', 'comment', 'undo')),
    reason TEXT,
    before TEXT,                             -- the record that was judged, JSON; null for a claim that a reviewer added
    after TEXT,                              -- the record as corrected, JSON
    at TEXT NOT NULL,
    claim TEXT NOT NULL,                     -- records.claim at that time
    undoes TEXT,                             -- the judgement that an undo takes back
    carried_from TEXT,                       -- the judgement that this one repeats for a changed article
    CHECK ((verdict = 'undo') = (undoes IS NOT NULL)),
    CHECK ((verdict = 'edit') = (after IS NOT NULL))
);
CREATE INDEX judgements_record ON judgements (record, seq);
CREATE INDEX judgements_undoes ON judgements (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER judgements_stay BEFORE DELETE ON judgements BEGIN SELECT RAISE (ABORT, 'judgements are never deleted'); END;
CREATE TRIGGER judgements_fixed BEFORE UPDATE ON judgements BEGIN SELECT RAISE (ABORT, 'judgements are never changed'); END;

-- The inputs that gave no article, in plain words.
CREATE VIEW failures AS
SELECT source, stage, reason, remedy, path, place, run FROM inputs WHERE status = 'failed';

-- The judgement that stands for each record: the latest that was not undone and that speaks of the claim as it is now.
CREATE VIEW standing AS
SELECT j.* FROM records r JOIN judgements j ON j.record = r.id AND j.seq = (
    SELECT max(k.seq) FROM judgements k
    WHERE k.record = r.id AND k.claim = r.claim AND k.verdict NOT IN ('comment', 'undo')
      AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = k.id)
);

-- The claims, to be read: corrected where a reviewer corrected them, each with its sentence and its article.
CREATE VIEW claims AS
SELECT
    iif(j.verdict = 'edit', json_extract(j.after, '$.vendor.name'), r.vendor) AS vendor,
    iif(j.verdict = 'edit', coalesce(json_extract(j.after, '$.metric.name'), json_extract(j.after, '$.metric.text')), r.metric) AS metric,
    iif(j.verdict = 'edit', json_extract(j.after, '$.value'), r.value) AS value,
    iif(j.verdict = 'edit', json_extract(j.after, '$.unit'), r.unit) AS unit,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.text'), r.baseline) AS baseline,
    r.sentence,
    a.title,
    a.published,
    a.publisher,
    CASE j.verdict WHEN 'accept' THEN 'accepted' WHEN 'edit' THEN 'edited' WHEN 'reject' THEN 'rejected'
        WHEN 'flag' THEN 'flagged' WHEN 'skip' THEN 'skipped' ELSE 'unreviewed' END AS status,
    r.confidence,
    iif(j.verdict = 'edit', json_extract(j.after, '$.kind'), r.kind) AS kind,
    iif(j.verdict = 'edit', json_extract(j.after, '$.comparator'), r.comparator) AS comparator,
    iif(j.verdict = 'edit', json_extract(j.after, '$.value_max'), r.value_max) AS value_max,
    iif(j.verdict = 'edit', json_extract(j.after, '$.subject'), r.subject) AS subject,
    iif(j.verdict = 'edit', json_extract(j.after, '$.modality'), r.modality) AS modality,
    iif(j.verdict = 'edit', json_extract(j.after, '$.attribution'), r.attribution) AS attribution,
    iif(j.verdict = 'edit', json_extract(j.after, '$.scope'), r.scope) AS scope,
    iif(j.verdict = 'edit', json_extract(j.after, '$.period.text'), r.period) AS period,
    iif(j.verdict = 'edit', json_extract(j.after, '$.period.start'), r.period_start) AS period_start,
    iif(j.verdict = 'edit', json_extract(j.after, '$.period.end'), r.period_end) AS period_end,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.kind'), r.baseline_kind) AS baseline_kind,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.value'), r.baseline_value) AS baseline_value,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.value_max'), r.baseline_value_max) AS baseline_value_max,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.unit'), r.baseline_unit) AS baseline_unit,
    iif(j.verdict = 'edit', json_extract(j.after, '$.baseline.entity'), r.baseline_entity) AS baseline_entity,
    iif(j.verdict = 'edit', json_extract(j.after, '$.vendor.id'), r.vendor_id) AS vendor_id,
    iif(j.verdict = 'edit', json_extract(j.after, '$.vendor.text'), r.vendor_text) AS vendor_text,
    iif(j.verdict = 'edit', json_extract(j.after, '$.vendor.how'), r.vendor_how) AS vendor_how,
    iif(j.verdict = 'edit', json_extract(j.after, '$.metric.id'), r.metric_id) AS metric_id,
    iif(j.verdict = 'edit', json_extract(j.after, '$.metric.text'), r.metric_text) AS metric_text,
    iif(j.verdict = 'edit', json_extract(j.after, '$.quantity.text'), r.quantity) AS quantity,
    iif(j.verdict = 'edit', json_extract(j.after, '$.quantity.start'), r.quantity_start) AS quantity_start,
    iif(j.verdict = 'edit', json_extract(j.after, '$.quantity.end'), r.quantity_end) AS quantity_end,
    iif(j.verdict = 'edit', json_extract(j.after, '$.evidence.text'), r.evidence) AS evidence,
    iif(j.verdict = 'edit', json_extract(j.after, '$.evidence.start'), r.evidence_start) AS evidence_start,
    iif(j.verdict = 'edit', json_extract(j.after, '$.evidence.end'), r.evidence_end) AS evidence_end,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.si_value'), r.si_value) AS si_value,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.si_value_max'), r.si_value_max) AS si_value_max,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.si_unit'), r.si_unit) AS si_unit,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.factor'), r.factor) AS factor,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.baseline_value'), r.derived_baseline_value) AS derived_baseline_value,
    iif(j.verdict = 'edit', json_extract(j.after, '$.derived.baseline_implied'), r.baseline_implied) AS baseline_implied,
    iif(j.verdict = 'edit', coalesce((SELECT group_concat(e.value, '|') FROM json_each(j.after, '$.flags') e), ''), r.flags) AS flags,
    iif(j.verdict = 'edit', coalesce((SELECT group_concat(e.value, '|') FROM json_each(j.after, '$.rules') e), ''), r.rules) AS rules,
    a.url,
    a.reprinted_from,
    a.editor,
    j.reviewer,
    j.reason,
    j.at AS reviewed,
    a.source,
    r.article,
    r.id,
    r.extractor,
    r.origin,
    iif(j.verdict = 'edit', j.after, r.json) AS json
FROM records r
JOIN articles a ON a.id = r.article
LEFT JOIN judgements j ON j.seq = (
    SELECT max(k.seq) FROM judgements k
    WHERE k.record = r.id AND k.claim = r.claim AND k.verdict NOT IN ('comment', 'undo')
      AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = k.id)
)
WHERE r.origin = 'extractor' OR j.seq IS NOT NULL;
