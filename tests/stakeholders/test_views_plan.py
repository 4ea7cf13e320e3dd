"""The engagement plan on paper: whole, the same bytes for the same data, and nothing people wrote becomes markup."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.urls import reverse
from django.utils import translation
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of, is_missing

from mufakat.campaigns.models import Campaign
from mufakat.campaigns.views.frame import Visit
from mufakat.people.models import Sector
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Interaction, Stakeholder
from mufakat.stakeholders.views import _plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign(title="Makin Cakap", opener=make.person(language="en"))


def said(campaign: Campaign, seat: Any, at: Any = make.NOW) -> dict[str, Any]:
    here = Visit(None, campaign, seat, seat.person, at)  # type: ignore[arg-type]  # no request is needed for words
    return _plan.said_in(queries.plan_for(campaign), here)


def test_plan_is_a_pdf_for_the_seated(campaign: Campaign) -> None:
    made.stakeholder(campaign, name="Radio Contoh")
    url = reverse("stakeholders:plan", args=[campaign.slug])
    answer = client_of(make.host_seat(campaign).person).get(url, headers={"accept-encoding": "gzip"})
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"], content[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{campaign.slug}-rencana-pelibatan.pdf"'
    assert int(answer["Content-Length"]) == len(content)
    assert answer["Content-Encoding"] == "identity"  # whole, not only as far as the first packed piece goes
    assert is_missing(client_of(make.person()).get(url))
    assert client_of(None).get(url).status_code in {302, 404}


def test_plan_says_everything_and_no_scores(campaign: Campaign) -> None:
    seat = make.host_seat(campaign)
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"))
    who = made.stakeholder(
        campaign, "media", name="Radio Contoh", interest="Pendengar", wanted="involve", owner=make.liaison_of(party)
    )
    made.assessment(who, seat, "5151", reason="Rahasia")
    Interaction.objects.create(
        stakeholder=who, on=make.NOW, kind="call", summary="Bicara", next_step="Kirim surat", by=seat, at=make.NOW
    )
    made.requirement(campaign, seat, sector=Sector.objects.get(pk="media"), reason="Jangkauan")
    with translation.override("en"):
        found = said(campaign, seat)
        assert found["stakeholders"] == [
            {
                "name": "Radio Contoh",
                "sector": "Media",
                "why": "Pendengar",
                "levels": "Involve, now: Not yet",
                "state": "Identified",
                "owner": "PT Contoh",
                "next_step": "Kirim surat",
            }
        ]
        assert found["gaps"] == [
            ["Media (mandatory)", "1", "1 is known already but not engaged: Radio Contoh. Jangkauan"]
        ]
        assert "not sealed yet" in found["verification"]
        assert "Rahasia" not in str(found)
        others = make.liaison_of(make.party(campaign))
        assert said(campaign, others)["stakeholders"][0]["next_step"] == "–"
        assert said(campaign, make.liaison_of(party))["stakeholders"][0]["next_step"] == "Kirim surat"


def test_plan_is_the_same_for_the_same_data_and_day(campaign: Campaign) -> None:
    seat = make.host_seat(campaign)
    made.stakeholder(campaign, name="Radio Contoh")
    one = _plan.typeset(said(campaign, seat), make.NOW)
    assert one == _plan.typeset(said(campaign, seat), make.NOW + timedelta(hours=3))
    later = make.NOW + timedelta(days=1)
    assert one != _plan.typeset(said(campaign, seat, later), later)
    made.stakeholder(campaign, name="Koran Contoh")
    assert one != _plan.typeset(said(campaign, seat), make.NOW)


@pytest.mark.parametrize(
    "text", [*make.HOSTILE, "#panic()", '#read("/etc/passwd")', "*x* $y$ _z_ `w` \\ [ ] { } @ref <label> //", "= Judul"]
)
def test_plan_sets_what_people_wrote_as_text(campaign: Campaign, text: str) -> None:
    seat = make.host_seat(campaign)
    made.stakeholder(campaign, name=text[:200], interest=text)
    found = said(campaign, seat)
    assert _plan.typeset(found, make.NOW).startswith(b"%PDF-")
    headings = typst.query(str(_plan.TEMPLATE), "heading", field="body", sys_inputs={"plan": json.dumps(found)})
    assert [h["text"] for h in json.loads(headings)] == [found["words"][name] for name in ("gaps", "groups", "who")]


def test_plan_asks_the_same_number_of_questions(campaign: Campaign, django_assert_num_queries: Any) -> None:
    seat = make.host_seat(campaign)
    for number in (1, 30):
        for _ in range(number):
            made.stakeholder(campaign, owner=seat)
        with django_assert_num_queries(13):
            said(campaign, seat)


def test_plan_of_five_hundred_is_made_within_the_request(campaign: Campaign) -> None:
    seat = make.host_seat(campaign)
    media = Sector.objects.get(pk="media")
    when = {"state_since": make.NOW, "added_at": make.NOW, "changed_at": make.NOW}
    Stakeholder.objects.bulk_create(
        Stakeholder(campaign=campaign, name=f"Pemangku {n}", sector=media, interest="Pendengar di desa. " * 8, **when)
        for n in range(500)
    )
    found = said(campaign, seat)
    began = time.monotonic()
    _plan.typeset(found, make.NOW)
    seconds = time.monotonic() - began
    print(f"500 stakeholders: {seconds:.2f} s")
    assert seconds < 5  # on a machine that does other things as well; 0.2 s alone
