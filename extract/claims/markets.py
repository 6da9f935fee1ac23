"""Is a clause about a market, a region, a trade, a survey or an index, so that nobody is credited?"""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.claims.scene import Scene


class _Opening(NamedTuple):
    """A way for a clause to begin. One of its ``words`` stands in whatever ``begins`` matches: they are looked for first,
    which is far cheaper than to walk the lead of every clause. Whoever adds to a rule adds to its words."""

    words: re.Pattern[str]
    begins: re.Pattern[str]


def _opening(words: str, rule: str) -> _Opening:
    return _Opening(re.compile(words), re.compile(_LEAD + rule))


_LEAD = (
    r"((?:[\ue104\ue105]+|[，,、\s“「]|(?:据|根据|按照?)[^，,。；;]{2,24}?(?:数据|统计|报告|测算|了解|预测|估计|口径)(?:显示)?[，,]|(?:数据|报告|统计|结果|调查|白皮书)(?:显示|指出)[，,]?|"
    r"其中|而|从|在|整个|目前|当前|眼下|如今|预计|到时|其余|至于|但|不过|业内|据悉|同期|去年|今年|明年|去年底|截至|另外|此外|与此同时|同时|相比之下|事实上|值得一提的是|尽管|虽然|随着|就|对|相较|与之相对照|同[业行](?:方面|中|里)|竞争对手方面)*)"
)
_REGION = (
    r"(?:全球|国内|中国(?!区|业务)|我国|全国|全省|全市|全县|全区|我省|我市|本市|省内|市内|全社会|世界|全行业|国产|本土|对岸)"
)
_ABROAD = r"(?:欧美|欧洲|北美|美国|日本|韩国|印度|德国|亚太|东南亚|拉美|内地|大陆|台湾|香港)(?=[^，,。；;\ue102]{0,12}?(?:市场(?:规模|容量|需求|销量|出货)|行业|出货量|销量|产量|产值|保有量|渗透率|装机|进出口|出口值?|用电量|零售额|政府|企业))"
_COUNTED = (
    r"(?:市场(?!份额|占有率|收入)|行业|产业|出货|规模|销量|产量|产值|需求|渗透率|保有量|装机|用户规模|企业|厂商|品牌|零售|进出口|进口|出口|投资|支出|消费|价格|均价|增加值|用电量|票房|总数|总产能|融资|投融资|装机容量|耗电量|业务总量|业务收入|开工率|库存|运力|供给|消耗量|调用量|使用量|用量|电信业务|手机|汽车|车市|算力|智算|人口|客流|快递)"
)
_TRADE = _opening(
    "行业|市场|业界|产业|大盘|国产|家公司|家企业|家厂商|家车企|家机构|家运营商|家基础电信企业|前三|前四|前五|前六|前八|前十|前两|民营企业|国有企业|外资企业|外商投资|规模以上|规上|"
    "碳酸锂|氢氧化锂|锂矿|多晶硅|硅料|硅片|铜|铝|钢材|原油|煤炭|黄金|稀土|DRAM|NAND|DDR|HBM|存储芯片|内存|闪存|"
    "新能源汽车|新能源车|乘用车|商用车|两市|沪深|沪指|深成指|创业板|科创板|A股|港股|美股|恒指|恒生|标普|纳指|道指|北向资金|南向资金",
    r"(?:全行业|整个行业|行业(?!解决|客户|模型|应用|首|内首|领先|第一|大模型)|市场(?!份额|占有率|人士|部|营销|化|推广|总监|费用|拓展|均价)|该市场|这一市场|这个市场|该行业|这一行业|业界|产业(?!链|园|基地|集团)|整体市场|大盘|国产厂商|国产品牌|国产(?=[^，,]{0,6}(?:占|份额))|"
    r"[两三四五六七八九十]家(?:公司|企业|厂商|车企|机构|运营商|基础电信企业)|前[三四五六八十两](?![大名]?(?:客户|供应商|股东))[大名家强]?|民营企业|国有企业|外资企业|外商投资|规模以上|规上|"
    r"(?:电池级|工业级)?(?:碳酸锂|氢氧化锂|锂矿|多晶硅|硅料|硅片|铜|铝|钢材|原油|煤炭|黄金|稀土|DRAM|NAND|DDR\d|HBM\d?|LPDDR\w*|存储芯片|内存条?|闪存)(?=[^，,。；;\ue102]{0,12}(?:价|涨|跌|供应|走))|"
    r"新能源汽车|新能源车|新能源乘用车|乘用车|商用车|两市|沪深|沪指|深成指|创业板|科创板|A股|港股|美股|恒指|恒生|标普|纳指|道指|北向资金|南向资金)"
)
# Groups and unnamed ones: nobody is credited with what their own clause says; a later clause may well go back to the topic.
_GROUP = _opening(
    "该机构|各家|多家|几家|一家|其他|其余|头部|受访|业者|同行|同业|同类|原厂|供应链|专家|分析师|机构|厂商|企业|品牌|前沿模型|主流|消费者|投资者|也有",
    r"(?:该机构(?:预计|预测|预期|估计|估算|认为|指出|统计|称|料|还|并)|各家|多家|几家|其他(?:业者|厂商|品牌|公司|企业)|其余(?:业者|厂商|品牌|公司|企业)|头部|受访|业者|同[行业](?!评|比|\ue102)|同类|原厂|供应链|专家|分析师|机构(?!客户|投资)|厂商(?!\ue102)|企业(?!客户|级|版|端|服务|业务|网|实现|已|将|累计|完成|投入|上缴|拥有|\ue102)|"
    r"品牌(?!服务|收入|矩阵|门店|\ue102)|前沿模型|主流|消费者|投资者|一家[^，,。；;]{1,16}(?:公司|企业|厂商|客户|机构|同行)|另一家|有一家|也有)"
)
_NAMED = _opening(
    "市场|行业|产业|板块|概念股|领域|指数|均价|合约价|现货价|中标价|市价|批发价|出厂价|零售额|零售量|保有量",
    r"(?!高|低|较|比|超|仅|约|为|是|远|优|从|以|用|把|将|对|公司|其|该|集团|我们)(?:(?![从由比较至到为是在将把对与和超])[一-鿿A-Za-z0-9]){2,14}?(?:市场(?=规模|上看|需求|总额|容量|增速|空间|的(?!份额|占有率)|[，,\d年季今明去预仍已将约]|$)|行业(?=规模|产值|平均|整体|增加值|收入|利润|营收|[，,])|产业(?=规模|产值|增加值)|(?<!业务)板块(?!营收|收入|业务|销量|毛利|贡献|利润|实现|营业)|概念股|领域(?=[^，,。；;]{0,6}(?:融资|订单|企业|规上|投资|市场|产值|规模))|指数(?!级)|(?<!售)(?<!单车)均价|合约价|现货价|中标价|市价|批发价|出厂价|零售额|零售量|保有量)(?!收入|份额|贡献|客户|部门)"
)
_OF_REGION = _opening(
    "全球|国内|中国|我国|全国|全省|全市|全县|全区|我省|我市|本市|省内|市内|全社会|世界|全行业|国产|本土|对岸|欧美|欧洲|北美|美国|日本|韩国|印度|德国|亚太|东南亚|拉美|内地|大陆|台湾|香港",
    rf"(?:{_ABROAD}|" + _REGION + rf"(?=[^，,。；;\ue102]{{0,18}}?{_COUNTED}))",
)
_SUM = _opening(
    "合计|共计|总计|加起来|总和|合共",
    r"(?:这|上述|以上)?(?:前[两三四五六八十]大?(?:家|名|强|厂商|企业|品牌)?|[两二三四五六七八九十\d]+家(?:公司|企业|厂商|运营商)?)[^，,；;。\ue102]{0,24}(?:合计|共计|总计|加起来|总和|合共)",
)
# HBM在全球DRAM产值中的占比: a share within a market, whoever reckons it
_SHARE_WITHIN = _opening(
    "占比|份额|比重|渗透率|市占率",
    r"[^，,。；;\ue100-\ue107]{1,12}?(?:在|占)(?:全球|国内|中国|我国|全国|整个|同期)[^，,。；;]{0,14}?(?:中的?|里的?|的)?(?:占比|份额|比重|渗透率|市占率)",
)
_MARKETS = (_TRADE, _OF_REGION, _NAMED, _SUM, _SHARE_WITHIN)
_OWN = (_GROUP, *_MARKETS)
_MARKET_WORD, _OWN_WORD = (re.compile("|".join(opening.words.pattern for opening in each)) for each in (_MARKETS, _OWN))
_NOBODY = re.compile(r"[\ue102\ue103]")


def market_subject(scene: Scene, start: int, end: int, *, own: bool = False) -> bool:
    """Whether what ``start:end`` is about, by how it begins, is a market, a region, a trade, a survey or an index.

    The names of vendors are masked, so ``中国移动`` is never the country. In the number's ``own`` clause a group of unnamed ones
    (``多家厂商``) is meant as well.
    """
    openings, words = (_OWN, _OWN_WORD) if own else (_MARKETS, _MARKET_WORD)
    plain = scene.plain
    if plain.startswith("其中", start):
        return False  # a part of what was spoken of before, whatever that is
    if words.search(plain, start, end) is None:
        return False
    return any(_opens(opening, plain, start, end) for opening in openings)


def _opens(opening: _Opening, plain: str, start: int, end: int) -> bool:
    """The clause begins so, and no vendor's name is part of it."""
    if opening.words.search(plain, start, end) is None:
        return False
    match = opening.begins.match(plain, start, end)
    return match is not None and not _NOBODY.search(plain, match.end(1), match.end())


# 甲、乙和丙三家合计, 三家基础电信企业及中国广电的, 由甲、乙组成的: the value is the set's, not a member's
_JOINT = re.compile(
    r"[\ue102\ue103](?:、|和|与|及|以及)[\ue102][^，,；;。]{0,40}?(?:合计|共计|总计|加起来|加在一起|总和|合共|组成的|的总(?!裁|经理|部)|[两三四五六七八九]家|三者|两者|双方)"
    r"|(?:[两三四五六七八九十\d]|多|几|各)(?:大|家)[^，,；;。\ue102]{0,14}(?:及|和|与|以及)[\ue102][\ue103]*(?:合计|的(?!\ue102))"
)


def joint_subject(scene: Scene, start: int, end: int) -> bool:
    """Whether ``start:end`` speaks of several vendors together: ``阿里云、腾讯云和华为云三家合计``."""
    plain = scene.plain
    if plain.find("\ue102", start, end) >= 0 and _JOINT.search(plain, start, end) is not None:
        owners = [entity.owner or entity.name for entity in scene.entities_in(start, end)]
        return len(owners) < 2 or len(set(owners)) > 1  # two brands of one maker are the maker's
    return _SUM.words.search(plain, start, end) is not None and _SUM.begins.match(plain, start, end) is not None
