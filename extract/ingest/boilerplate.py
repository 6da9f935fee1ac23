"""The names that page makers give to what surrounds an article, and to the article itself."""

from __future__ import annotations

import re
from typing import Literal

Zone = Literal["comments", "related", "frame"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# names in class, id and role, cut at hyphens, underscores and capitals
_COMMENTS = _names(
    "comment comments commentlist cmt cmts pinglun pl reply replies gentie gt discuss discussion disqus uyan changyan "
    "sohucs bbs liuyan respond feedback danmu post-comment"
)
_RELATED = _names(
    "related relate relates relative relation recommend recommends recommended recommendation rec tuijian xgyd xgxw "
    "xiangguan guess guesslike hot hots hotnews rank ranks ranking ranklist paihang top10 latest newest morenews "
    "sidebar "
    "aside widget widgets similar resemble readmore yuedu ydtj tjyd jctj zuixin remen special promo promotion outbrain "
    "taboola"
)
_FRAME = _names(
    "nav navi navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs mianbao weizhi footer foot bottom "
    "topbar "
    "toolbar toolbox tools pagination pager pagelist pagebar paging page-nav prevnext siblings search searchbar login "
    "register logo share sharebox sharing bdshare bdsharebuttonbox jiathis social fontsize qrcode erweima ewm qr ad "
    "ads "
    "adv advert advertisement adbox adsbygoogle guanggao gg sponsor banner popup modal copyright disclaimer statement "
    "mianze shengming icp tag tags taglist keyword keywords key-word hotkey vote zan praise subscribe follow download "
    "appdown openapp jubao tips toast tooltip friendlink friendlinks links gotop backtop sitemap skip print catalog toc"
)
# beside one of these a name of the frame says little ("content-bottom"), except for the plain ones
_MIXED = _names("content text body wrap wrapper container main box layout page col con left article detail")
_PLAIN = _names("share footer copyright nav tags ad tag")
_CUT = re.compile(r"[^a-z0-9]+")
_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CONTENT = re.compile(
    r"artibody|article-?(?:body|content|text|txt|con|detail|main|inner|cont)\b|art-?(?:content|text|con|body|main)\b|"
    r"post-?(?:body|content|text)\b|news-?(?:content|text|txt|body|con|detail)\b|"
    r"content-?(?:article|body|text|txt|detail|main|area)\b|main-?(?:text|content)\b|"
    r"detail-?(?:content|body|con|text)?\b|entry-?content|trs-?(?:ue)?-?editor|ucap-?content|js-?content\b|"
    r"rm-?txt-?con|\bzoom\b|end-?text|cnt-?text|body-?text|story-?body|rich-?media-?content|all-?txt|cont-?text|"
    r"text-?content|\bmp-editor\b",
    re.I,
)


def zone_of(tag: str, names: str) -> Zone | None:
    """What an element surrounds the article with, from its tag and its ``class``, ``id`` and ``role``.

    >>> zone_of("div", "gc-comment"), zone_of("div", "hotNews fl"), zone_of("ul", "topNav"), zone_of("div", "content")
    ('comments', 'related', 'frame', None)
    """
    if tag in ("nav", "footer"):
        return "frame"
    if tag == "aside":
        return "related"
    for name in names.split():
        tokens = [t for t in _CUT.split(_CAPITALS.sub("-", name).lower()) if t]
        plain = {t.rstrip("0123456789") or t for t in tokens} | {"-".join(tokens)}
        if plain & _COMMENTS:
            return "comments"
        if plain & _RELATED and tokens[-1] not in ("open", "on"):
            return "related"
        if plain & _FRAME and (plain & _PLAIN or not plain & _MIXED):
            return "frame"
    return None


def is_content(tag: str, names: str) -> bool:
    """Whether page makers commonly call the body of an article so.

    >>> is_content("div", "article-content"), is_content("div", "post_body"), is_content("div", "wrapper")
    (True, True, False)
    """
    return tag == "article" or bool(_CONTENT.search(_CAPITALS.sub("-", names).replace("_", "-")))
