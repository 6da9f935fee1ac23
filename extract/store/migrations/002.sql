-- zhclaims store, version 2: reprints.

-- What each article's text looks like from afar. letters: SHA-256 of its restored letters and digits; method: how hashes
-- were made (library, parameters); state: 0 to be compared with the others, 1 compared, 2 its cluster is written too.
CREATE TABLE signatures (
    article INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
    method TEXT NOT NULL,
    letters TEXT NOT NULL,
    hashes BLOB NOT NULL,                    -- MinHash, 32-bit little-endian
    state INTEGER NOT NULL DEFAULT 0,
    cluster INTEGER NOT NULL                 -- articles with one number here tell the same story
);
CREATE INDEX signatures_cluster ON signatures (cluster);
CREATE INDEX signatures_state ON signatures (state) WHERE state < 2;

-- Where to look for similar articles: those that share a key.
CREATE TABLE bands (
    key INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    PRIMARY KEY (key, article)
) WITHOUT ROWID;
CREATE INDEX bands_article ON bands (article);

-- Clusters of two articles and more. canonical is the article that published first.
CREATE TABLE reprints (
    article TEXT PRIMARY KEY REFERENCES articles (id) ON UPDATE CASCADE ON DELETE CASCADE,
    canonical TEXT NOT NULL REFERENCES articles (id) ON UPDATE CASCADE ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('canonical', 'exact', 'near')),
    similarity REAL NOT NULL                 -- to the canonical article, 0 to 1
) WITHOUT ROWID;
CREATE INDEX reprints_canonical ON reprints (canonical);

-- Figures that a reprint tells otherwise than the canonical article.
CREATE TABLE differences (
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    canonical_record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    field TEXT NOT NULL CHECK (field IN ('value', 'value_max', 'unit', 'baseline_value')),
    told,
    canonical_told,
    PRIMARY KEY (record, canonical_record, field)
) WITHOUT ROWID;
CREATE INDEX differences_canonical ON differences (canonical_record);

-- The claims, to be read: corrected where a reviewer corrected them, each with its sentence and its article.
DROP VIEW claims;
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
    p.canonical AS reprint_of,
    EXISTS (SELECT 1 FROM differences d WHERE d.record = r.id)
        OR EXISTS (SELECT 1 FROM differences d WHERE d.canonical_record = r.id) AS changed_figure,
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
LEFT JOIN reprints p ON p.article = r.article AND p.kind <> 'canonical'
WHERE r.origin = 'extractor' OR j.seq IS NOT NULL;
