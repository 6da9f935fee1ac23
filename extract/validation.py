"""The published schemas (``schemas/*.schema.json``) and whether an object follows one.

In a checkout the schemas lie beside the package, in an installed wheel inside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import InternalError


def schema(name: str) -> dict[str, Any]:
    """A published schema by name: record, number, article, gold.

    >>> schema("record")["title"]
    'Record'
    """
    here = Path(__file__).parent
    folder = here / "schemas" if (here / "schemas").is_dir() else here.parent / "schemas"
    found: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def problem(name: str, instance: Any) -> str | None:
    """What keeps an object from following a published schema, or None.

    >>> problem("article", {})
    'the whole object: "text" is a required property'
    """
    validator = _validator(name)
    if validator.is_valid(instance):
        return None
    error = next(iter(validator.iter_errors(instance)))
    place = ".".join(str(step) for step in error.instance_path) or "the whole object"
    return f"{place}: {error.message}"


def require(name: str, instances: Iterable[dict[str, Any]]) -> None:
    """Raise InternalError for the first of our own objects that does not follow its schema, naming object and field."""
    follows = _validator(name).is_valid
    for instance in instances:
        if not follows(instance):
            wrong = problem(name, instance)
            where = instance.get("id") or f"{instance.get('article')}#{instance.get('start')}"
            raise InternalError(f"{name} {where} does not follow schemas/{name}.schema.json, {wrong}")


@cache
def _validator(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema(name), validate_formats=True)
