"""The page's template, style, script and wording, as they are shipped inside the package; nothing of it comes from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SCRIPTS = (
    "base.js",
    "text.js",
    "vault.js",
    "state.js",
    "backend.js",
    "article.js",
    "card.js",
    "edit.js",
    "lists.js",
    "dialogs.js",
    "pages.js",
    "keys.js",
    "main.js",
)
STYLES = ("tokens.css", "review.css")
_MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page."""

    name: str
    media: str

    def text(self) -> str:
        """What is in it."""
        return read(self.name)


ASSETS: Mapping[str, Asset] = {
    name: Asset(name, _MEDIA[name.rpartition(".")[2]]) for name in (*SCRIPTS, *STYLES, "offline.js", "icon.svg")
}


@cache
def read(name: str) -> str:
    """A file of this folder."""
    return files("extract.review.assets").joinpath(name).read_text(encoding="utf-8")


@cache
def _wording() -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = json.loads(read("words.json"))
    return made


def words(language: str) -> dict[str, dict[str, str]]:
    """All wordings by key, each in Chinese and English; ``language`` is checked.

    >>> words("zh")["accept"]
    {'zh': '接受', 'en': 'Accept'}
    """
    if language not in ("zh", "en"):
        raise ValueError(f"there is no language {language!r}")
    return _wording()


def as_data(value: Any) -> str:
    """JSON that can stand inside a script element: no article text can end it.

    >>> as_data("</script>")
    '"\\\\u003c/script>"'
    """
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return made.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def page(language: str, start: Mapping[str, Any], **more: Any) -> str:
    """The page in a language, with what it shows first. ``more`` goes to the template: ``inline`` for a page in one file."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    wording = words(language)

    def say(key: str) -> Markup:
        return Markup('<span data-w="{}">{}</span>').format(key, wording[key][language])

    template = environment.from_string(read("page.html"))
    return template.render(
        language=language,
        say=say,
        plain=lambda key: wording[key][language],
        data=Markup(as_data(start)),
        scripts=SCRIPTS,
        styles=STYLES,
        **{"inline": None, **more},
    )
