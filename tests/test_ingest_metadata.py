"""Title, date, publisher, origin and editor read from the text itself, after repair."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ingest import article_from_text, complete, read_articles
from extract.ingest.bylines import parse_byline
from extract.ingest.metadata import read_metadata
from extract.ingest.titles import split_title
from extract.types import Article

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"
BODY = "　　澜河云发布三季度业绩。当季营收达到48.6亿元，同比增长31%。\n　　毛利率为41%，比上年同期高两个百分点。"


def said(text: str) -> tuple[str, ...]:
    found = read_metadata(text)
    return tuple(str(found.get(name) or "") for name in ("title", "published", "publisher", "reprinted_from", "editor"))


def test_the_seed() -> None:
    (article,) = read_articles(ARTICLES / "seed.txt")
    assert isinstance(article, Article) and article.title is None
    done = complete(article, (ARTICLES / "seed.restored.txt").read_text(encoding="utf-8"))
    assert done.title == "2025中国AI Infra厂商大模型训推加速能力榜:算力竞速与效能革命"
    assert (done.publisher, str(done.published), done.reprinted_from, done.editor) == (
        "中国产业经济信息网", "2025-11-18", "鹰潭新闻网", None,
    )  # fmt: skip
    assert (done.id, done.text, done.source) == (article.id, article.text, article.source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"澜河云三季度营收48.6亿元\n2025-11-18 09:00 来源:证券日报 作者:周可\n\n{BODY}\n(责任编辑:郑明)", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "证券日报", "郑明")),
        (f"# 澜河云三季度营收48.6亿元\n\n来源：江南财经网  2025年11月18日\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "江南财经网", "")),
        (f"来源：证券日报\n时间：2025/11/18\n澜河云三季度营收48.6亿元\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "证券日报", "")),
        (f"标题：澜河云三季度营收48.6亿元\n发布时间：2025年11月18日 10:20\n编辑：李　明\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "", "李明")),
        (f"澜河云三季度营收48.6亿元\n{BODY}（来源：新华社）\n责编：孙悦、何淼", ("澜河云三季度营收48.6亿元", "", "", "新华社", "孙悦、何淼")),
        (f"晶岳10月營收87.4億元\n發佈時間：民國114年11月10日　來源：島嶼日報　責任編輯：吳思齊\n{BODY}", ("晶岳10月營收87.4億元", "2025-11-10", "", "島嶼日報", "吳思齊")),
        (f"澜河云三季度营收48.6亿元\n星岸财经 2025-11-18 14:03\n{BODY}\n本文转自“芯事观察”", ("澜河云三季度营收48.6亿元", "2025-11-18", "星岸财经", "芯事观察", "")),
        (f"澜河云三季度营收48.6亿元\n{BODY}\n版权所有:东川网 京ICP备00000000号", ("澜河云三季度营收48.6亿元", "", "东川网", "", "")),
        (f"东川社北京2025年11月18日电（记者 周可）{BODY.strip()}", ("", "2025-11-18", "", "", "")),
        (BODY, ("", "", "", "", "")),
        (f"## 先说结论在这里\n{BODY}", ("", "", "", "", "")),
        (f"【澜河云回应传闻】\n{BODY}", ("", "", "", "", "")),
        (f"云厂商的三季度报告今天全部出齐,增速比上一季度又慢了一些.\n{BODY}", ("", "", "", "", "")),
        (f"三季度的最后一个交易日，几位基金经理为一道老题吵了起来：海光和寒武纪，还有摩尔线程和沐曦，到底谁更像那一家公司？\n{BODY}", ("", "", "", "", "")),
        (f"财经要闻\n澜河云三季度营收48.6亿元\n澜河云三季度营收48.6亿元\n{BODY}", ("澜河云三季度营收48.6亿元", "", "", "", "")),
        (f"• 最近访问:\n发表于 2025-11-18 08:36:39 星吧网页版\n澜河云三季度营收48.6亿元\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "", "")),
        (f"澜河云三季度营收48.6亿元\n2025-11-18 12:19 北京\n11879 0 0\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "", "")),
        (f" date 2025-11-18 澜河云三季度营收48.6亿元\n{BODY}", ("澜河云三季度营收48.6亿元", "2025-11-18", "", "", "")),
        (f"2025-11-18 00:06:44 0,514次浏览\n{BODY}", ("", "2025-11-18", "", "", "")),
        (f"热门资讯> 正文\n2025-11-18\n{BODY}", ("", "2025-11-18", "", "", "")),
        (f"一、行业市场现状分析\n{BODY}", ("", "", "", "", "")),
        ("澜河云营收48.6亿元", ("", "", "", "", "")),
        ("澜河云营收48.6亿元。", ("", "", "", "", "")),
        ("", ("", "", "", "", "")),
        ("\n\n\n", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_head_and_tail_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "tail",
    [
        "数据来源:艾瑞咨询", "图片来源:视觉中国", "凡注明“来源:东川网”的作品，转载时须获得授权。", "【免责声明】本文来源：网络，版权归原作者所有。",
        "【版权声明】凡转载自：甲网的文章，仅代表作者个人观点。", "来源:网络综合", "资料来源:公司公告",
    ],
)  # fmt: skip
def test_what_names_no_origin(tail: str) -> None:
    assert said(f"澜河云三季度营收48.6亿元\n{BODY}\n{tail}")[3] == ""


def test_a_date_in_the_body_is_not_the_date_of_publication() -> None:
    assert (
        said(
            "澜河云三季度营收48.6亿元\n澜河云于2025年11月1日发布业绩，当季营收达到48.6亿元，同比增长31%。\n下一次公布在2026年2月1日。"
        )[1]
        == ""
    )


def test_what_the_container_said_stays() -> None:
    article = article_from_text(
        BODY, title="甲的标题", published="2025-01-02", publisher="甲报", reprinted_from="乙报", editor="丙"
    )
    assert complete(article, f"另一个标题在这里\n2025-11-18 来源:丁报\n{BODY}\n责编:戊己") == article


def test_origin_that_is_the_publisher_is_none() -> None:
    article = article_from_text(BODY, publisher="证券日报")
    assert complete(article, f"澜河云三季度营收48.6亿元\n来源:证券日报 2025-11-18\n{BODY}").reprinted_from is None


def test_damaged_names_are_mended_by_the_repairer_when_it_is_given() -> None:
    damaged = article_from_text("甲(jiǎ)乙(yǐ)丙(bǐng)", title="東川產(chǎn)業(yè)經(jīng)濟(jì)")
    assert complete(damaged, "甲乙丙").title == "東川產業經濟"
    assert (
        complete(
            damaged,
            "甲乙丙",
        ).publisher
        is None
    )
    from extract.ingest.metadata import complete as with_repair

    assert with_repair(damaged, "甲乙丙", lambda text: "东川产业经济").title == "东川产业经济"


@pytest.mark.parametrize(
    ("line", "origin", "editor", "author", "day"),
    [
        ("来源:证券时报网  作者:张三  2025-11-18 09:00", "证券时报网", None, "张三", "2025-11-18"),
        ("（责任编辑：王五 SN123）", None, "王五", None, None),
        ("本文来源：每日车讯 责任编辑：郑十_NT1234", "每日车讯", "郑十", None, None),
        ("来源: 新华社 | 作者：李 明 | 阅读 1234", "新华社", None, "李明", None),
        ("文/李四 编辑/王五", None, "王五", "李四", None),
        ("2025-11-18 10:20:33 字号：A- A A+ 来源：EETOP", "EETOP", None, None, "2025-11-18"),
        ("来源丨半导体观察", "半导体观察", None, None, None),
        ("責任編輯：何家欣", None, "何家欣", None, None),
        ("来源：21世纪经济报道 2025年11月18日 星期二 08:01", "21世纪经济报道", None, None, "2025-11-18"),
        ("转自:上海证券报", "上海证券报", None, None, None),
        ("(来源:人民网-人民日报)", "人民网-人民日报", None, None, None),
    ],
)
def test_bylines(line: str, origin: str | None, editor: str | None, author: str | None, day: str | None) -> None:
    found = parse_byline(line)
    assert (found.origin, found.editor, found.author, str(found.published) if found.published else None) == (
        origin,
        editor,
        author,
        day,
    )
    assert found.is_byline


@pytest.mark.parametrize(
    "line",
    [
        "澜河云2025年11月18日宣布,当季营收达到48.6亿元。", "数据来源:IDC", "时间就是金钱，效率就是生命", "编辑部搬家了", "记者从发布会上获悉，全年产能将达到60万辆。",
        "来源于自研芯片的收入占比达到50%，创下历史新高。", "据2025-11-18的公告,公司营收增长31%。", "收入来源：服务费、授权费与广告费，其中服务费占比最高。",
    ],
)  # fmt: skip
def test_sentences_are_no_bylines(line: str) -> None:
    assert not parse_byline(line).is_byline


@pytest.mark.parametrize(
    ("page_title", "title", "site"),
    [
        ("甲公司营收增长5%_江南财经_江南网", "甲公司营收增长5%", "江南网"),
        ("甲公司营收增长5%--经济·科技--东川网", "甲公司营收增长5%", "东川网"),
        ("甲公司营收增长5% | 產業 | 島嶼財經網", "甲公司营收增长5%", "島嶼財經網"),
        ("甲公司营收增长5% - 36氪", "甲公司营收增长5%", "36氪"),
        ("从0到1-甲公司的增长5%之路", "从0到1-甲公司的增长5%之路", None),
        ("5G-A商用提速", "5G-A商用提速", None),
        ("甲公司营收增长5%", "甲公司营收增长5%", None),
        ("", None, None),
    ],
)
def test_titles_of_pages(page_title: str, title: str | None, site: str | None) -> None:
    assert split_title(page_title) == (title, site)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_completed(text: str) -> None:
    article = article_from_text(text)
    done = complete(article, text)
    assert (done.id, done.text) == (article.id, article.text)
    parse_byline(text)
