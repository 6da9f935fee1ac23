"""Where a unit's character begins another word instead: ``3日本企业`` counts no days, ``一起`` counts nothing.

Each table maps a unit as written to what must not follow it. The words are ordinary vocabulary; add one when a real
sentence shows that it is missing.
"""

from __future__ import annotations

import re

# unit: words that begin with it
_FOLLOWED = """
家: 庭
部: 分 门 署 委 件 队
位: 数 于
台: 湾 积电
次: 元
分: 之一 之二 之三 之四 之五 之六 之七 之八 之九 之十 之几 之百 之1 之2 之3 别 为 成 布 红 公司 行 类 支 会
年: 级 代 龄 货 期国债 期贷款 期LPR 期定 期以 期存 期美债 期债
天: 猫 然气 翼 数智 玑
日: 本 前 常 上午 下午 晚 凌晨 早间 午 夜 傍晚 清晨
周: 期 边
秒: 杀
克: 服 隆 里
升: 级 至 到 幅 值 息 温 高 降 压 势 破
米: 兰 哈游
度: 过 假 量 数 电站
路: 由 线 径 透 演 面 易 口
口: 径 碑 腔 岸 感 罩 红 号 气 味 吻 服 语 述 子 之家 头 水 袋 型 人
单: 位 价 元 季 月 日 独 一 品 机 卡 体 纯 晶 向 店 周 芯 车 笔 户
欧: 姆 洲 盟 美 派 冠 亚 系 版 国 莱 拉 珀 非 央 佩 普 标 式
帧: 率 间 数 内
吨碳: 酸 纤 化 钢 黑 素 材 交
股: 份 东 权 价 市 民 息
起: 来 步 售 飞 诉 初 源 拍 跳 草 码 到 亚
场: 景 所 地 馆
座: 位 椅 舱 谈
片: 区 段
套: 餐 利 现
轮: 胎 毂 船 驱
层: 面 出
期: 间 权 货 末 初 限 望 待
组: 织 装 建 网 委
对: 外 于 比 应 标 照 接 此 该 我 其 方 手
双: 方 边 向 碳 十 11 12 创
本: 地 土 次 季 月 周 年 报 期 身 科 金 轮 集 公 财 届 来 质 国 市 省 田
首: 次 批 个 席 日 款 家 季 发 富 轮 月 周 年 先 创 都 付 选 位 座 只
集: 团 群 成 中 合 采 装 结 体
头: 部 条 号
手: 机 游 术 段 续 工 动 环 表 持 里 中 臂 握 头 笔
行: 业 为 情 动 长 驶 政 程 星 李 使 至 人 权 列
字: 节 母 样 体
站: 点 位 上 稳 在 内 台 出
处: 理 于 置 在 罚 方 长
间: 接 隔 距
所: 有 以 示 得 在 属 需 持 谓 占
支: 持 付 出 撑 柱 架 线 部 取
根: 据 本
列: 表 入 为 举 车 示 第
包: 括 含 装 揽 裹 头 商
卷: 积
架: 构
柜: 台 面
顶: 级 尖 配 部 层 端 流 住
门: 店 户 槛 票 禁 诊
页: 面 岩
票: 房 据 价 务 面
封: 装 顶 面 闭 测 禁
圈: 内 外 层
步: 入 伐 行
星: 级 期 系 链 球 巴克 火 云 光 座
维: 护 修 持 权 生
城: 市 镇 区
省: 份 级 电 心 钱 去 下 区 内 会 外
店: 铺 面 员 主 内
线: 上 下 程 索 路 条 性 城市
方: 面 式 案 向 法 形 便 程
平: 台 均 方 衡 板 安 稳
码: 头
寸: 土
安: 全 装 徽 防 卓 排 兆
牛: 市 奶 肉
斤: 斤
里: 程 面
岁: 月 末
名: 义 单 称 牌
道: 路 具 琼
级: 别 市场
节: 点 能 约 目 日 省 奏
把: 握 手 关
遍: 布
具: 备 有 体
点: 击 赞
核: 心 算 准 查 能 电 实
控: 制 股
类: 似 别
章: 节
只: 用 有 要 是 能 剩 需 占 会 差 花 卖 比 及
项: 目
个: 人客户 人用户 人电脑 人贷 人消费 人账户 人信息 人投资 性 体户
张: 力 家 某
套件: 件
"""

# 一 before one of these is a word (一起, 一直), not a count
_ONE = (
    "度起路直般些样定旦切致体线流律举时向味再同共手点片面道则概贯瞬目言事应脉揽跃番齐族如连心生世朝夕旁侧端头色类系派帆"
    "站键身股窝阵口对本首期层级维代览角儿经边带方行"
)
_TWO = "期手线代级次者道维度"  # 二期, 二手: ordinals, a count says 两

_ONCE = re.compile(
    r"度电|起(?:事|案|并购|收购|投资|融资|诉)|对一|次(?!性|次|创)|片(?!空|哗|叫|繁)|股(?!份|力|气|脑)|本(?!地|土|次|正|质|万)"
)


def _read(table: str) -> dict[str, tuple[str, ...]]:
    return {
        unit: tuple(words.split()) for unit, _, words in (line.partition(": ") for line in table.split("\n") if line)
    }


FOLLOWED = _read(_FOLLOWED)


def begins_word(text: str, form: str, end: int) -> bool:
    """Whether ``form``, which ends at ``end``, begins another word there.

    >>> begins_word("3日本企业", "日", 2), begins_word("3日内", "日", 2)
    (True, False)
    """
    words = FOLLOWED.get(form)
    return words is not None and text.startswith(words, end)


def is_figure_of_speech(text: str, start: int, end: int) -> bool:
    """Whether the Han numeral ``text[start:end]`` and the unit after it are an idiom (``一起``, ``二期``).

    >>> is_figure_of_speech("一度拉升", 0, 1), is_figure_of_speech("一度电", 0, 1), is_figure_of_speech("一家", 0, 1)
    (True, False, False)
    """
    if end - start != 1:
        return False
    if text[start] == "一":
        return text[end : end + 1] in _ONE and _ONCE.match(text, end) is None
    return text[start] == "二" and text[end : end + 1] in _TWO
