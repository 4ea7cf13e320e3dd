from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests import make
from tests.pages import client_of, hidden, links, said, words
from tests.people.record import verbs

from mufakat.people import actions
from mufakat.people.models import FormerName, Organisation, Region, Sector

pytestmark = pytest.mark.django_db
QueryCount = Callable[[int], Any]
LIST, NEW, SHEET = "/organisasi/", "/organisasi/baru/", "/organisasi/unduh/"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}'\"%s"


def _said(**fields: Any) -> dict[str, Any]:
    return {"name": "Radio Warga", "sector": "media", "kind": "newsroom", "once": str(uuid4())} | fields


def _url(name: str, organisation: Organisation, *args: Any) -> str:
    return reverse(f"people:{name}", args=[organisation.pk, *args])


# --- the list --------------------------------------------------------------------------------------------------------
def test_an_empty_list_is_an_invitation() -> None:
    page = words(client_of(make.person(language="en")).get(LIST))
    assert "No organisation yet" in page
    assert "For example Dinas Kominfo Kota Bandung" in page


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_costs_the_same_for_one_and_for_many(rows: int, django_assert_num_queries: QueryCount) -> None:
    client = client_of(make.person(language="en"))
    for number in range(rows):
        made = make.organisation(name=f"Lembaga {number:02}")
        made.regions.set(Region.objects.all()[:5])
        FormerName.objects.create(organisation=made, name="Dulu", until=make.NOW)
    client.get(LIST)
    with django_assert_num_queries(9):
        page = client.get(LIST)
    assert words(page).count("5 regions") == rows
    with django_assert_num_queries(4):
        client.get(SHEET)


def test_the_list_pages_filters_and_says_so() -> None:
    client = client_of(make.person(language="en"))
    for number in range(30):
        make.organisation("media" if number % 2 else "swasta", name=f"Lembaga {number:02}", is_example=number == 0)
    first, second = client.get(LIST), client.get(LIST + "?page=2")
    assert ("30 organisations" in words(first), "1–25 of 30" in words(first)) == (True, True)
    assert "Lembaga 29" in words(second)
    assert "EXAMPLE DATA" in words(first)
    page = client.get(LIST + "?q=lembaga&sector=media&sort=newest&page=999")
    assert ("15 organisations" in words(page), "Clear the filters" in words(page)) == (True, True)
    none = client.get(LIST + "?q=tidak-ada")
    assert ("No organisation fits" in words(none), f"{NEW}?name=tidak-ada" in links(none)) == (True, True)


@pytest.mark.parametrize(
    "query", ["sector=x'--", "region=abc", "status[]=a", "kind=%00", "sort=pk;drop", "page=-1", "page=x", "q=%25_"]
)
def test_the_list_survives_any_question(query: str) -> None:
    make.organisation(name="Lembaga")
    answer = client_of(make.person(language="en")).get(f"{LIST}?{query}")
    assert (answer.status_code, "organisation" in words(answer)) == (200, True)


def test_a_former_name_finds_the_organisation() -> None:
    made = make.organisation(name="Dinas Baru")
    FormerName.objects.create(organisation=made, name="Kantor Infokom", until=make.NOW)
    assert "Dinas Baru" in words(client_of(make.person(language="en")).get(LIST + "?q=infokom"))


# --- the sheet -------------------------------------------------------------------------------------------------------
def test_the_sheet_holds_the_filtered_list_as_text() -> None:
    radio = make.organisation("media", name="=cmd|' /C calc'!A0", short_name="-1", source='"x",\ny', is_example=True)
    radio.regions.set(Region.objects.filter(code__in=["31", "32"]))
    make.organisation(name="Dinas")
    answer = client_of(make.person(language="en")).get(SHEET + "?sector=media")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="mufakat-organisations-{timezone.localdate()}.csv"'
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]  # not an asynchronous answer
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows == [
        [
            "Full name",
            "Short name",
            "Sector",
            "Kind",
            "Regions",
            "Status",
            "Registration number",
            "Website",
            "Source of these facts",
            "Example data",
        ],
        [
            "'=cmd|' /C calc'!A0",
            "'-1",
            "Media",
            "Other",
            "DKI Jakarta; Jawa Barat",
            "Verified",
            "",
            "",
            '"x",\ny',
            "EXAMPLE DATA",
        ],
    ]


# --- one organisation ------------------------------------------------------------------------------------------------
def test_an_organisation_shows_its_facts_and_its_history() -> None:
    admin = make.person(is_administrator=True, language="en")
    made = actions.propose_organisation(
        by=admin,
        at=make.NOW,
        name="Radio Warga",
        short_name="RW",
        sector=Sector.objects.get(pk="media"),
        kind="newsroom",
        website="https://radio.example",
        regions=Region.objects.filter(code="53"),
    )
    actions.verify_organisation(organisation=made, by=admin, at=make.NOW, note="SK dilihat")
    page = client_of(make.person(language="en")).get(_url("organisation", made))
    text = words(page)
    for part in (
        "Radio Warga",
        "RW",
        "Media",
        "Newsroom or broadcaster",
        "Verified",
        "Nusa Tenggara Timur",
        "SK dilihat",
    ):
        assert part in text
    assert 'rel="nofollow noopener noreferrer"' in page.content.decode()
    assert "Correct the entry" not in text
    assert "Administration" not in text


def test_an_unknown_organisation_is_not_found() -> None:
    assert client_of(make.person()).get(f"/organisasi/{uuid4()}/").status_code == 404
    assert client_of(make.person()).get("/organisasi/bukan-uuid/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_of_an_organisation_costs_the_same_however_much_happened(
    rows: int, django_assert_num_queries: QueryCount
) -> None:
    admin, kept = make.person(is_administrator=True), make.organisation()
    for number in range(rows):
        actions.change_organisation(organisation=kept, by=admin, at=make.NOW, name=f"Nama {number}")
        actions.merge_organisations(kept=kept, merged=make.organisation(), by=admin, at=make.NOW)
    client = client_of(make.person())
    client.get(_url("organisation", kept))
    with django_assert_num_queries(13):
        client.get(_url("organisation", kept))


def test_a_merged_organisation_leads_to_the_one_that_remains() -> None:
    admin, kept, merged = (
        make.person(is_administrator=True),
        make.organisation(name="Tetap"),
        make.organisation(name="Gabung"),
    )
    actions.merge_organisations(kept=kept, merged=merged, by=admin, at=make.NOW)
    client = client_of(make.person(language="en"))
    page = client.get(_url("organisation", merged))
    assert "This entry is part of another one now" in words(page)
    assert _url("organisation", kept) in links(page)
    assert "Gabung an entry that is part of this one now" in words(client.get(_url("organisation", kept)))


def test_nothing_written_by_people_is_trusted() -> None:
    admin = make.person(is_administrator=True, language="en", name=HOSTILE)
    made = make.organisation(
        name=HOSTILE,
        short_name=HOSTILE[:40],
        registration_no=HOSTILE,
        source=HOSTILE,
        status="proposed",
        verified_at=None,
    )
    FormerName.objects.create(organisation=made, name=HOSTILE, until=make.NOW)
    other = make.organisation(name=HOSTILE + " 2")
    affiliation = actions.affiliate(person=admin, organisation=made, at=make.NOW, as_admin=True)
    actions.verify_organisation(organisation=made, by=admin, at=make.NOW, note=HOSTILE)
    client = client_of(admin)
    paths = [
        LIST,
        *(_url(name, made) for name in ("organisation", "change", "verify", "retire", "merge", "members")),
        _url("merge", made) + f"?with={other.pk}",
        _url("end_affiliation", made, affiliation.pk),
    ]
    for path in paths:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert "<img src=x" not in answer.content.decode(), path
        assert "{{ 7*7 }}" in words(answer), path
    alike = client.post(NEW, _said(name=HOSTILE))
    assert "<img src=x" not in alike.content.decode()


# --- proposing -------------------------------------------------------------------------------------------------------
def test_proposing_makes_one_however_often_it_is_sent() -> None:
    person = make.person(language="en")
    client = client_of(person)
    sent = _said(once=hidden(client.get(NEW), "once"), regions=[str(Region.objects.get(code="31").pk)])
    answer = client.post(NEW, sent, follow=True)
    made = Organisation.objects.get()
    assert str(made.pk) == sent["once"]
    assert answer.redirect_chain == [(_url("organisation", made), 302)]
    assert said(answer) == ["Radio Warga was proposed."]
    assert "Proposed, not verified yet" in words(answer)
    again = client.post(NEW, sent)
    assert again["Location"] == _url("organisation", made)
    assert (Organisation.objects.count(), verbs()) == (1, ["organisation.proposed"])


def test_what_may_be_the_same_is_shown_before_a_new_one_is_made() -> None:
    known = make.organisation(name="Dinas Komunikasi dan Informatika Kota Bandung")
    client = client_of(make.person(language="en"))
    sent = _said(name="Diskominfo Kota Bandung", sector="pemerintah", kind="local_agency", website="https://x.example")
    page = client.post(NEW, sent)
    assert page.status_code == 200
    assert "Is it one of these?" in words(page)
    assert _url("organisation", known) in links(page)
    assert Organisation.objects.count() == 1
    kept = {name: hidden(page, name) for name in ("name", "sector", "kind", "website", "once")}
    answer = client.post(NEW, kept | {"is_other": "1"})
    made = Organisation.objects.get(pk=sent["once"])
    assert answer["Location"] == _url("organisation", made)
    assert (made.name, made.website) == ("Diskominfo Kota Bandung", "https://x.example")


def test_a_wrong_proposal_is_kept_and_says_what_is_wrong() -> None:
    client = client_of(make.person(language="en"))
    answer = client.post(NEW, _said(name="", website="javascript:alert(1)", short_name="RW"))
    assert answer.status_code == 422
    assert "2 answers need another look" in words(answer)
    assert 'value="RW"' in answer.content.decode()
    assert client.post(NEW, _said(once="x")).status_code == 422
    assert Organisation.objects.count() == 0


def test_the_name_that_was_looked_for_is_written_into_the_form() -> None:
    page = client_of(make.person()).get(NEW + "?name=%22%3E%3Cb%3ERadio")
    assert 'value="&quot;&gt;&lt;b&gt;Radio"' in page.content.decode()


# --- correcting ------------------------------------------------------------------------------------------------------
def test_its_own_people_correct_an_entry_and_are_told_of_the_check() -> None:
    person, made = make.person(language="en"), make.organisation("media", name="Radio Warga")
    actions.affiliate(person=person, organisation=made, at=make.NOW, as_admin=True)
    client = client_of(person)
    assert "the organisation waits for verification again" in words(client.get(_url("change", made)))
    sent = {"name": "Radio Warga", "sector": "media", "kind": "other", "website": "https://x.example"}
    assert said(client.post(_url("change", made), sent, follow=True)) == ["The organisation was saved."]
    answer = client.post(_url("change", made), sent | {"name": "Kementerian"}, follow=True)
    assert said(answer) == ["Saved. The organisation waits for verification again."]
    assert client.post(_url("change", made), sent | {"kind": "x"}).status_code == 422


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_correct_an_entry(method: str) -> None:
    made, colleague = make.organisation(), make.person(language="en")
    actions.affiliate(person=colleague, organisation=made, at=make.NOW)
    answer = getattr(client_of(colleague), method)(_url("change", made), _said())
    assert (answer.status_code, "Only its own administrators" in words(answer)) == (403, True)


@pytest.mark.parametrize("path", [LIST, SHEET, NEW, "/organisasi/00000000-0000-4000-8000-000000000001/", "/sektor/"])
def test_visitors_sign_in_first(path: str) -> None:
    answer = client_of(None).get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/akun/login/?next={path}")
