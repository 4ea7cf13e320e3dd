from __future__ import annotations

import pytest

from mufakat.ledger import queries

pytestmark = pytest.mark.django_db


def test_instance_log_is_found() -> None:
    assert queries.instance_log().origin == "localhost/instance"
