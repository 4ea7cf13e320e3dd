"""The file that tells a demonstration's data folder from any other."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

NAME = "DATA CONTOH"


def path() -> Path:
    return settings.DATA / NAME


def is_set() -> bool:
    return path().is_file()


def put() -> None:
    path().write_text("Map data peragaan. Isinya boleh dihapus kapan saja.\n", encoding="utf-8")
