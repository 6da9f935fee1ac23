"""The store: one SQLite file with articles, claims, numbers, failures and judgements, open to every tool that reads SQLite.

What is in it (the columns are described in ``migrations/*.sql``):

- ``claims`` (view): one row for each claim, to be read: vendor, metric, value, unit, baseline, sentence, title, published,
  publisher, status, confidence, then everything else. A reviewer's correction is shown in place of what was extracted.
- ``articles``: the articles as given, text and metadata. ``inputs``: how every article of every file stands - done,
  duplicate of an article, or failed. ``failures`` (view): the failed ones with stage, reason and remedy.
  ``files``: what a file looked like when it was settled, so that it is opened again only after a change.
- ``records``, ``numbers``: what was extracted, as the published schemas have it, ``records.json`` whole.
- ``judgements``: the append-only log of what reviewers decided. ``standing`` (view): the verdict that holds for each record.
- ``reprints``: which article repeats which, and ``differences``: the figures that a reprint tells otherwise.
  ``signatures``, ``bands``: how they were found.
- ``runs``: every run of ingest with its tally.

The journal is a write-ahead log; ``PRAGMA user_version`` is the version of the schema. One ingest writes at a time; a review
page may add judgements meanwhile, and any number of programs may read.

>>> import tempfile
>>> from pathlib import Path
>>> with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "claims.db") as store:
...     store.connection.execute("SELECT count(*) FROM claims").fetchone()
(0,)
"""

from extract.store.claims import ACCEPTED, STATUSES, ClaimStatus, Filter, columns_of_claims, read_claims
from extract.store.database import Known, Look, RunState, SettledInput, Store, printable
from extract.store.inserting import Found, similarity
from extract.store.judging import Judgement, Verdict, add_claim, judge, log
from extract.store.opening import StoreError, connect, connect_read_only, latest
from extract.store.rows import Readout, claim_fingerprint, content_fingerprint, readout
from extract.store.settling import STANDARD_INPUT, Outcome, Visit

__all__ = [
    "ACCEPTED",
    "STANDARD_INPUT",
    "STATUSES",
    "ClaimStatus",
    "Filter",
    "Found",
    "Judgement",
    "Known",
    "Look",
    "Outcome",
    "Readout",
    "RunState",
    "SettledInput",
    "Store",
    "StoreError",
    "Verdict",
    "Visit",
    "add_claim",
    "claim_fingerprint",
    "columns_of_claims",
    "connect",
    "connect_read_only",
    "content_fingerprint",
    "judge",
    "latest",
    "log",
    "printable",
    "read_claims",
    "readout",
    "similarity",
]
