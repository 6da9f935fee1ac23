"""What the lexicon lacks, as rows ready to append: suggested from readings, appended, and then known."""

from __future__ import annotations

import time
from pathlib import Path

from extract.check import check
from extract.lexicon import load
from extract.lexicon.finding import Finder
from extract.pipeline import read_article
from extract.suggest import Candidate, as_csv, suggest
from extract.types import Article, Reading

TEXT = (
    "蓝湖实验室宣布，星飞F9000的单框带宽达3TB/s，华为表示认可。蓝湖实验室称，星飞F9000已出货200台。"
    "星飞F9000用于客户产线，第二批晶格咬合度升至15%，晶格咬合度达到16%。再跑3遍压力测试，又跑5遍。"
)


def readings(*texts: str) -> list[Reading]:
    return [read_article(Article(id=f"a{i}", text=text)) for i, text in enumerate(texts)]


def by_text(candidates: tuple[Candidate, ...]) -> dict[str, Candidate]:
    return {candidate.text: candidate for candidate in candidates}


def test_what_stands_often_and_is_not_registered_is_suggested() -> None:
    found = by_text(suggest(readings(TEXT, TEXT), least=2))
    lab, product = found["蓝湖实验室"], found["星飞F9000"]
    assert (lab.kind, lab.count, lab.articles) == ("vendor", 4, {"a0", "a1"})
    assert (product.kind, product.count) == ("product", 6)
    assert product.owner == "huawei"
    assert all("星飞F9000" in sentence for sentence in product.sentences)
    assert found["晶格咬合度"].kind == "metric" and found["晶格咬合度"].row()["units"] == "%"
    assert found["遍"].kind == "unit"


def test_what_is_registered_or_rare_is_not_suggested() -> None:
    found = by_text(suggest(readings("华为的H20出货5万片，营收增长3%。华为的H20卖出2万片。", TEXT), least=3))
    assert not {"华为", "H20", "营收", "片", "遍"} & set(found)
    assert "星飞F9000" in found


def test_the_rows_can_be_appended_and_then_nothing_is_left_to_suggest(tmp_path: Path) -> None:
    candidates = suggest(readings(TEXT), least=2)
    for kind, file in (("vendor", "vendors.csv"), ("product", "products.csv"), ("unit", "units.csv")):
        (tmp_path / file).write_text(as_csv(candidates, kind), encoding="utf-8")
    assert [str(problem) for problem in check(tmp_path)] == []
    words = load(tmp_path)
    again = [read_article(Article(id="a", text=TEXT), words)]
    assert {candidate.kind for candidate in suggest(again, words, least=2)} == {"metric"}


def test_matching_does_not_slow_down_with_the_number_of_rows() -> None:
    forms = {f"名{chr(0x4E00 + i)}{chr(0x5000 + j)}": 1 for i in range(40) for j in range(25)}
    many = {f"名{chr(0x4E00 + i)}{chr(0x5000 + j)}": 1 for i in range(400) for j in range(50)}
    small, large = (Finder(each) for each in (forms, many))
    text = "".join(list(forms)[::7]) + "没有名字的一段话。" * 3000

    def took(finder: Finder[int]) -> float:
        began = time.process_time()
        finder.find_all(text)
        return time.process_time() - began

    times = [(took(small), took(large)) for _ in range(9)]
    assert min(large for _, large in times) < 4 * min(small for small, _ in times)
