"""`mufakat map`: figures from CSV files, without Django, and every bad cell by its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.site import ROOT

from mufakat.config import command

REGISTER = """nama;sektor;wilayah;keahlian;keadaan;kuasa;kepentingan;legitimasi;urgensi
Dinas;pemerintah;31,32;media,data;terlibat;5,4;4;5;4
Kampus;akademisi;31;riset;berkomitmen;2;5;4;2
"LSM
Air";masyarakat;32;;dihubungi;;;;
Radio;media;31;media;terlibat;3;2;3;5
"""
TIES = "from,to,weight,directed,kind\nDinas,Kampus,2,,\nDinas,Radio,3,no,data\nRadio,Dinas,,yes,\n"
NEEDS = "sector,capability,least,mandatory\nmedia,media,2,ya\n,riset,1,tidak\n"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUFAKAT_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


def write(folder: Path, **texts: str | bytes) -> dict[str, str]:
    paths = {}
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths[name] = str(path)
    return paths


def test_map_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, register=REGISTER, ties=TIES, needs=NEEDS)
    assert command.main(["map", paths["register"], paths["ties"], "--needs", paths["needs"]]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:6] == [
        "Stakeholders",
        "name     sector      class          quadrant        ties  betweenness  closeness  constraint",
        "Dinas    pemerintah  definitive     manage closely  2     0.3333       0.6667     0.5372",
        "Kampus   akademisi   discretionary  keep informed   1     0.0000       0.4444     1.0000",
        "LSM?Air  masyarakat  -              -               0     0.0000       0.0000     -",
        "Radio    media       demanding      keep satisfied  1     0.0000       0.4444     1.0000",
    ]
    assert said[-4:-1] == [
        "Coverage: 75.0%",
        "sector  capability  region  found  missing  mandatory",
        "media   media       *       1      1        yes",
    ]
    assert "Dinas    3      1        1.3333 > -" in said


def test_map_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, register=REGISTER, ties=TIES, needs=NEEDS)
    assert command.main(["map", "--json", paths["register"], paths["ties"], "--needs", paths["needs"]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["name"], row["salience"], row["quadrant"]) for row in found["stakeholders"]] == [
        ("Dinas", "definitive", "manage_closely"),
        ("Kampus", "discretionary", "keep_informed"),
        ("LSM\nAir", None, None),
        ("Radio", "demanding", "keep_satisfied"),
    ]
    assert found["stakeholders"][0]["scores"]["power"] == {
        "n": 2,
        "median": 4.5,
        "low": 4,
        "high": 5,
        "is_disputed": False,
    }
    assert (found["network"]["nodes"], found["network"]["edges"], found["network"]["density"]) == (4, 2, 4 / 12)
    assert (found["coverage"]["exact"], found["coverage"]["gaps"]) == ("3/4", ["2"])


def test_map_without_needs_says_nothing_of_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, register="name\nA\nB\n", ties="a,b\n")
    assert command.main(["map", paths["register"], paths["ties"]]) == 0
    said = capsys.readouterr().out
    assert "Coverage" not in said
    assert "density                       0.0000" in said


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ({"register": ""}, ["register.csv, line 1: there is nothing in it"]),
        ({"register": "sektor\nmedia\n"}, ["register.csv, line 1: a column is missing: name / nama"]),
        ({"register": "name,nama\nA,A\n"}, ["register.csv, line 1: two columns mean the same: nama"]),
        ({"register": 'name\n"A\nB"\n"A\nB"\n'}, ["register.csv, line 4: the name is there already: A?B (2)"]),
        (
            {"register": "name;power;state\n;6;\nB;2|x;gone;9\n"},
            [
                "register.csv, line 2: the name is missing",
                "register.csv, line 2: not a score from 1 to 5: 6",
                "register.csv, line 3: more cells than the heading has",
                "register.csv, line 3: no such state: gone",
                "register.csv, line 3: not a score from 1 to 5: x",
            ],
        ),
        (
            {"ties": "a,b,weight,directed\nDinas,Kampu,0,\nDinas,Dinas,nan,maybe\n,Radio,1e400,\n"},
            [
                "ties.csv, line 2: not in the register: Kampu",
                "ties.csv, line 2: not a number above 0: 0",
                "ties.csv, line 3: a tie with itself: Dinas",
                "ties.csv, line 3: not a number above 0: nan",
                "ties.csv, line 3: neither yes nor no: maybe",
                "ties.csv, line 4: the name is missing",
                "ties.csv, line 4: not a number above 0: 1e400",
            ],
        ),
        (
            {"needs": "least,weight\n0,1\n2,-1\n٣,1\n"},
            [
                "needs.csv, line 2: not a whole number in its bounds: 0",
                "needs.csv, line 3: not a whole number in its bounds: -1",
                "needs.csv, line 4: not a whole number in its bounds: ٣",
            ],
        ),
        ({"register": b"name\nA\nB\xff\n"}, ["register.csv, line 3: this is not UTF-8."]),
        ({"register": "name\n" + "x" * 200_000 + "\n"}, ["line 2: this is no CSV: field larger than field limit"]),
    ],
)
def test_map_names_each_bad_line(
    texts: dict[str, str | bytes], lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = write(tmp_path, **{"register": REGISTER, "ties": TIES, "needs": NEEDS, **texts})
    assert command.main(["map", paths["register"], paths["ties"], "--needs", paths["needs"]]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert [line for line in lines if line not in said.err] == []
    assert said.err.count(", line ") == len(lines)


def test_map_says_at_most_twenty_flaws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, register="name\n" + "A\n" * 100, ties=TIES)
    assert command.main(["map", paths["register"], paths["ties"]]) == 3
    said = capsys.readouterr().err
    assert said.count(", line ") == 20
    assert "register.csv has 99 flaws." in said


def test_map_refuses_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["map", str(tmp_path / "none.csv"), "x.csv"]) == 3
    assert "none.csv cannot be read." in capsys.readouterr().err


def test_map_needs_neither_django_nor_settings(tmp_path: Path) -> None:
    paths = write(tmp_path, register=REGISTER, ties=TIES)
    code = (
        "import sys; from mufakat.config import command; code = command.main(sys.argv[1:]);"
        "print(code, 'django' in sys.modules)"
    )
    environment = {"PATH": "/usr/bin", "MUFAKAT_SECRET_KEY": "", "DJANGO_SETTINGS_MODULE": "none.such"}
    done = subprocess.run(
        [sys.executable, "-c", code, "map", paths["register"], paths["ties"]],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert (done.stderr, done.stdout.splitlines()[-1]) == ("", "0 False")
