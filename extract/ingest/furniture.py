"""Lines of a page that belong to no article: buttons, headings of link lists and comments, notices about rights."""

from __future__ import annotations

import re
from typing import Literal

from extract.ingest.labels import any_of, folded, without_readings

_OF_COMMENTS = any_of("网友 最新 热门 全部 精彩 精选 查看 我要 发表 发布 文章 用户 大家")
_COMMENT_HEADING = re.compile(
    rf"\A\W*+(?:{_OF_COMMENTS})*(?:评论|跟[贴帖]|留言板?|讨论区?)(?:区|列表|专区)?\W*+"
    r"(?:\d+\s*条?)?(?:\d+人参与)?(?:最新|最热|最早|热门|\W)*\Z"
)
_RELATED_BEGIN = any_of(
    "相关 延伸 推荐 热门 热点 更多 最新 往期 精彩 喜欢 你喜欢 您喜欢 猜你喜欢 猜您喜欢 同类 今日 本日 本周 一周 24小时 编辑 为您 阅读 大家都在 "
    "还看了 焦点 头条 小编 作者 独家 深度"
)
_RELATED_END = any_of(
    "文章 最近文章 新闻 要闻 快讯 阅读 推荐 报道 链接 资讯 看 内容 回顾 专题 排行 排行榜 点击 热点 热文 精选 稿件 消息 信息 动态"
)
_RELATED_WHOLE = any_of(
    "猜你喜欢 猜您喜欢 大家都在看 点击排行 点击排行榜 阅读排行 阅读排行榜 排行榜 热门标签 相关标签 热搜 热搜榜 友情链接 推荐 热门 热点 热文 延伸 "
    "上一篇 上一页 下一篇 下一页"
)
_RELATED_HEADING = re.compile(
    rf"\A\W*+(?:(?:{_RELATED_BEGIN})+(?:{_RELATED_END})+|{_RELATED_WHOLE})\W*+(?:更多|换一[批换]|\d+)?\W*\Z"
)
_SCREEN_PARTS = (
    # one button
    any_of(
        "举报 反馈 收起 收起全文 收藏 已收藏 打印 在看 赞 转发 复制链接 写评论 发表评论 暂无评论 关闭 APP 微信 微博 QQ空间 原创 图集 广告 "
        "ADVERTISEMENT END 完 来自 来自: 加载中 视频加载中 阅读全文 阅读原文 关注我们 关注"
    ),
    r"举报/?反馈|展开(?:全文|阅读全文)?|点赞\W*\d*|查看(?:全文|原文|更多|大图).{0,4}|打开(?:APP|客户端).{0,14}",
    r"点击(?:查看|阅读|加载|进入|展开|下载).{0,12}|返回(?:首页|列表|顶部|.{0,6}[网页]|.{0,6}\W{0,2}查看更多).{0,8}",
    r"分享(?:到|至|给好友|本文|让更多人看到)?\W*(?:微信|微博|朋友圈|QQ|好友|和|\W)*+|登录(?:/?注册|后|查看).{0,8}",
    # what to do with a telephone
    r"扫(?:码|一扫|描).{0,8}(?:关注|下载|二维码|分享|阅读|查看|打开|APP|手机).{0,16}|用?微信扫.{0,30}",
    r"长按.{0,10}(?:识别|二维码|图片|关注).{0,14}|关注公众号.{0,16}|欢迎关注.{0,30}|新浪.{0,6}公众号",
    r"更多(?:精彩|猛料).{0,40}|海量资讯.{0,30}|24小时滚动.{0,60}|本文来自.{2,24}(?:下载|关注|APP).{0,20}",
    # tags, counts, advertisements
    r"(?:本文|文章)?(?:标签|关键[词字]|Tags?)\s*[:：].{0,60}|我来说两句.{0,10}|请继续往下阅读|广告\s.{0,30}",
    r"(?:总篇数|点击量|精华文章|微信|微博|QQ|微信扫一扫|朋友圈|\s|\|)++",
    # pages and neighbours
    r"(?:共|第)?\s*\d+\s*页(?:\s*/?\s*共?\s*\d+\s*页)?|[上下]一[篇页]\s*[:：].*",
    r"(?:首页|[上下]一页|[尾末]页|\[?\d{1,3}\]?|[.…]|\s|\||全文)++|[-—=*#_·.\s]++",
)
_SCREEN_LINE = re.compile(rf"\A\W*(?:{'|'.join(_SCREEN_PARTS)})\W*\Z", re.I)
_DECLARATIONS = any_of(
    "版权声明 版权及免责声明 版权和免责声明 版权与免责声明 版权免责声明 免责声明 特别声明 重要声明 郑重声明 平台声明 声明 风险提示 著作权 版权所有 版权归"
)
_NOTICE_LINE = re.compile(
    rf"\A\W*+(?:(?:{_DECLARATIONS})】?\s*(?:[:：|]|本文|凡|此|©|\Z|[以如转])|"
    r"(?:凡|本[网站文]).{0,20}(?:注明|转载|来源).{0,30}|未经.{0,16}(?:转载|使用)|"
    r"(?:以上|本文|文章|上述)(?:内容|信息|观点)?.{0,8}(?:仅供|不构成|不代表|与.{0,8}立场无关)|"
    r"Special statement|Copyright|©|Notice: The content)",
    re.I,
)
_ORIGINAL_TITLE = re.compile(r"\A[(（【]?\s*(?:本文)?原(?:标题|题为)\s*[:：《]")
_NOTICE_WORDS = re.compile(r"版权|免责|声明|凡.{0,12}(?:注明|转载|来源)|侵权|转载(?:请|须|时)|不代表|投诉")


def heading_of(line: str) -> Literal["comments", "related"] | None:
    """What a short line opens: comments or related headlines.

    >>> heading_of("網友評論(128條)"), heading_of("相关阅读"), heading_of("一、市场格局")
    ('comments', 'related', None)
    """
    line = folded(without_readings(line))
    if len(line) > 24:
        return None
    if _COMMENT_HEADING.match(line) and not line.endswith((":", "：")):  # 评论： opens a part of the article
        return "comments"
    return "related" if _RELATED_HEADING.match(line) else None


def is_screen_line(line: str) -> bool:
    """Whether a line is a button, a page counter or the like.

    >>> is_screen_line("举报/反馈"), is_screen_line("上一页 1 2 3 下一页"), is_screen_line("营收50亿元")
    (True, True, False)
    """
    line = folded(without_readings(line))
    return len(line) <= 80 and bool(_SCREEN_LINE.match(line))


def is_notice_line(line: str) -> bool:
    """Whether a line is a notice about rights, liability or risk.

    >>> is_notice_line("特別聲明：以上内容仅代表作者观点"), is_notice_line("公司声明显示，营收增长5%。")
    (True, False)
    """
    return bool(_NOTICE_LINE.match(folded(without_readings(line))))


def speaks_of_rights(line: str) -> bool:
    """Whether a line speaks of rights and liability anywhere, so that no source it names is the article's.

    >>> speaks_of_rights("凡注明“来源:甲网”的作品…"), speaks_of_rights("营收50亿元")
    (True, False)
    """
    return bool(_NOTICE_WORDS.search(folded(without_readings(line))))


def is_original_title(line: str) -> bool:
    """Whether a line tells what the article was called where it first stood.

    >>> is_original_title("(原標題:甲公司财报)"), is_original_title("原标题党")
    (True, False)
    """
    return bool(_ORIGINAL_TITLE.match(folded(without_readings(line))))
