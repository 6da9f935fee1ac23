"""Platforms that are only the place of a text or a sale: ``公司微信公众号``, ``在抖音上宣布``, ``京东、天猫等平台``, ``在港交所上市``.

They are no vendors there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import Lexicon
from extract.rules import any_of
from extract.types import Entity


class Channels:
    """The words of ``names.toml`` about platforms as patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        def group(name: str) -> tuple[str, ...]:
            return lexicon.cues.get(f"names.{name}", ())

        self.platforms = frozenset(group("platforms"))
        self.markets = frozenset(group("marketplaces"))
        self.account = re.compile(any_of(group("channel_after")))
        self.before = re.compile(f"{any_of(group('channel_before'))}(?:的|方)?$")
        self.tells = re.compile(rf"(?:平台)?{any_of(group('channel_tells'))}|[，,：:]")
        names = any_of((*self.markets, *self.platforms))
        self.venues = frozenset(group("venues"))
        self.venue_before = group("venue_before")
        self.shop = re.compile(any_of(group("shop_after")))
        self.shops = re.compile(rf"(?:[、和与及/]{names})*{any_of(group('shops_after'))}")

    def is_channel(self, text: str, entity: Entity) -> bool:
        """Whether ``entity`` is only where something was published or is sold."""
        form, after = text[entity.start : entity.end], text[entity.end : entity.end + 40]
        if form in self.platforms:
            if self.account.match(after):
                return True
            if self.before.search(text[max(0, entity.start - 4) : entity.start]) and self.tells.match(after):
                return True
        if form in self.venues:
            return text[max(0, entity.start - 4) : entity.start].endswith(self.venue_before)
        return form in self.markets and bool(self.shop.match(after) or self.shops.match(after))


@lru_cache(maxsize=4)
def channels(lexicon: Lexicon) -> Channels:
    """The patterns of ``lexicon``, made once."""
    return Channels(lexicon)
