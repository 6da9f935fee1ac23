"""Claims in spaCy: exact offsets whatever the tokenizer, several processes, DocBin, training, displaCy."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed

import extract
from extract import components
from extract.errors import ClaimsError

ROOT = Path(__file__).parents[1]
SEED = (ROOT / "corpus" / "articles" / "seed.txt").read_text(encoding="utf-8")
TEXT = (
    "浪潮信息2025年Q1营收达468.6亿元，同比增长165.3%。\r\n"
    "　　华为云的训推生产效率达到英伟达H20芯片的3倍，通信帶寬提升15倍。\n 阿里云的GPU利用率从行业平均的45%提升至82% 。\n"
)
TEXTS = [
    TEXT,
    "没有数字。",
    "",
    "腾讯云智算使算力资源利用率提升至82%。",
    "小米集团第三季度营收925亿元，同比增长30.5%。",
]
JIEBA = {"nlp": {"tokenizer": {"segmenter": "jieba"}}}
TOKENIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "characters": ("zh", {}),
    "jieba": ("zh", JIEBA),
    "whitespace": ("en", {}),
    "anything": ("xx", {}),
}


def pipeline(lang: str = "zh", config: dict[str, Any] | None = None, **options: Any) -> Language:
    nlp = spacy.blank(lang, config=config or {})
    nlp.add_pipe("zhclaims", config=options)
    return nlp


def assert_exact(doc: Doc, text: str) -> None:
    """What stands on a Doc is what one reading of its text gives, each span exactly where its record says."""
    assert doc.text == text
    records = extract.read(text).records
    assert doc._.claims == list(records)
    spans = list(doc.spans["claims"])
    assert len(spans) == len(records)
    for span, record in zip(spans, records, strict=True):
        quantity = record["quantity"]
        assert (span.start_char, span.end_char, span.text) == (quantity["start"], quantity["end"], quantity["text"])
        assert span._.claim == record and span.id_ == record["id"]


@pytest.mark.parametrize("name", TOKENIZERS)
@pytest.mark.parametrize("text", [TEXT, SEED], ids=["short", "seed"])
def test_offsets_are_exact_whatever_the_tokenizer(name: str, text: str) -> None:
    assert_exact(pipeline(*TOKENIZERS[name])(text), text)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(1, len(TEXT) - 1), max_size=40))
def test_offsets_are_exact_wherever_tokens_end(edges: set[int]) -> None:
    bounds = [0, *sorted(edges), len(TEXT)]
    words = [TEXT[a:b] for a, b in itertools.pairwise(bounds)]
    nlp = pipeline()
    doc = nlp.get_pipe("zhclaims")(Doc(nlp.vocab, words=words, spaces=[False] * len(words)))
    assert_exact(doc, TEXT)


def test_each_part_once_with_its_label() -> None:
    doc = pipeline()(TEXT)
    found = [(span.text, span.label_) for span in doc.spans["sc"]]
    assert len({(span.start, span.end, span.label_) for span in doc.spans["sc"]}) == len(found)
    assert {("浪潮信息", "VENDOR"), ("营收", "METRIC"), ("468.6亿元", "VALUE"), ("82%", "VALUE")} <= set(found)
    (utilization,) = [span for span in doc.spans["claims"] if span.text == "82%"]
    parts = utilization._.parts
    assert parts["VENDOR"].text == "阿里云" and parts["METRIC"].text == "GPU利用率" and "45%" in parts["BASELINE"].text


def test_whole_tokens_on_request() -> None:
    nlp = pipeline("en", align="expand")
    doc = nlp(TEXT)
    assert [token.text for token in doc] == [token.text for token in nlp.make_doc(TEXT)]
    for span, record in zip(doc.spans["claims"], doc._.claims, strict=True):
        assert span.start_char <= record["quantity"]["start"] and record["quantity"]["end"] <= span.end_char


def test_what_other_components_said_of_a_token_is_said_of_its_pieces() -> None:
    nlp = pipeline()
    words = ["浪潮信息营收468.6", "亿元，", "同比增长165.3%。", "完。"]
    tree = {"heads": [1, 1, 1, 3], "deps": ["nsubj", "ROOT", "conj", "ROOT"]}
    tags = {"tags": ["NN", "NN", "VV", "VV"], "pos": ["NOUN", "NOUN", "VERB", "VERB"], "lemmas": words}
    plain = Doc(nlp.vocab, words=words, spaces=[False] * 4, ents=["B-ORG", "O", "B-X", "O"], **tree, **tags)
    doc = nlp.get_pipe("zhclaims")(plain.copy())
    assert len(doc) > 7
    before = {at: token for token in plain for at in range(token.idx, token.idx + len(token))}
    for token in doc:
        old = before[token.idx]
        assert (token.tag_, token.pos_, token.ent_type_) == (old.tag_, old.pos_, old.ent_type_)
        if token.idx == old.idx:
            assert (token.dep_, token.head.idx) == (old.dep_, old.head.idx)
        else:
            assert (token.dep_, token.head.idx, token.lemma_) == ("dep", old.idx, token.text)
    assert [sentence.text for sentence in doc.sents] == [sentence.text for sentence in plain.sents]
    assert [entity.text for entity in doc.ents] == [entity.text for entity in plain.ents]


def test_sentences_stay() -> None:
    nlp = pipeline()
    words = ["浪潮信息营收468.6", "亿元。", "同比增长165.3%。"]
    plain = Doc(nlp.vocab, words=words, spaces=[False] * 3, sent_starts=[True, False, True])
    doc = nlp.get_pipe("zhclaims")(plain.copy())
    assert len(doc) > 4 and [each.text for each in doc.sents] == [each.text for each in plain.sents]


def test_metadata_is_given_beforehand() -> None:
    nlp = pipeline()
    doc = nlp.make_doc("今年营收50亿元。")
    doc._.article = {"id": "a7", "published": "2025-11-18", "title": "年报"}
    doc = nlp(doc)
    assert doc._.claims == list(extract.read("今年营收50亿元。", "年报", "2025-11-18", id="a7").records)
    assert doc._.claims[0]["period"]["start"] == "2025-01-01"
    doc = nlp.make_doc("今年营收50亿元。")
    doc._.article = {"date": "2025-11-18"}
    with pytest.raises(ClaimsError, match=r"'date'.*give id, title, published, publisher"):
        nlp(doc)


def test_a_folder_of_own_words(tmp_path: Path) -> None:
    (tmp_path / "vendors.csv").write_text("id,name,kind\nlanhu,蓝湖实验室,company\n", encoding="utf-8")
    doc = pipeline(lexicon=str(tmp_path))("蓝湖实验室营收50亿元。")
    assert [record["vendor"]["id"] for record in doc._.claims] == ["lanhu"]


def test_several_processes_give_what_one_gives() -> None:
    nlp = pipeline()
    docs = list(nlp.pipe(TEXTS, n_process=2, batch_size=2))
    for doc, text in zip(docs, TEXTS, strict=True):
        assert_exact(doc, text)
        assert doc._.numbers == list(extract.read(text).numbers)


def test_a_number_beyond_64_bits_survives_the_way_between_processes() -> None:
    nlp = pipeline()
    text = "该模型累计处理词元99999999999999999999999个。"
    (doc,) = nlp.pipe([text], n_process=2)
    assert doc._.numbers == list(extract.read(text).numbers)


def test_a_docbin_brings_everything_back(tmp_path: Path) -> None:
    nlp = pipeline(ents=True)
    docs = [nlp(text) for text in TEXTS]
    components.docbin(docs).to_disk(tmp_path / "claims.spacy")
    fresh = spacy.blank("zh")
    loaded = list(DocBin().from_disk(tmp_path / "claims.spacy").get_docs(fresh.vocab))
    for doc, text, made in zip(loaded, TEXTS, docs, strict=True):
        assert_exact(doc, text)
        assert [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] == [
            (ent.start_char, ent.end_char, ent.label_) for ent in made.ents
        ]
    assert len(loaded[0].ents) > 8


@pytest.mark.parametrize("component", ["spancat", "ner"])
def test_a_component_is_trained_on_the_docbin(component: str) -> None:
    fix_random_seed(0)  # a chance beginning can need a few rounds more
    made = pipeline(ents=True)
    sentences = [*TEXTS[:1], *TEXTS[3:], *(line for line in SEED.split("\n") if len(line) > 20)][:8]
    stored = components.docbin(made.pipe(sentences)).to_bytes()
    nlp = spacy.blank("zh")
    nlp.add_pipe(component)
    gold = list(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    examples = [
        Example(nlp.make_doc(doc.text), doc) if component == "ner" else Example(_bare(nlp, doc), doc) for doc in gold
    ]
    optimizer = nlp.initialize(lambda: examples)
    labels = set(nlp.get_pipe(component).labels)  # type: ignore[attr-defined]
    assert {"VENDOR", "METRIC", "VALUE"} <= labels
    for _ in range(120):
        nlp.update(examples, sgd=optimizer)
    assert nlp.evaluate(examples)["ents_f" if component == "ner" else "spans_sc_f"] > 0.4  # it finds what it was shown


def _bare(nlp: Language, doc: Doc) -> Doc:
    return Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])


@pytest.mark.parametrize("style", ["span", "ent"])
def test_displacy_shows_the_claims(style: Any) -> None:
    page = displacy.render(pipeline(ents=True)(TEXT), style=style, page=True, jupyter=False)
    for word in ("VENDOR", "METRIC", "VALUE"):
        assert word in page
    if style == "ent":
        assert "468.6亿元" in page


def test_the_entry_point_is_enough(tmp_path: Path) -> None:
    """A fresh process that imports nothing of ours finds the component by what pyproject.toml declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    info = tmp_path / "zhclaims-0.dist-info"
    info.mkdir()
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {at}\n" for name, at in points.items())
        for group, points in declared.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zhclaims\nVersion: 0\n", encoding="utf-8")
    code = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('zhclaims'); print(len(nlp('浪潮信息营收50亿元。').spans['claims']))"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == "1"


def test_a_pipeline_is_saved_and_loaded(tmp_path: Path) -> None:
    pipeline(align="expand").to_disk(tmp_path / "model")
    nlp = spacy.load(tmp_path / "model")
    assert len(nlp(TEXT).spans["claims"]) == len(extract.read(TEXT).records)
