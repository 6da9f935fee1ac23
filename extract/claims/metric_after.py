"""The metric behind the number: what is counted, what 的 joins to it, what a list of values shares."""

from __future__ import annotations

import re

from extract.claims.candidates import Candidate
from extract.claims.metric_wording import add, phrase
from extract.claims.noun_phrases import phrase_after
from extract.claims.scene import Scene, Site

RECORD = re.compile(r"的?好?(?:成绩|佳绩|战绩)")  # 以1.86万台的成绩夺冠: what was achieved, no thing that is counted
_LISTED = re.compile("[\ue10a 、和与及]{1,3}|以及")
_COUNT_VERB = re.compile(
    r"(?P<verb>服务|覆盖|支持|承载|部署|新增|建成|布局|开通|接入|上线|管理|签约|落地|减少|裁员|招聘|投用|铺设|兼容|适配|纳管)(?:了|着|过|超|近|约|全国|的|逾|超过|国内)*$"
)


def after_candidates(scene: Scene, site: Site, out: list[Candidate]) -> None:
    tokens = scene.tokens(site.clause)
    start, end, joined = phrase_after(tokens, site.quantity.tail, site.right if site.host else site.clause.end)
    if end <= start:
        return
    text = scene.text[start:end]
    if RECORD.match(text) and site.quantity.dimension == "count":
        return
    link = "的" if joined else "direct"
    tail = "end" if end >= site.clause.end else "more"
    if scene.metrics_in(start, end):
        mention = scene.metrics_in(start, end)[-1]
        phrase(scene, start, max(mention.end, start + 1), "after-registered", out, [f"link={link}", f"tail={tail}"])
    phrase(scene, start, end, "after-phrase", out, [f"link={link}", f"tail={tail}"])
    first = next((t for t in tokens if t.start == start), None)
    noun = first is not None and (
        first.tag.startswith(("n", "j", "b", "eng", "l", "a", "i", "x", "vn", "E", "N"))
        or len(scene.metrics_in(start, end)) > 0
    )
    if site.quantity.dimension in ("count", None) and len(text) >= 2 and noun:
        verb = _COUNT_VERB.search(scene.flat[site.left : site.quantity.lead])
        add(
            out, Candidate(f"{text}数", start, end, "counted", features=[f"link={link}", "verb" if verb else "no-verb"])
        )
        if verb:
            add(out, Candidate(f"{verb.group('verb')}{text}数", start, end, "verb-counted", features=[f"link={link}"]))


def after_list_candidates(scene: Scene, site: Site, out: list[Candidate]) -> None:
    """以23.4%和19.8%的份额: what follows the last of a list belongs to each of its values."""
    following = site.following
    if (
        following is None
        or scene.quantities[following].unit != site.quantity.unit
        or not _LISTED.fullmatch(scene.flat[site.quantity.tail : scene.quantities[following].lead])
    ):
        return
    last = scene.sites[following]
    while last.following is not None and _LISTED.fullmatch(
        scene.flat[last.quantity.tail : scene.quantities[last.following].lead]
    ):
        last = scene.sites[last.following]
    start, end, joined = phrase_after(scene.tokens(site.clause), last.quantity.tail, site.clause.end)
    if joined and end > start:
        told = scene.metrics_in(start, end)
        phrase(
            scene,
            start,
            max(told[-1].end, start + 1) if told else end,
            "after-list",
            out,
            ["registered"] if told else [],
        )
