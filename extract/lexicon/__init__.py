"""The words that people can extend: vendors, products, metrics and units as tables, cue words as lists.

``load()`` gives the built-in lexicon, ``load(folder)`` the same with a user's rows on top. Matching is by text only: an
entry holds no pattern characters.
"""

from extract.lexicon.entries import MetricEntry, MetricHit, NameHit, NameKind, Product, Unit, Vendor
from extract.lexicon.folding import fold, fold_width, key, squeeze, written_forms
from extract.lexicon.lexicon import Lexicon, MetricForm, NameForm
from extract.lexicon.loading import BUILT_IN, load, user_folders
from extract.lexicon.tables import LexiconError

__all__ = [
    "BUILT_IN",
    "Lexicon",
    "LexiconError",
    "MetricEntry",
    "MetricForm",
    "MetricHit",
    "NameForm",
    "NameHit",
    "NameKind",
    "Product",
    "Unit",
    "Vendor",
    "fold",
    "fold_width",
    "key",
    "load",
    "squeeze",
    "user_folders",
    "written_forms",
]
