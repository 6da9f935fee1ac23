"""The house keeps its shape: data flows one way, the core stays light, modules stay about one thing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "extract"
HEAVY = (
    "spacy",
    "pandas",
    "numpy",
    "jieba",
    "rjieba",
    "opencc",
    "typer",
    "rich",
    "jsonschema_rs",
    "daachorse",
    "multiprocessing",
)


def run(*code: str) -> str:
    made = subprocess.run([sys.executable, *code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def test_the_import_contracts_hold() -> None:
    from importlinter.cli import lint_imports

    made = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert callable(lint_imports)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "0 broken" in made.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = run("-c", "import sys, extract; print('\\n'.join(sys.modules))").split()
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)
    assert {name for name in loaded if name.startswith("extract.")} == {"extract.version"}


def test_reading_loads_neither_spacy_nor_pandas() -> None:
    code = "import sys, extract; extract.read('该公司营收50亿元。'); print('\\n'.join(sys.modules))"
    loaded = {name.partition(".")[0] for name in run("-c", code).split()}
    assert not loaded & {"spacy", "pandas", "fastapi", "starlette", "typer"}


def test_help_loads_none_of_the_stages() -> None:
    code = "import sys; from extract.cli.app import app; print('\\n'.join(sys.modules))"
    loaded = set(run("-c", code).split())
    assert not loaded & {"pandas", "spacy", "jieba", "rjieba", "opencc", "jsonschema_rs"}
    assert not loaded & {"extract.pipeline", "extract.lexicon", "extract.ingest", "extract.evaluate"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is_about(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    assert text.startswith('"""') and len(text.split('"""')[1]) > 20
    assert not re.search(r"^(utils?|helpers?|misc|common)$", path.stem)


def test_the_version_is_told_once() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "extract/version.py"
