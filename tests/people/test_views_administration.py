from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests import make
from tests.pages import client_of, links, said, words
from tests.people.record import entries, verbs

from mufakat.people import actions, queries
from mufakat.people.models import Organisation, Person, Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make.person(is_administrator=True, language="en", name="Ratna")


def _url(name: str, organisation: Organisation, *args: Any) -> str:
    return reverse(f"people:{name}", args=[organisation.pk, *args])


def _proposed(**fields: Any) -> Organisation:
    return make.organisation(status="proposed", verified_at=None, **fields)


# --- verify, retire, restore -----------------------------------------------------------------------------------------
def test_verifying_asks_how_and_shows_possible_duplicates(admin: Person) -> None:
    known, made = make.organisation(name="Diskominfo Kota A"), _proposed(name="Dinas Kominfo Kota A")
    client = client_of(admin)
    assert "Check this organisation" in words(client.get(_url("organisation", made)))
    page = client.get(_url("verify", made))
    assert "Possibly the same" in words(page)
    assert f"{_url('merge', made)}?with={known.pk}" in links(page)
    assert client.post(_url("verify", made), {"note": " "}).status_code == 422
    answer = client.post(_url("verify", made), {"note": "SK dilihat"}, follow=True)
    assert said(answer) == ["Dinas Kominfo Kota A is verified."]
    assert entries()[-1][3] == {"name": "Dinas Kominfo Kota A", "note": "SK dilihat"}
    again = client.post(_url("verify", made), {"note": "lagi"})
    assert (again.status_code, "no longer waiting for verification" in words(again)) == (409, True)


def test_retiring_and_taking_up_again(admin: Person) -> None:
    made = make.organisation(name="Radio Lama")
    client = client_of(admin)
    assert client.post(_url("retire", made), {"reason": ""}).status_code == 422
    assert said(client.post(_url("retire", made), {"reason": "bubar"}, follow=True)) == ["Radio Lama is inactive now."]
    assert client.post(_url("retire", made), {"reason": "bubar"}).status_code == 409
    assert "Nobody can invite it any more." in words(client.get(_url("organisation", made)))
    assert said(client.post(_url("restore", made), follow=True)) == ["Radio Lama is active again."]
    assert client.post(_url("restore", made)).status_code == 409


# --- merge -----------------------------------------------------------------------------------------------------------
def test_merging_is_chosen_compared_and_confirmed(admin: Person) -> None:
    made, other = (
        make.organisation(name="Diskominfo Kota A"),
        make.organisation(name="Dinas Kominfo Kota A", website="https://a.example"),
    )
    client = client_of(admin)
    assert "Dinas Kominfo Kota A" in words(client.get(_url("merge", made)))
    assert f"{_url('merge', made)}?with={other.pk}" in links(client.get(_url("merge", made) + "?q=kominfo"))
    assert "No organisation fits" in words(client.get(_url("merge", made) + "?q=xyzzy"))
    side = _url("merge", made) + f"?with={other.pk}"
    page = words(client.get(side))
    assert "Side by side" in page
    assert "Website – https://a.example different" in page
    unanswered = client.post(side, {})
    assert (unanswered.status_code, "Choose one of the two." in words(unanswered)) == (422, True)
    assert client.post(side, {"kept": str(uuid4())}).status_code == 422
    answer = client.post(side, {"kept": str(other.pk)}, follow=True)
    assert answer.redirect_chain == [(_url("organisation", other), 302)]
    assert said(answer) == ["Diskominfo Kota A is now part of Dinas Kominfo Kota A."]
    again = client.post(side, {"kept": str(other.pk)})
    assert (again.status_code, "has been merged already" in words(again)) == (409, True)
    assert "Nothing can be merged here any more." in words(client.get(side))
    assert verbs() == ["organisation.merged"]


@pytest.mark.parametrize("with_", ["", "x", "'", "{own}"])
def test_merging_with_nothing_or_itself_only_asks_again(admin: Person, with_: str) -> None:
    made = make.organisation(name="Radio")
    answer = client_of(admin).post(_url("merge", made) + f"?with={with_.format(own=made.pk)}", {"kept": str(made.pk)})
    assert (answer.status_code, "Which entry is the same organisation as Radio?" in words(answer)) == (200, True)
    assert verbs() == []


def test_merging_with_an_unknown_organisation_is_not_found(admin: Person) -> None:
    assert client_of(admin).get(_url("merge", make.organisation()) + f"?with={uuid4()}").status_code == 404


@pytest.mark.parametrize("name", ["verify", "retire", "restore", "merge"])
def test_only_administrators_of_the_server_do_these(name: str) -> None:
    made, keeper = _proposed(), make.person(language="en")
    actions.affiliate(person=keeper, organisation=made, at=make.NOW, as_admin=True)
    for person in (keeper, make.person(language="en")):
        answer = client_of(person).post(_url(name, made), {"note": "x", "reason": "x"})
        assert (answer.status_code, "Only an administrator of this server" in words(answer)) == (403, True)
        if name != "restore":
            assert client_of(person).get(_url(name, made)).status_code == 403
    assert client_of(None).post(_url(name, made)).status_code == 302
    assert client_of(person).post(reverse(f"people:{name}", args=[uuid4()])).status_code == 404
    assert verbs() == []


# --- people ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def keeper() -> Person:
    person = make.person(name="Siti", language="en")
    actions.affiliate(person=person, organisation=make.organisation(name="Dinas A"), at=make.NOW, as_admin=True)
    return person


def test_people_are_seen_and_looked_after_by_keepers_only(keeper: Person) -> None:
    made = Organisation.objects.get(name="Dinas A")
    budi = make.person(name="Budi", language="en")
    affiliation = actions.affiliate(person=budi, organisation=made, at=make.NOW)
    client = client_of(keeper)
    page = words(client.get(_url("members", made)))
    assert ("Budi" in page, "Siti (you)" in page) == (True, True)
    for person in (budi, make.person(language="en")):
        assert client_of(person).get(_url("members", made)).status_code == 403
    given = client.post(_url("set_admin", made, affiliation.pk), {"is_admin": "1"}, follow=True)
    assert said(given) == ["Budi now looks after Dinas A here."]
    assert client_of(budi).get(_url("members", made)).status_code == 200
    own = queries.affiliations_of(keeper).get()
    laid_down = client.post(_url("set_admin", made, own.pk), {"is_admin": "0"}, follow=True)
    assert laid_down.redirect_chain == [(_url("organisation", made), 302)]


def test_ending_an_affiliation_is_asked_first(keeper: Person) -> None:
    made = Organisation.objects.get(name="Dinas A")
    budi = make.person(name="Budi", language="en")
    affiliation = actions.affiliate(person=budi, organisation=made, at=make.NOW)
    url = _url("end_affiliation", made, affiliation.pk)
    stranger, visitor = client_of(make.person()), client_of(None)
    assert (stranger.post(url).status_code, visitor.post(url).status_code) == (404, 302)
    page = words(client_of(keeper).get(url))
    assert "Budi no longer works for Dinas A?" in page
    assert "Seats held for this organisation end at the same time" in page
    answer = client_of(keeper).post(url, follow=True)
    assert said(answer) == ["Budi no longer works for Dinas A here."]
    assert client_of(keeper).post(url).status_code == 404
    own = queries.affiliations_of(keeper).get()
    answer = client_of(keeper).post(_url("end_affiliation", made, own.pk), follow=True)
    assert (answer.redirect_chain, said(answer)) == ([("/profil/", 302)], ["You no longer work for Dinas A here."])


def test_an_affiliation_is_found_only_at_its_own_organisation(keeper: Person) -> None:
    made, other = Organisation.objects.get(name="Dinas A"), make.organisation()
    foreign = actions.affiliate(person=make.person(), organisation=other, at=make.NOW)
    for name in ("end_affiliation", "set_admin"):
        assert client_of(keeper).post(_url(name, made, foreign.pk), {"is_admin": "1"}).status_code == 404
        assert client_of(keeper).post(_url(name, other, foreign.pk), {"is_admin": "1"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 25])
def test_people_cost_the_same_however_many(rows: int, keeper: Person, django_assert_num_queries: Any) -> None:
    made = Organisation.objects.get(name="Dinas A")
    for _ in range(rows - 1):
        actions.affiliate(person=make.person(), organisation=made, at=make.NOW)
    client = client_of(keeper)
    client.get(_url("members", made))
    with django_assert_num_queries(11):
        client.get(_url("members", made))


# --- sectors ---------------------------------------------------------------------------------------------------------
SECTOR = {"name_id": "Lembaga adat", "name_en": "Customary bodies", "tone": "gov", "shape": "circle"}


def test_sectors_are_added_changed_and_put_in_order(admin: Person) -> None:
    client = client_of(admin)
    page = words(client.get("/sektor/"))
    assert "Pemerintah Government 0 yes In use" in page
    assert said(client.post("/sektor/baru/", SECTOR, follow=True)) == ["The sector Customary bodies was added."]
    wrong = client.post("/sektor/baru/", SECTOR)
    assert (wrong.status_code, "3 answers need another look" in words(wrong)) == (422, True)
    changed = SECTOR | {"name_en": "Customary institutions", "is_active": "on"}
    answer = client.post("/sektor/lembaga_adat/", changed, follow=True)
    assert said(answer) == ["The sector Customary institutions was saved."]
    client.post("/sektor/lembaga_adat/geser/", {"way": "up"})
    assert list(Sector.objects.values_list("code", flat=True))[-2:] == ["lembaga_adat", "komunitas"]
    retired = client.post("/sektor/lembaga_adat/", SECTOR, follow=True)
    assert "Not in use" in words(retired)
    assert client.get("/sektor/tidak-ada/").status_code == 404
    assert verbs() == ["sector.added", "sector.changed", "sector.moved", "sector.changed"]


def test_the_last_sector_stays(admin: Person) -> None:
    Sector.objects.exclude(pk="media").update(is_active=False)
    said_now = {"name_id": "Media", "name_en": "Media", "tone": "media", "shape": "diamond"}
    answer = client_of(admin).post("/sektor/media/", said_now)
    assert (answer.status_code, "At least one sector must stay in use." in words(answer)) == (409, True)


@pytest.mark.parametrize("path", ["/sektor/", "/sektor/baru/", "/sektor/media/"])
def test_sectors_are_for_administrators(path: str) -> None:
    assert client_of(make.person()).get(path).status_code == 403
    if path != "/sektor/":
        assert client_of(make.person()).post(path, SECTOR).status_code == 403
    assert client_of(make.person()).post("/sektor/media/geser/").status_code == 403
