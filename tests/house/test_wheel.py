"""The wheel runs outside of the checkout: templates, styles, catalogues and data are in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = Path(pytest.__file__).parents[1]
LOOK = """
import django
django.setup()
from pathlib import Path
import mufakat
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import gettext, override
get_template("web/base.html")
with override("id"):
    print(Path(mufakat.__file__).parent)
    print(bool(finders.find("web/base.css")), gettext("Skip to the content"))
"""
pytestmark = pytest.mark.slow


def _run(*command: str | Path, cwd: Path, code: int = 0, **more: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C.UTF-8"} | more
    run = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that tests running beside this one never see files half-written."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copytree(ROOT / "scripts", source / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    (source / ".gitignore").write_text("*.mo\n")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", source / "dist", cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with the wheel installed; the other packages are those of this environment, the checkout is not."""
    place = tmp_path_factory.mktemp("elsewhere")
    uv = shutil.which("uv", path=f"{ROOT / '.tools/bin'}{os.pathsep}{os.environ['PATH']}")
    assert uv, "uv is in .tools after `make test`"
    offline = {"UV_OFFLINE": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    _run(uv, "venv", "--python", sys.executable, place / "venv", cwd=place, **offline)
    _run(uv, "pip", "install", "--no-deps", "--python", place / "venv", wheel, cwd=place, **offline)
    return place


def _python(place: Path, *arguments: str, code: int = 0) -> str:
    return _run(
        place / "venv/bin/python",
        *arguments,
        cwd=place,
        code=code,
        PYTHONPATH=str(LIBRARIES),
        MUFAKAT_DATA=str(place / "data"),
        DJANGO_SETTINGS_MODULE="mufakat.config.settings",
    )


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/mufakat").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    }
    wanted |= {name.removesuffix(".po") + ".mo" for name in wanted if name.endswith(".po")}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("mufakat/")}
    assert (sorted(wanted - held), sorted(held - wanted)) == ([], [])


def test_wheel_finds_its_templates_styles_and_catalogues(elsewhere: Path) -> None:
    (place,) = (elsewhere / "venv").glob("lib/python*/site-packages/mufakat")
    assert _python(elsewhere, "-c", LOOK).splitlines() == [str(place), "True Langsung ke isi"]


def test_command_runs_outside_the_checkout(elsewhere: Path) -> None:
    command = str(elsewhere / "venv/bin/mufakat")
    assert _python(elsewhere, command, "--lang", "en", "--help").startswith("usage: mufakat")
    said = _python(elsewhere, command, "init", "--no-input", "--name", "Ratna", "--email", "ratna@kota.example")
    assert "http://localhost:8000/masuk/" in said
    report = json.loads(_python(elsewhere, command, "doctor", "--json"))
    states = {finding["probe"]: finding["state"] for finding in report["findings"]}
    wanted = ("catalogues", "database", "schema", "guards", "record")
    assert (report["healthy"], {states[probe] for probe in wanted}) == (True, {"fine"})
