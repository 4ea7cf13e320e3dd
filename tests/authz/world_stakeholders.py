"""What the addresses of the mapping name in each campaign of the matrix, with marks that only some may read."""

from __future__ import annotations

from typing import Any

from mufakat.campaigns.models import Campaign, Party, Seat
from mufakat.stakeholders.models import AffectedGroup, Import, Interaction, SavedView
from tests import make
from tests import make_stakeholders as made


def rows_of(campaign: Campaign, host: Seat, party: Party, seat: Seat) -> dict[str, Any]:
    """One of each kind; the stakeholder that the addresses name stands for party A and has no relationship owner."""
    capability = made.capability(campaign)
    named = made.stakeholder(
        campaign, name="PEMANGKU-nama", organisation=party.organisation, notes="CATATAN-tim", capabilities=[capability]
    )
    other = made.stakeholder(campaign)
    Interaction.objects.create(
        stakeholder=named, on=make.NOW.date(), kind="call", summary="CATATAN-tim", by=host, at=make.NOW
    )
    made.assessment(named, host, "5441", reason="NILAI-tuan-rumah")
    own = made.assessment(other, seat, "1155", reason="NILAI-pihak")
    group = AffectedGroup.objects.create(
        campaign=campaign, name="Kelompok", people=10, source="Sumber", set_at=make.NOW
    )
    file = Import.objects.create(
        campaign=campaign,
        by=host,
        file_name="BERKAS-impor.csv",
        media_type="csv",
        size=1,
        sha256="0" * 64,
        state="mapping",
        headers=[{"place": 0, "name": "Nama", "row": 1, "samples": []}],
        at=make.NOW,
    )
    view = SavedView.objects.create(
        campaign=campaign, person=seat.person, name="SIMPANAN", query="q=a", saved_at=make.NOW
    )
    return {
        "stakeholder_id": named.pk,
        "import_id": file.pk,
        "view_id": view.pk,
        "assessment_id": own.pk,
        "tie_id": made.tie(named, other).pk,
        "capability": capability.pk,
        "requirement": made.requirement(campaign, host, capability=capability).pk,
        "group": group.pk,
        "nomination": made.nomination(campaign, seat).pk,
    }
