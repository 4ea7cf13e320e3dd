"""Persons and the organisations they work for."""

from __future__ import annotations

from django.db.models import QuerySet

from mufakat.people.models import Affiliation, Organisation, Person


def affiliation_of(person: Person, organisation: Organisation) -> Affiliation | None:
    return Affiliation.objects.filter(person=person, organisation=organisation, ended_at__isnull=True).first()


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    return (
        Affiliation.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organisation__sector")
        .order_by("organisation__name", "pk")
    )


def affiliations_at(organisation: Organisation) -> QuerySet[Affiliation]:
    """Who works for an organisation now."""
    return (
        Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True)
        .select_related("person", "organisation")
        .order_by("person__name", "pk")
    )


def organisations_for_hosting(person: Person) -> list[Organisation]:
    """Verified organisations of this person whose sector may convene a campaign."""
    return [
        a.organisation
        for a in affiliations_of(person)
        if a.organisation.status == Organisation.Status.VERIFIED and a.organisation.sector.may_convene
    ]


def person_by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email).first()


def administrators() -> QuerySet[Person]:
    return Person.objects.filter(is_administrator=True, is_active=True)
