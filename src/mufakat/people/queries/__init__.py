"""Questions about persons, organisations, sectors and regions."""

from mufakat.people.queries.accounts import (
    ClosingStep,
    Consequence,
    LeavingStep,
    add_own_data,
    ask_before_closing,
    consequences_of_closing,
    own_data_of,
    steps_when_closing,
    steps_when_leaving,
    when_closing,
    when_leaving,
)
from mufakat.people.queries.entry import EntryState, digest_of, entry_by_secret, state_of_entry
from mufakat.people.queries.organisations import (
    Likeness,
    organisation_for,
    organisations_matching,
    possible_duplicates,
)
from mufakat.people.queries.persons import (
    administrators,
    affiliation_of,
    affiliations_at,
    affiliations_of,
    organisations_for_hosting,
    person_by_email,
)
from mufakat.people.queries.places import (
    SectorUse,
    free_looks,
    places_on,
    regions_on,
    sectors_in_order,
    sectors_in_use,
)

__all__ = [
    "ClosingStep",
    "Consequence",
    "EntryState",
    "LeavingStep",
    "Likeness",
    "SectorUse",
    "add_own_data",
    "administrators",
    "affiliation_of",
    "affiliations_at",
    "affiliations_of",
    "ask_before_closing",
    "consequences_of_closing",
    "digest_of",
    "entry_by_secret",
    "free_looks",
    "organisation_for",
    "organisations_for_hosting",
    "organisations_matching",
    "own_data_of",
    "person_by_email",
    "places_on",
    "possible_duplicates",
    "regions_on",
    "sectors_in_order",
    "sectors_in_use",
    "state_of_entry",
    "steps_when_closing",
    "steps_when_leaving",
    "when_closing",
    "when_leaving",
]
