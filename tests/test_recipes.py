"""The recipes of schemas/README.md run as they stand, one after the other, with the tools that they name."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "schemas" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
TOOLS = {"duckdb": "duckdb", "datasette": "datasette", "frictionless": "frictionless"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus, and commands that run from this checkout and this environment."""
    made = tmp_path_factory.mktemp("recipes")
    (made / "corpus").symlink_to(ROOT / "corpus")
    commands = made / "commands"
    commands.mkdir()
    for name, command in {
        "zhclaims": f'"{sys.executable}" -m extract',
        "python": f'"{sys.executable}"',
        "datasette": f'"{sys.executable}" -m datasette',
        "frictionless": f'"{sys.executable}" -m frictionless',
    }.items():
        (commands / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        (commands / name).chmod(0o755)
    return made


def run_shell(block: str, folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{folder / 'commands'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        ["sh", "-eu", "-c", block],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, f"{block}\n{made.stdout}{made.stderr}"
    assert "Traceback" not in made.stderr, made.stderr
    return made.stdout + made.stderr


def run_python(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "schemas/README.md", "schemas/README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_recipe_gives_what_it_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tool in TOOLS.values():
        pytest.importorskip(tool)
    monkeypatch.chdir(folder)
    outputs: list[str] = []
    for language, block in BLOCKS:
        if language == "sh":
            outputs.append(run_shell(block, folder))
        else:
            run_python(block)
    told = "\n".join(outputs)
    assert '"status": "unreviewed"' in told  # Datasette
    assert "vendor,metric,value" in told and '"records":[{"article"' in told  # REST
    assert re.search(r"would import: \d+ accepted\b", told) and "valid" in told.lower()  # Label Studio, frictionless
    for name in (
        "records.jsonl",
        "claims.jsonld",
        "annotations.jsonld",
        "interface.xml",
        "train.spacy",
        "package/datapackage.json",
    ):
        assert (folder / name).stat().st_size > 100, name


def test_every_block_is_of_a_kind_that_runs() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "pycon"}


def test_every_schema_is_listed_and_every_link_leads_somewhere() -> None:
    for path in (ROOT / "schemas").glob("*.schema.json"):
        assert f"({path.name})" in PAGE, path.name
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "schemas" / link).exists(), link
    heads = {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    }
    anchors = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert anchors == heads - {"contents"}


def test_every_format_is_described() -> None:
    from extract.exchange import WRITABLE

    described: Any = [name for name in WRITABLE if f"--to {name}" not in PAGE]
    assert described == []
