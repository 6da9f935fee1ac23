"""The README is true: every block of it runs, and what it shows is what comes out."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHELL = [block for language, block in BLOCKS if language == "sh"]
PYTHON = [block for language, block in BLOCKS if language == "pycon"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout whose ``.venv/bin`` holds stand-ins: zhclaims runs from here, pip, pytest and venv do nothing."""
    for name in ("README.md", "pyproject.toml", "corpus", "extract", "schemas"):
        (tmp_path / name).symlink_to(ROOT / name)
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    stand_ins = {
        "zhclaims": f'exec "{sys.executable}" -m extract "$@"',
        "pip": "exit 0",
        "pytest": "exit 0",
        "python": "exit 0",
        "python3": "exit 0",
    }
    for name, command in stand_ins.items():
        (folder / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return tmp_path


def test_every_block_is_of_a_kind_that_runs_or_is_a_picture() -> None:
    assert SHELL and PYTHON
    pictures = [block for language, block in BLOCKS if not language]
    assert {language for language, _ in BLOCKS} <= {"sh", "pycon", ""}
    assert all("─" in block for block in pictures)


@pytest.mark.parametrize("block", SHELL)
def test_a_shell_block_runs(block: str, checkout: Path) -> None:
    made = subprocess.run(
        ["sh", "-eu", "-c", block],
        cwd=checkout,
        env={**os.environ, "PATH": f"{checkout / '.venv' / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert made.returncode == 0, (made.stdout + made.stderr).decode()
    if "zhclaims" in block:
        assert made.stdout.strip() or list(checkout.glob("*.csv"))


@pytest.mark.parametrize("block", PYTHON)
def test_a_python_block_gives_what_it_shows(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


def test_the_ci_run_installs_and_tests_as_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (install, test) = (block.strip() for block in SHELL[:2])
    steps = ("python3 -m venv .venv", ".venv/bin/pip install --quiet '.[test]'", ".venv/bin/pytest -n auto")
    assert all(step in script for step in steps)
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install .")
    assert test == ".venv/bin/pip install '.[test]' && .venv/bin/pytest -n auto"


def test_every_dependency_is_explained_and_every_file_it_names_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README[README.index("## What it depends on") :]
    for dependency in project["dependencies"]:
        name = re.match(r"[A-Za-z0-9-]+", dependency)
        assert name and name.group() in table, dependency
    for extra in project["optional-dependencies"]:
        assert f"`{extra}`" in table, extra
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"`((?:extract|schemas|corpus)/[^`*]*)`", README):
        assert (ROOT / path).exists(), path


def test_every_command_is_in_the_readme() -> None:
    from extract.cli.app import app

    named = {command.name for command in app.registered_commands}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        named |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    assert {name for name in named if f"zhclaims {name}" not in README} == set()


@pytest.mark.slow
def test_an_installed_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    """The wheel carries schemas and words with it. The packages that it depends on are lent by this environment."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    for name in ("extract", "schemas"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", source]
    _run(*build, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")

    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    shipped = [path for path in (ROOT / "extract").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    wanted = {str(path.relative_to(ROOT)) for path in shipped}
    wanted |= {f"extract/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    assert wanted - inside == set()

    fresh = tmp_path / "fresh"
    _run(sys.executable, "-m", "venv", fresh, cwd=tmp_path)
    _run(fresh / "bin" / "pip", "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    (site,) = fresh.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")

    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "seed.txt").write_bytes((ROOT / "corpus" / "articles" / "seed.txt").read_bytes())
    where = _run(fresh / "bin" / "python", "-c", "import extract; print(extract.__file__)", cwd=outside)
    assert where.strip().startswith(str(site))
    mine = _run(fresh / "bin" / "zhclaims", "extract", "seed.txt", cwd=outside)
    checkout = _run(sys.executable, "-m", "extract", "extract", "corpus/articles/seed.txt", cwd=ROOT)
    assert mine and mine == checkout
    _run(fresh / "bin" / "zhclaims", "ingest", "seed.txt", "--db", "claims.db", "--jobs", 1, cwd=outside)
    _run(fresh / "bin" / "zhclaims", "review", "--db", "claims.db", "--static", "page.html", cwd=outside)
    assert "<html" in (outside / "page.html").read_text(encoding="utf-8")
    _run(fresh / "bin" / "zhclaims", "check", cwd=outside)


def _run(*command: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    made = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout
