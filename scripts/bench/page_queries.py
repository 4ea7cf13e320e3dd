"""How many queries a page asks, read from inside: prints `query_<page>_<campaign>=n` for each campaign named.

python scripts/bench/page_queries.py SLUG ...
"""

from __future__ import annotations

import sys

import django

django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from mufakat.people import queries

PAGES = {"home": "", "parties": "pihak/", "activity": "catatan/"}


def ask(slug: str) -> None:
    reader = queries.person_by_email(f"{slug}-0@bench.example")
    assert reader is not None
    for who in ("public", "seated"):
        client = Client(HTTP_HOST="localhost")
        if who == "seated":
            client.force_login(reader)
        for page, path in PAGES.items():
            client.get(f"/kampanye/{slug}/{path}")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = client.get(f"/kampanye/{slug}/{path}")
            assert answer.status_code == 200
            print(f"query_{page}_{who}_{slug.replace('-', '_')}={len(asked)}", flush=True)


if __name__ == "__main__":
    setup_test_environment()
    for slug in sys.argv[1:]:
        ask(slug)
