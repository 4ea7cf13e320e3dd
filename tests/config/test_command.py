"""What is typed after `mufakat`, and what it answers before any command runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.site import ROOT, Site

from mufakat.config import arguments, command, words


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUFAKAT_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


def python(code: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main(["--help"])
    said = capsys.readouterr().out
    assert ending.value.code == 0
    assert [name for name in arguments.SUMMARIES if f"    {name} " not in said] == []
    assert "Exit codes: 0 done" in said


@pytest.mark.parametrize("name", [n for n in arguments.SUMMARIES if n != "verify"])
def test_help_of_each_command_is_in_both_languages(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for language in ("id", "en"):
        with pytest.raises(SystemExit):
            command.main([name, "--lang", language, "--help"])
        said[language] = capsys.readouterr().out
    assert said["en"].startswith(f"usage: mufakat {name}")
    assert said["id"].startswith(f"pemakaian: mufakat {name}")
    assert arguments.SUMMARIES[name][1:20] in " ".join(said["en"].split())


@pytest.mark.parametrize(
    ("given", "words_of_it"),
    [
        (["restor"], "invalid choice: 'restor'"),
        (["serve", "--port", "0"], "argument --port: invalid port value: '0'"),
        (["serve", "--port", "http"], "argument --port: invalid port value: 'http'"),
        (["serve", "--workers", "1000"], "argument --workers: invalid count value: '1000'"),
        (["restore"], "the following arguments are required: FILE"),
        (["--lang", "xx", "serve"], "invalid choice: 'xx'"),
        (["doctor", "extra"], "unrecognized arguments: extra"),
    ],
)
def test_main_tells_wrong_use(given: list[str], words_of_it: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main(given)
    assert ending.value.code == 2
    said = capsys.readouterr().err
    assert words_of_it in said
    assert "`mufakat --help` lists all commands." in said


def test_main_without_a_command_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert "COMMAND" in capsys.readouterr().out


def test_the_command_starts_without_django() -> None:
    loaded = python("import sys; from mufakat.config import command; print('django' in sys.modules)")
    assert loaded == "False\n"


def test_verify_never_loads_django(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("no record\n")
    code = (
        "import sys; from mufakat.config.command import main; "
        f"code = main(['--lang', 'en', 'verify', {str(tmp_path / 'record')!r}]); "
        "print(code != 0, 'django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr.splitlines()[-1] == "True False"
    assert done.stdout.startswith("The file could not be judged.")


@pytest.mark.parametrize(
    ("wanted", "environ", "chosen"),
    [
        ("en", {"LANG": "id_ID.UTF-8"}, "en"),
        (None, {"LANG": "id_ID.UTF-8"}, "id"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        (None, {"MUFAKAT_LANG": "id", "LC_ALL": "en_GB.UTF-8"}, "id"),
        (None, {"LANG": "C.UTF-8"}, "id"),
        (None, {"LANG": "de_DE.UTF-8"}, "id"),
        (None, {}, "id"),
        ("nonsense", {}, "id"),
    ],
)
def test_choose_takes_the_language_from_the_nearest_place(
    wanted: str | None, environ: dict[str, str], chosen: str
) -> None:
    assert words.choose(wanted, environ) == chosen


def test_a_settings_file_is_read_and_the_environment_goes_before_it(site: Site, tmp_path: Path) -> None:
    (tmp_path / "my.env").write_text('# mine\nexport MUFAKAT_NAME="kota.contoh.id"\nMUFAKAT_LOG_LEVEL=DEBUG\n')
    told = json.loads(site.command("--env", str(tmp_path / "my.env"), "config", "--json"))
    rows = {row["name"]: (row["value"], row["origin"]) for row in told["settings"]}
    assert rows["MUFAKAT_NAME"] == ("kota.contoh.id", str(tmp_path / "my.env"))
    assert rows["MUFAKAT_LOG_LEVEL"] == ("WARNING", "environment")
    assert rows["MUFAKAT_TIME_ZONE"] == ("Asia/Jakarta", "default")


def test_a_settings_file_that_is_named_must_exist(site: Site) -> None:
    assert "does not exist" in site.command("--env", "nowhere.env", "config", code=3)


def test_a_data_folder_that_cannot_be_made_is_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = site.command("--data", str(tmp_path / "file"), "doctor", code=3)
    assert said.startswith("Stopped: The data folder cannot be used")
    assert "What to do: Name another folder" in said


def test_a_database_that_does_not_answer_is_told(site: Site) -> None:
    site.environment["MUFAKAT_DATABASE_URL"] = "postgresql://nobody:geheim@127.0.0.1:1/none"
    said = site.command("init", "--no-input", code=4)
    assert "The database does not answer" in said
    assert "geheim" not in said


def test_config_masks_secrets_and_tells_what_is_no_setting(site: Site) -> None:
    site.environment |= {
        "MUFAKAT_SECRET_KEY": "sangat-rahasia" * 4,
        "MUFAKAT_MAIL_URL": "smtp+tls://kota:geheim@mail.example:587",
        "MUFAKAT_BASEURL": "https://x.example",
    }
    said = site.command("config")
    assert "sangat-rahasia" not in said
    assert "geheim" not in said
    assert "smtp+tls://kota:********@mail.example:587  (environment)" in said
    assert "MUFAKAT_BASEURL is set, but it is not a setting. Did you mean MUFAKAT_BASE_URL?" in said


def test_verify_is_given_its_own_arguments_and_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "record"
    path.write_text("no record\n")
    for given in (
        ["verify", str(path)],
        ["--lang", "en", "--data", "x", "verify", str(path), "--json"],
        ["verify", "--lang=en", str(path), "--env", "none.env"],
    ):
        assert command.main(given) == 2
    spoken = {}
    for language in ("id", "en"):
        command.main(["verify", str(path), "--lang", language])
        spoken[language] = capsys.readouterr().out
    assert spoken["id"] != spoken["en"]
