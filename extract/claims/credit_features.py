"""The names of the features of vendor candidates. Few are different, many are given: each is put together once."""

from __future__ import annotations

from functools import lru_cache

_OF_PLACE = ("order", "of", "inner", "last", "sections")  # say something in their own zone only


@lru_cache(maxsize=256)
def zone_of(how: str) -> str:
    """The kind of place.

    >>> zone_of("earlier-clause-2"), zone_of("earlier-clause-far"), zone_of("heading")
    ('earlier-clause', 'earlier-clause', 'heading')
    """
    return how.rstrip("-123").removesuffix("-far")


@lru_cache(maxsize=256)
def also(how: str) -> str:
    """It is named again further away."""
    return f"also={zone_of(how)}"


@lru_cache(maxsize=4096)
def named(how: str, kind: str, rule: str, cues: tuple[str, ...]) -> tuple[str, ...]:
    """Where a candidate is named, as what, and what the words around it say.

    >>> named("sentence-1", "product", "registered", ("order=0", "says-after"))
    ('at=sentence-1', 'zone=sentence|product', 'zone=sentence', 'sentence:order=0', 'sentence:says-after', 'cue:says-after')
    """
    zone = zone_of(how)
    nature = "product" if kind == "product" else "vendor"
    found_by = (f"found-by={rule}",) if kind == "organisation" else ()
    told = [f"{zone}:{cue}" for cue in cues] + [f"cue:{cue}" for cue in cues if not cue.startswith(_OF_PLACE)]
    return (f"at={how}", f"zone={zone}|{nature}", f"zone={zone}", *found_by, *told)


@lru_cache(maxsize=1024)
def spoken_of(state: str, ref: str, turn: str) -> tuple[str, ...]:
    """The candidate is the topic."""
    return ("topic", f"topic|{state}", f"topic|{state}|ref={ref}", f"topic|ref={ref}", f"topic|turn={turn}")


@lru_cache(maxsize=1024)
def not_spoken_of(how: str, ref: str) -> tuple[str, ...]:
    """Another is the topic."""
    return (f"not-topic|{how.rstrip('-123')}", f"not-topic|ref={ref}")


@lru_cache(maxsize=256)
def named_later(how: str) -> tuple[str, ...]:
    """It is named behind the number only."""
    return ("named-later", f"named-later|{how}")


@lru_cache(maxsize=1024)
def no_main(how: str, ref: str) -> tuple[str, ...]:
    """The article has no main vendor and the candidate is from anywhere in it."""
    return (f"no-main|{how}", f"no-main|ref={ref}")


@lru_cache(maxsize=1024)
def main(by: str, ref: str, turn: str, topic: bool) -> tuple[str, ...]:
    """The candidate is the article's main vendor, and the topic as well or nobody is."""
    return (f"main={by}", f"main={by}|ref={ref}", f"main|turn={turn}", *((f"main-is-topic|ref={ref}",) if topic else ()))


@lru_cache(maxsize=256)
def not_main(ref: str, turn: str) -> tuple[str, ...]:
    """Another is the main vendor."""
    return (f"not-main|ref={ref}", f"not-main|turn={turn}")


@lru_cache(maxsize=256)
def only_products(how: str, concentration: str) -> tuple[str, ...]:
    """Only its products are named: often parts of others' things."""
    return ("only-products", f"only-products|{how}", f"only-products|focus={concentration}")


@lru_cache(maxsize=1024)
def nobody(ref: str, where: str, by: str, turn: str, suspended: bool) -> tuple[str, ...]:
    """What speaks for and against nobody: how the text refers, the topic, the main vendor."""
    out = ("nobody", f"ref={ref}", f"topic={where}", f"topic={where}|ref={ref}", f"main={by}", f"main={by}|ref={ref}", f"turn={turn}")
    return (*out, "suspended", f"suspended|ref={ref}") if suspended else out


@lru_cache(maxsize=4096)
def among(how: str, near: str, another: bool, words: tuple[str, ...], vendors: str) -> tuple[str, ...]:
    """The candidate among the others: is ``another`` named in the number's clause, which ``words`` stand there, how many are there?

    >>> among("heading", "local", True, ("pronoun",), "1")
    ('another-is-local', 'heading|near=local', 'how=heading', 'pronoun|heading', 'vendors=1|heading')
    """
    local = (("nobody|another-is-local" if how == "nobody" else "another-is-local"),) if another else ()
    return (*local, f"{how}|near={near}", f"how={how}", *(f"{word}|{how}" for word in words), f"vendors={vendors}|{how}")


@lru_cache(maxsize=1024)
def nobody_among(concentration: str, near: str, block: str, kind: str) -> tuple[str, ...]:
    """The same of nobody: what the article, the block and the number are like."""
    return (f"nobody|focus={concentration}", f"nobody|focus={concentration}|near={near}", f"nobody|{block}", f"nobody|{kind}")
