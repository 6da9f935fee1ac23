"""What surrounds the article on a news page: the names that page makers give it, and the words it begins with."""

from __future__ import annotations

import re
from typing import Literal

from extract.ingest.bylines import without_readings

Zone = Literal["comments", "related", "frame"]

# Names in class and id, cut at hyphens, underscores and capitals.
_COMMENTS = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "cmt",
        "cmts",
        "pinglun",
        "pl",
        "reply",
        "replies",
        "gentie",
        "gt",
        "discuss",
        "discussion",
        "disqus",
        "uyan",
        "changyan",
        "sohucs",
        "bbs",
        "liuyan",
        "respond",
        "feedback",
        "danmu",
        "post-comment",
    ]
)
_RELATED = frozenset(
    [
        "related",
        "relate",
        "relates",
        "relative",
        "relation",
        "recommend",
        "recommends",
        "recommended",
        "recommendation",
        "rec",
        "tuijian",
        "xgyd",
        "xgxw",
        "xiangguan",
        "guess",
        "guesslike",
        "hot",
        "hots",
        "hotnews",
        "rank",
        "ranks",
        "ranking",
        "ranklist",
        "paihang",
        "top10",
        "latest",
        "newest",
        "morenews",
        "sidebar",
        "aside",
        "widget",
        "widgets",
        "similar",
        "resemble",
        "readmore",
        "yuedu",
        "ydtj",
        "tjyd",
        "jctj",
        "zuixin",
        "remen",
        "special",
        "promo",
        "promotion",
        "outbrain",
        "taboola",
    ]
)
_FRAME = frozenset(
    [
        "nav",
        "navi",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "mianbao",
        "weizhi",
        "footer",
        "foot",
        "bottom",
        "topbar",
        "toolbar",
        "toolbox",
        "tools",
        "pagination",
        "pager",
        "pagelist",
        "pagebar",
        "paging",
        "page-nav",
        "prevnext",
        "siblings",
        "search",
        "searchbar",
        "login",
        "register",
        "logo",
        "share",
        "sharebox",
        "sharing",
        "bdshare",
        "bdsharebuttonbox",
        "jiathis",
        "social",
        "fontsize",
        "qrcode",
        "erweima",
        "ewm",
        "qr",
        "ad",
        "ads",
        "adv",
        "advert",
        "advertisement",
        "adbox",
        "adsbygoogle",
        "guanggao",
        "gg",
        "sponsor",
        "banner",
        "popup",
        "modal",
        "copyright",
        "disclaimer",
        "statement",
        "mianze",
        "shengming",
        "icp",
        "tag",
        "tags",
        "taglist",
        "keyword",
        "keywords",
        "key-word",
        "hotkey",
        "vote",
        "zan",
        "praise",
        "subscribe",
        "follow",
        "download",
        "appdown",
        "openapp",
        "jubao",
        "tips",
        "toast",
        "tooltip",
        "friendlink",
        "friendlinks",
        "links",
        "gotop",
        "backtop",
        "sitemap",
        "skip",
        "print",
        "catalog",
        "toc",
    ]
)
_MIXED = frozenset(
    [
        "content",
        "text",
        "body",
        "wrap",
        "wrapper",
        "container",
        "main",
        "box",
        "layout",
        "page",
        "col",
        "con",
        "left",
        "article",
        "detail",
    ]
)
_CUT = re.compile(r"[^a-z0-9]+")
_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CONTENT = re.compile(
    r"artibody|article-?(?:body|content|text|txt|con|detail|main|inner|cont)\b|art-?(?:content|text|con|body|main)\b|"
    r"post-?(?:body|content|text)\b|news-?(?:content|text|txt|body|con|detail)\b|content-?(?:article|body|text|txt|detail|main|area)\b|"
    r"main-?(?:text|content)\b|detail-?(?:content|body|con|text)?\b|entry-?content|trs-?(?:ue)?-?editor|ucap-?content|"
    r"js-?content\b|rm-?txt-?con|\bzoom\b|end-?text|cnt-?text|body-?text|story-?body|rich-?media-?content|"
    r"all-?txt|cont-?text|text-?content|\bmp-editor\b|js_content",
    re.I,
)

_COMMENT_HEADING = re.compile(
    r"\A\W*(?:网友|最新|热门|全部|精彩|精选|查看|我要|发表|发布|文章|用户|大家)*(?:评论|跟[贴帖]|留言|讨论区?|點評|網友評論|評論|留言板)"
    r"(?:区|列表|專區)?\W*(?:\d*\s*条?)?(?:\d+人参与)?(?:最新|最热|最早|热门|\W)*\Z"
)
_RELATED_HEADING = re.compile(
    r"\A\W*(?:(?:相[关關]|延伸|推[荐薦]|[热熱][门門点點]|更多|最新|往期|精彩|[猜您你]\W?喜[欢歡]|同类|同[类類]|今日|本周|24小时|24小時|编辑|編輯|为您|為您|阅读|大家都在|还看了|焦点|"
    r"[头頭][条條]|一周|本日|小编|作者|独家|深度)+(?:文章|新[闻聞]|[阅閱][读讀]|推[荐薦]|[报報][道導]|[链鏈連][接結]|[资資][讯訊]|看|[内內]容|回[顾顧]|[专專][题題]|排行榜?|点击|點擊|[热熱][点點文]|精[选選]|稿件|消息|最近文章|信息|快[讯訊]|要[闻聞]|[动動][态態])+|"
    r"猜你喜[欢歡]|大家都在看|[点點][击擊]排行榜?|[阅閱][读讀]排行榜?|排行榜|[热熱][门門]标签|相[关關]标签|[热熱]搜榜?|友情[链鏈]接|上一[篇页頁]|下一[篇页頁]|推[荐薦]|[热熱][门門文点點]|延伸)"
    r"\W*(?:更多|换一[批换]|\d+)?\W*\Z"
)
_SCREEN_LINE = re.compile(
    r"\A\W*(?:[(（]?本文来自.{2,24}(?:下载|关注|APP).{0,20}|"
    r"(?:总篇数|点击量|精华文章|微信|微博|QQ|微信扫一扫|朋友圈|\s|\|)++\W*\Z)|"
    r"\A\W*(?:[举舉][报報](?:/?反[馈饋])?|反[馈饋]|展[开開](?:全文|[阅閱][读讀]全文)?|收起(?:全文)?|[点點][击擊](?:查看|[阅閱][读讀]|加[载載]|[进進]入|展[开開]|下[载載]).{0,12}|"
    r"[阅閱][读讀](?:全文|原文)|查看(?:全文|原文|更多|大[图圖]).{0,4}|打[开開](?:APP|客[户戶]端).{0,14}|返回(?:首页|列表|顶部|.{0,6}[网網页頁]|.{0,6}\W{0,2}查看更多).{0,8}|分享(?:到|至|给好友|本文|让更多人看到)?\W*(?:微信|微博|朋友圈|QQ|好友|和|\W)*+|扫(?:码|一扫|描).{0,8}(?:关注|下载|二维码|分享|阅读|查看|打开|APP|手机).{0,16}|[长長]按.{0,10}(?:识别|二维码|图片|关注).{0,14}|"
    r"(?:本文)?(?:标签|關鍵字|关键词|关键字|Tags?|標籤)\s*[:：].{0,60}|[点點][赞贊]\W*\d*|收藏|打印|关注(?:我们|公众号.{0,16})?|在看|赞|转发|复制链接|"
    r"(?:共|第)?\s*\d+\s*[页頁](?:\s*/?\s*共?\s*\d+\s*[页頁])?|(?:首[页頁]|上一[页頁]|下一[页頁]|尾[页頁]|末[页頁]|\[?\d{1,3}\]?|[.…]|\s|\||全文)++|"
    r"上一[篇页頁]\s*[:：].*|下一[篇页頁]\s*[:：].*|来自:?|[关關]闭|APP|微信|微博|QQ空间|原创|END|\(?完\)?|（完）|[-—=*#_·.\s]+|图集|加载中\W*|暂无评论\W*|视频加载中\W*|广告|ADVERTISEMENT|"
    r"[請请][繼继][續续]往下[閱阅][讀读]|(?:广告|廣告)\s.{0,30}|用?微信扫.{0,30}|已收藏|登录(?:/?注册|后|查看).{0,8}|写评论|发表评论|我来说两句.{0,10}|更多(?:精彩|猛料).{0,40}|欢迎关注.{0,30}|海量资讯.{0,30}|文章关键词.{0,40}|新浪.{0,6}公众号|24小时滚动.{0,60})\W*\Z",
    re.I,
)
_NOTICE_LINE = re.compile(
    r"\A\W*(?:【?(?:版[权權](?:及|和|与)?(?:免[责責])?[声聲]明|免[责責][声聲]明|特[别別][声聲]明|重要[声聲]明|郑重[声聲]明|风险提示|風險提示|[声聲]明|著作[权權]|版[权權](?:所有|[归歸]))】?\s*(?:[:：|]|本文|凡|此|©|\Z|[以如转轉])|"
    r"(?:凡|本[网網站文]).{0,20}(?:注明|[转轉][载載]|来源).{0,30}|(?:未[经經]).{0,16}(?:[转轉][载載]|使用)|"
    r"(?:以上|本文|文章|上述)(?:内容|內容|信息|观点)?.{0,8}(?:仅供|僅供|不构成|不構成|不代表|与.{0,8}立场无关)|Special statement|Copyright|©|Notice: The content)",
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
    if not names:
        return None
    for name in names.split():
        tokens = [t for t in _CUT.split(_CAPITALS.sub("-", name).lower()) if t]
        plain = {t.rstrip("0123456789") or t for t in tokens} | {"-".join(tokens)}
        if plain & _COMMENTS:
            return "comments"
        if plain & _RELATED and not (tokens and tokens[-1] in ("open", "on")):
            return "related"
        if plain & _FRAME and not (
            plain & _MIXED and not plain & {"share", "footer", "copyright", "nav", "tags", "ad", "tag"}
        ):
            return "frame"
    return None


def is_content(tag: str, names: str) -> bool:
    """Whether page makers commonly call the body of an article so.

    >>> is_content("div", "article-content"), is_content("div", "post_body"), is_content("div", "wrapper")
    (True, True, False)
    """
    return tag == "article" or bool(_CONTENT.search(_CAPITALS.sub("-", names).replace("_", "-")))


def heading_of(line: str) -> Zone | None:
    """What a short line opens: comments or related headlines.

    >>> heading_of("网友评论(128条)"), heading_of("相关阅读"), heading_of("一、市场格局")
    ('comments', 'related', None)
    """
    line = without_readings(line)
    if len(line) > 24:
        return None
    if _COMMENT_HEADING.match(line):
        return "comments"
    return "related" if _RELATED_HEADING.match(line) else None


def is_screen_line(line: str) -> bool:
    """Whether a line is a button, a page counter or the like.

    >>> is_screen_line("举报/反馈"), is_screen_line("上一页 1 2 3 下一页"), is_screen_line("营收50亿元")
    (True, True, False)
    """
    line = without_readings(line)
    return len(line) <= 80 and bool(_SCREEN_LINE.match(line))


def is_notice_line(line: str) -> bool:
    """Whether a line is a notice about rights, liability or risk.

    >>> is_notice_line("特别声明：以上内容仅代表作者观点"), is_notice_line("公司声明显示，营收增长5%。")
    (True, False)
    """
    return bool(_NOTICE_LINE.match(without_readings(line)))
