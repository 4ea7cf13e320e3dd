"""The pages of the register: found, read, added to, changed, moved; by those who may, in both languages."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.make_stakeholders import assessment, capability, stakeholder
from tests.pages import hidden, is_missing, links, said, words
from tests.stakeholders.register_cast import Cast, gather

from mufakat.people.models import Region, Sector
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Interaction, SavedView, Stakeholder, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def rows(page: Any) -> list[str]:
    """The names in the table of the register."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.DOTALL)
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]*)</a>', body[1]) if body else []


# --- the list ------------------------------------------------------------------------------------------------------


def test_register_shows_who_is_there_to_every_seat(cast: Cast) -> None:
    region = Region.objects.filter(level="province").order_by("code").first()
    stakeholder(
        cast.campaign, name="Warga Bantaran", reference="W-1", is_group=True, regions=[region], wanted="involve"
    )
    stakeholder(cast.campaign, name="Radio Contoh", sector="media", organisation=cast.party.organisation)
    for who in ("host", "owner", "other", "facilitator", "evaluator", "observer"):
        text = words(cast.client(who).get(cast.url("register")))
        assert "2 stakeholders" in text
        assert f"Warga Bantaran Group W-1 Civil society {region.name} Identified Not yet → Involve" in text
        assert "Radio Contoh Media – Engaged at the table Not yet" in text
        assert ("Change those ticked" in text) == (who in {"host", "facilitator"})


def test_register_speaks_indonesian() -> None:
    cast = gather("id")
    stakeholder(cast.campaign, name="Warga")
    page = cast.client().get(cast.url("register"))
    assert (page.status_code, rows(page)) == (200, ["Warga"])


def test_register_is_not_there_for_others(cast: Cast) -> None:
    row = stakeholder(cast.campaign, name="Rahasia Besar")
    for visibility in ("parties", "public"):
        cast.campaign.__class__.objects.filter(pk=cast.campaign.pk).update(visibility=visibility)
        for url in (
            cast.url("register"),
            cast.url("stakeholder", row.pk),
            cast.url("register_csv"),
            cast.url("move", row.pk),
        ):
            assert is_missing(cast.client("stranger").get(url))
            answer = cast.client("nobody").get(url)
            assert (answer.status_code, answer.url.split("?")[0]) == (302, "/akun/login/")


def test_an_empty_register_says_what_belongs_in_it(cast: Cast) -> None:
    assert "The register is still empty" in words(cast.client().get(cast.url("register")))
    text = words(cast.client("other").get(cast.url("register")))
    assert "The register is still empty" in text
    assert "Add" not in text


def test_register_is_searched_filtered_and_sorted(cast: Cast) -> None:
    campaign, region = cast.campaign, Region.objects.filter(level="province").order_by("code").first()
    riset, tag = capability(campaign, "Riset"), Tag.objects.create(campaign=campaign, name="Prioritas")
    one = stakeholder(campaign, name="Aman", reference="Z9", sector="media", regions=[region], capabilities=[riset])
    two = stakeholder(campaign, name="berani", interest="Sungai bersih", tags=[tag], owner=cast.seat(), wanted="inform")
    stakeholder(campaign, name="Cakap", is_group=True, state="committed", changed_at=make.NOW.replace(hour=5))
    stakeholder(campaign, name="Lama", removed_at=make.NOW)
    stakeholder(make.campaign(), name="Tetangga")
    assessment(one, cast.seat())
    client, url = cast.client(), cast.url("register")
    asked = {
        "": ["Aman", "berani", "Cakap"],
        "q=z9": ["Aman"],
        "q=bersih+SUNGAI": ["berani"],
        "q=priori": ["berani"],
        "q=%00tiada": ["Aman", "berani", "Cakap"],
        f"sector={one.sector_id}": ["Aman"],
        f"region={region.pk}": ["Aman"],
        f"capability={riset.pk}": ["Aman"],
        f"tag={tag.pk}": ["berani"],
        "state=committed": ["Cakap"],
        "gap=on": ["berani"],
        "mine=on": ["berani"],
        "groups=on": ["Cakap"],
        "unassessed=on": ["berani", "Cakap"],
        "unassessed=on&gap=on&q=a": ["berani"],
        "sort=changed": ["Cakap", *sorted(["Aman", "berani"], key=lambda n: {"Aman": one, "berani": two}[n].pk)],
        "sort=state": ["Aman", "berani", "Cakap"],
        "sort=sector": ["berani", "Cakap", "Aman"],
        "state=x&sector=y&region=z&capability=1&tag=2&sort=3&page=99": ["Aman", "berani", "Cakap"],
    }
    assert {query: rows(client.get(f"{url}?{query}")) for query in asked} == asked
    assert "Nobody fits this search" in words(client.get(f"{url}?q=zz"))


def test_the_state_of_a_party_never_lags(cast: Cast) -> None:
    campaign = cast.campaign
    for n, state in enumerate(("identified", "withdrawn", "committed")):
        party = make.party(campaign)
        stakeholder(campaign, name=f"P{n}", organisation=party.organisation, state=state, state_because="x")
    stakeholder(campaign, name="X", state="identified")
    client, url = cast.client(), cast.url("register")
    found = {s: rows(client.get(f"{url}?state={s}")) for s in ("identified", "engaged", "committed", "withdrawn")}
    assert found == {"identified": ["X"], "engaged": ["P0", "P1"], "committed": ["P2"], "withdrawn": []}
    row = Stakeholder.objects.get(name="P0")
    text = words(client.get(cast.url("stakeholder", row.pk)))
    assert "Its organisation is a party of this campaign, so it counts at least as engaged." in text
    assert "Written down as “Identified”; it counts as engaged because it sits at the table." in text


@pytest.mark.parametrize("many", [1, 30])
def test_register_asks_the_same_number_of_questions(cast: Cast, many: int, django_assert_max_num_queries: Any) -> None:
    riset = capability(cast.campaign)
    regions = list(Region.objects.filter(level="province")[:3])
    for _ in range(many):
        stakeholder(
            cast.campaign, regions=regions, capabilities=[riset], owner=cast.seat(), organisation=make.organisation()
        )
    client = cast.client()
    client.get(cast.url("register"))
    with django_assert_max_num_queries(24):
        client.get(cast.url("register"))
    query = f"?q=p&state=identified&sector=masyarakat_sipil&region={regions[0].pk}&capability={riset.pk}&mine=on&gap=on"
    with django_assert_max_num_queries(27):
        client.get(cast.url("register") + query)


def test_register_pages_keep_the_search(cast: Cast) -> None:
    for n in range(30):
        stakeholder(cast.campaign, name=f"Warga {n:02}")
    page = cast.client().get(cast.url("register") + "?q=warga&page=2")
    assert rows(page) == [f"Warga {n:02}" for n in range(25, 30)]
    assert any("q=warga" in link and "page=1" in link for link in links(page))


# --- one -----------------------------------------------------------------------------------------------------------


def test_a_stakeholder_shows_what_each_reader_may_read(cast: Cast) -> None:
    row = stakeholder(
        cast.campaign,
        name="Warga",
        interest="Air bersih.",
        notes="Catatan tim",
        position=-2,
        owner=cast.seat("owner"),
        source="Sensus",
    )
    Interaction.objects.create(
        stakeholder=row, on=make.NOW.date(), kind="call", summary="Bicara lama", by=cast.seat(), at=make.NOW
    )
    for who in cast.people:
        if who == "stranger":
            continue
        text = words(cast.client(who).get(cast.url("stakeholder", row.pk)))
        assert "Air bersih." in text
        assert "Orang Owner · Radio Contoh" in text
        may_read = who in {"host", "facilitator", "owner"}
        for secret in ("Catatan tim", "Strongly against it", "Bicara lama"):
            assert (secret in text) == may_read, (who, secret)
        assert ("Write down a talk" in text) == may_read
        assert ("Move the state" in text) == may_read
        assert ("Merge with another entry" in text) == (who in {"host", "facilitator"})


def test_the_party_of_an_owner_whose_seat_ended_reads_no_longer(cast: Cast) -> None:
    second = make.person(name="Kedua", language="en")
    lead = cast.seat("owner")
    seat = make.accept(make.invitation(cast.campaign, cast.party.organisation, by=lead), second)
    row = stakeholder(cast.campaign, notes="Catatan tim", owner=seat)
    assert "Catatan tim" in words(cast.client("owner").get(cast.url("stakeholder", row.pk)))
    from mufakat.campaigns import actions as campaigns

    campaigns.end_seat(seat=seat, by=lead, at=make.NOW, reason="x")
    text = words(cast.client("owner").get(cast.url("stakeholder", row.pk)))
    assert "Catatan tim" not in text
    assert "Seat has ended" in text


def test_a_stakeholder_of_another_campaign_is_not_there(cast: Cast) -> None:
    other = stakeholder(make.campaign())
    gone = stakeholder(cast.campaign, removed_at=make.NOW)
    for number in (other.pk, gone.pk, uuid4()):
        for name in ("stakeholder", "change", "move", "log", "remove", "merge"):
            assert is_missing(cast.client().get(cast.url(name, number))), name


@pytest.mark.parametrize("who", ["host", "facilitator", "owner", "other", "evaluator", "observer"])
def test_no_link_of_a_stakeholder_is_dead(cast: Cast, who: str) -> None:
    row = stakeholder(cast.campaign, name="A & B?", organisation=cast.party.organisation, owner=cast.seat("owner"))
    group = stakeholder(cast.campaign, is_group=True, proxy=row)
    client, dead = cast.client(who), []
    for number in (row.pk, group.pk):
        found = [html.unescape(link) for link in links(client.get(cast.url("stakeholder", number)))]
        own = [link for link in found if link.startswith(f"/kampanye/{cast.campaign.slug}/")]
        assert len(own) > 10
        dead += [link for link in own if ".css" not in link and client.get(link).status_code != 200]
    assert dead == []


def test_an_old_link_leads_to_what_remains(cast: Cast) -> None:
    one, other = stakeholder(cast.campaign), stakeholder(cast.campaign)
    actions.merge_stakeholders(kept=one, gone=other, by=cast.seat(), at=make.NOW)
    answer = cast.client().get(cast.url("stakeholder", other.pk))
    assert answer.url == cast.url("stakeholder", one.pk)


# --- adding --------------------------------------------------------------------------------------------------------


def sent(page: Any, **more: Any) -> dict[str, Any]:
    """What a browser would send from the form of a new stakeholder."""
    given = {
        "name": "Paguyuban",
        "sector": "masyarakat_sipil",
        "state": "identified",
        "wanted": "none",
        "present": "none",
    }
    return given | {"once": hidden(page, "once")} | more


def test_add_searches_first_and_shows_who_is_known(cast: Cast) -> None:
    organisation = make.organisation("akademisi", name="Universitas Contoh Raya")
    stakeholder(cast.campaign, name="Universitas Contoh Raya Bersama")
    client = cast.client()
    assert "Whom do you add?" in words(client.get(cast.url("add")))
    page = client.get(cast.url("add") + "?q=universitas+contoh+raya")
    text = words(page)
    assert "Universitas Contoh Raya Academia" in text
    assert "These in the register sound alike: Universitas Contoh Raya Bersama" in text
    page = client.get(f"{cast.url('add')}?organisasi={organisation.pk}")
    answer = client.post(
        f"{cast.url('add')}?organisasi={organisation.pk}", sent(page, name=organisation.name, sector="akademisi")
    )
    made = Stakeholder.objects.get(organisation=organisation)
    assert answer.url == cast.url("stakeholder", made.pk)
    assert client.get(f"{cast.url('add')}?organisasi={organisation.pk}").url == answer.url
    assert "In the register already" in words(client.get(cast.url("add") + "?q=universitas+contoh+raya"))
    assert is_missing(client.get(f"{cast.url('add')}?organisasi=x"))
    assert is_missing(client.get(f"{cast.url('add')}?organisasi={uuid4()}"))


def test_add_by_name_asks_first_when_another_sounds_alike(cast: Cast) -> None:
    stakeholder(cast.campaign, name="Paguyuban Pedagang Pasar")
    client, url = cast.client(), cast.url("add") + "?nama=x"
    given = sent(client.get(url), name="Paguyuban Pedagang Pasar", tags="satu, dua", new_capabilities="Riset; Dana")
    page = client.post(url, given)
    assert "Is it one of these?" in words(page)
    assert Stakeholder.objects.count() == 1
    answer = client.post(url, given | {"is_other": "1"})
    made = Stakeholder.objects.get(pk=given["once"])
    assert ([t.name for t in made.tags.all()], [c.name for c in made.capabilities.all()]) == (
        ["dua", "satu"],
        ["Dana", "Riset"],
    )
    assert said(client.get(answer.url)) == ["Paguyuban Pedagang Pasar is in the register now."]
    assert client.post(url, given | {"is_other": "1"}).url == answer.url
    assert Stakeholder.objects.count() == 2


def test_add_a_group_with_somebody_who_speaks_for_it(cast: Cast) -> None:
    speaker = stakeholder(cast.campaign, name="Yayasan Dekat", reference="Y1")
    client, url = cast.client("facilitator"), cast.url("add") + "?kelompok=1"
    given = sent(client.get(url), name="Buruh Gendong")
    for wrong in ("Tidak Ada", "yay"):
        page = client.post(url, given | {"proxy": wrong})
        assert page.status_code == 422
        assert "Nobody in the register, or more than one, is called exactly so." in words(page)
    client.post(url, given | {"proxy": "Y1"})
    made = Stakeholder.objects.get(name="Buruh Gendong")
    assert (made.is_group, made.proxy) == (True, speaker)
    assert "Speaks for Buruh Gendong" in words(client.get(cast.url("stakeholder", speaker.pk)))


def test_a_wrong_form_says_what_is_wrong(cast: Cast) -> None:
    stakeholder(cast.campaign, name="Lain", reference="A1")
    client, url = cast.client(), cast.url("add") + "?nama="
    given = sent(client.get(url))
    for more, sentence in (
        ({"reference": "A1"}, "Another stakeholder has this reference."),
        ({"name": " "}, "This field is required."),
        ({"state": "withdrawn"}, "Select a valid choice."),
        ({"new_capabilities": "x" * 100}, "is too long: at most 80 letters between two commas."),
        ({"owner": str(uuid4())}, "Select a valid choice."),
        ({"interest": "a\x00b"}, "Null characters are not allowed."),
        ({"once": "x"}, "This form is incomplete."),
    ):
        page = client.post(url, given | more)
        assert (page.status_code, sentence in words(page)) == (422, True), more
    assert Stakeholder.objects.count() == 1


@pytest.mark.parametrize("who", ["owner", "other", "evaluator", "observer"])
def test_the_register_is_not_changed_by_others(cast: Cast, who: str) -> None:
    row = stakeholder(cast.campaign, owner=cast.seat("owner"))
    client = cast.client(who)
    for name in ("add", "bulk"):
        assert client.get(cast.url(name)).status_code == 403
    for name in ("change", "remove", "merge"):
        assert client.get(cast.url(name, row.pk)).status_code == 403
        assert client.post(cast.url(name, row.pk), {}).status_code == 403
    for name in ("move", "log"):
        assert client.get(cast.url(name, row.pk)).status_code == (200 if who == "owner" else 403)


# --- changing ------------------------------------------------------------------------------------------------------


def changed(row: Stakeholder, **more: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "sector": row.sector_id,
        "wanted": row.wanted,
        "present": row.present,
        "version": row.version,
    } | more


def test_change_saves_and_notices_who_was_faster(cast: Cast) -> None:
    row = stakeholder(cast.campaign, name="Lama", interest="Dulu")
    client, url = cast.client(), cast.url("change", row.pk)
    assert 'value="Lama"' in client.get(url).content.decode()
    assert client.post(url, changed(row, name="Baru", interest="Dulu")).url == cast.url("stakeholder", row.pk)
    page = cast.client("facilitator").post(url, changed(row, name="Punya Saya", interest="Dulu"))
    text = words(page)
    assert page.status_code == 409
    assert "Someone changed this while you were writing" in text
    assert "Name Baru" in text
    assert 'value="Punya Saya"' in page.content.decode()
    assert hidden(page, "version") == "2"
    assert Stakeholder.objects.get().name == "Baru"
    client.post(url, changed(row, name="Punya Saya", interest="Dulu", version=2))
    assert Stakeholder.objects.get().name == "Punya Saya"
    assert client.post(url, changed(row, version="x")).status_code == 422


def test_change_keeps_what_is_of_the_past(cast: Cast) -> None:
    retired = capability(cast.campaign, "Usang")
    row = stakeholder(cast.campaign, sector="media", capabilities=[retired])
    type(retired).objects.filter(pk=retired.pk).update(retired_at=make.NOW)
    Sector.objects.filter(pk="media").update(is_active=False)
    cast.client().post(cast.url("change", row.pk), changed(row, capabilities=["Usang"], notes="x"))
    row.refresh_from_db()
    assert (row.notes, row.sector_id, [c.name for c in row.capabilities.all()]) == ("x", "media", ["Usang"])


def test_move_shows_the_ways_and_asks_why(cast: Cast) -> None:
    row = stakeholder(cast.campaign, state="engaged", owner=cast.seat("owner"))
    client, url = cast.client("owner"), cast.url("move", row.pk)
    assert client.post(url, {"seen": "engaged", "to": "contacted"}).status_code == 422
    assert client.post(url, {"seen": "engaged", "to": "engaged"}).status_code == 422
    answer = client.post(url, {"seen": "engaged", "to": "withdrawn", "reason": "Bubar."})
    text = words(client.get(answer.url))
    assert "Engaged → Withdrawn. Bubar." in text
    assert client.post(url, {"seen": "engaged", "to": "contacted"}).status_code == 409
    client.post(url, {"seen": "withdrawn", "to": "contacted"})
    assert Stakeholder.objects.get().state == "contacted"


def test_log_writes_a_talk_down(cast: Cast) -> None:
    row = stakeholder(cast.campaign)
    client, url = cast.client(), cast.url("log", row.pk)
    given = {"once": str(uuid4()), "on": "2026-11-23", "kind": "meeting", "summary": "Sepakat.", "next_step": "Surat."}
    assert client.post(url, given | {"on": "2026-12-23"}).status_code == 422
    assert client.post(url, given | {"summary": ""}).status_code == 422
    for _ in range(2):
        client.post(url, given)
    assert Interaction.objects.count() == 1
    text = words(client.get(cast.url("stakeholder", row.pk)))
    assert "Meeting. Sepakat. Next: Surat." in text
    assert "A talk with" in text


def test_remove_asks_why(cast: Cast) -> None:
    row = stakeholder(cast.campaign, name="Salah")
    client, url = cast.client(), cast.url("remove", row.pk)
    assert "Take Salah out of the register?" in words(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Tercatat dua kali."}).url == cast.url("register")
    assert is_missing(client.post(url, {"reason": "lagi"}))


# --- saved searches ------------------------------------------------------------------------------------------------


def test_a_search_is_saved_shared_and_deleted(cast: Cast) -> None:
    stakeholder(cast.campaign)
    client, url = cast.client("other"), cast.url("save_view")
    page = client.get(cast.url("register") + "?state=contacted&q=&sector=nonsense&evil=1")
    given = {"once": hidden(page, "once"), "query": hidden(page, "query"), "name": "Yang dihubungi"}
    assert given["query"] == "state=contacted"
    assert client.post(url, given | {"name": ""}).status_code == 422
    assert client.post(url, given).url == cast.url("register") + "?state=contacted"
    own = SavedView.objects.get()
    assert "Yang dihubungi" in words(client.get(cast.url("register")))
    assert "Yang dihubungi" not in words(cast.client().get(cast.url("register")))
    client.post(url, given | {"once": str(uuid4()), "name": "yang Dihubungi", "is_shared": "on"})
    assert SavedView.objects.get().is_shared
    assert "yang Dihubungi Shared by Orang Other" in words(cast.client().get(cast.url("register")))
    assert is_missing(cast.client().post(cast.url("delete_view", own.pk)))
    assert client.get(cast.url("delete_view", own.pk)).status_code == 405
    client.post(cast.url("delete_view", own.pk))
    assert SavedView.objects.count() == 0


# --- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", make.HOSTILE)
def test_what_people_type_is_shown_as_text(cast: Cast, text: str) -> None:
    fields = dict.fromkeys(("name", "interest", "affected_how", "notes", "source"), text)
    row = stakeholder(cast.campaign, **fields, tags=[Tag.objects.create(campaign=cast.campaign, name=text[:40])])
    client = cast.client()
    for url in (
        cast.url("register"),
        cast.url("register") + f"?q={text[:9]}",
        *(cast.url(n, row.pk) for n in ("stakeholder", "change", "move", "remove", "merge", "log")),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_only_the_frame_and_the_page_ask(cast: Cast) -> None:
    """One stakeholder's page asks the same however long its history is."""
    from django.db import connection

    row = stakeholder(cast.campaign)
    client, counts = cast.client(), []
    for n in range(3):
        actions.move_stakeholder(
            stakeholder=row, to=("contacted", "engaged", "committed")[n], by=cast.seat(), at=make.NOW
        )
        client.get(cast.url("stakeholder", row.pk))
        with CaptureQueriesContext(connection) as asked:
            client.get(cast.url("stakeholder", row.pk))
        counts.append(len(asked))
    assert len(set(counts)) == 1
