"""What can go wrong, said in words: each error carries what was wrong, where, and what to do about it."""

from __future__ import annotations


class ClaimsError(Exception):
    """Something that the user can mend. ``remedy`` says how.

    >>> str(ClaimsError("no article in 'empty.txt'", remedy="give a file with text"))
    "no article in 'empty.txt': give a file with text"
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message}: {remedy}" if remedy else message)


class ArgumentError(ClaimsError, ValueError, TypeError):
    """A function was called with something that it does not take: bytes for a text, a date that is none."""


class InternalError(ClaimsError):
    """A defect of zhclaims itself, e.g. a record that does not follow the published schema. Report it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, remedy="this is a defect of zhclaims, please report it with the article")
