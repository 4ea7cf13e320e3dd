"""`mufakat init`: database, keys, and a one-time link for the first administrator; no mail server is needed."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mufakat.config import readiness
from mufakat.config import words as speech
from mufakat.config.words import gettext as _
from mufakat.config.words import refused, say
from mufakat.ledger import queries as record
from mufakat.people import actions as people
from mufakat.people import queries
from mufakat.people.models import Organisation, Person, Sector


def run(options: Namespace) -> int:
    readiness.refuse_unsafe()
    readiness.refuse_unready(may_migrate=True)
    readiness.migrate()
    at = timezone.now()
    readiness.found(at=at)
    record.signing_key()
    person = administrator(options, at)
    tell_link(person, people.make_entry_link(person=person, at=at))
    return 0


def administrator(options: Namespace, at: datetime) -> Person:
    """The first administrator, or a known one who needs a new link; one more only when asked for by name."""
    known = list(queries.administrators())
    if not known or options.another:
        return new_administrator(options, at)
    email = options.email or (known[0].email if len(known) == 1 else "")
    for person in known:
        if person.email and person.email.lower() == (email or "").lower():
            say(_("There is an administrator already: %s. Here is a new link.") % person)
            return person
    raise refused(
        _("This server has administrators already: %s.") % ", ".join(str(p.email) for p in known),
        _("Name one of them with --email for a new link, or use --another to make one more."),
    )


def new_administrator(options: Namespace, at: datetime) -> Person:
    asks = not options.no_input and sys.stdin.isatty()
    email = checked_email(options.email or (asked(_("E-mail address of the administrator")) if asks else ""))
    if queries.person_by_email(email):
        raise refused(
            _("%s has an account already.") % email,
            _("Choose another address, or ask an administrator on the site to give that account the right."),
        )
    name = (options.name or (asked(_("Name of the administrator")) if asks else "")).strip()
    if not name:
        raise refused(_("The administrator needs a name."), _("Give it with --name."))
    wanted = options.organisation or (asked(_("Organisation (leave empty for none)")) if asks else "")
    with transaction.atomic():
        person = people.register_person(
            email=email, name=name, language=speech.language(), at=at, is_administrator=True
        )
        if wanted.strip():
            join(person, wanted.strip(), options.sector, at)
    return person


def join(person: Person, name: str, code: str, at: datetime) -> None:
    """Enter the administrator's organisation as verified: whoever has the server's shell vouches for it."""
    sector = Sector.objects.filter(pk=code).first()
    if sector is None:
        known = ", ".join(Sector.objects.order_by("place").values_list("pk", flat=True))
        raise refused(_("There is no sector %s.") % code, _("Choose one of: %s") % known)
    kind = Organisation.Kind.LOCAL_AGENCY if sector.may_convene else Organisation.Kind.OTHER
    organisation = people.propose_organisation(by=person, at=at, name=name, sector=sector, kind=kind)
    people.verify_organisation(organisation=organisation, by=person, at=at, note="mufakat init")
    people.affiliate(person=person, organisation=organisation, at=at, as_admin=True)


def checked_email(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise refused(_("%r is not an e-mail address.") % email, _("Give one with --email.")) from None
    return email.strip()


def asked(question: str) -> str:
    return input(f"{question}: ")


def tell_link(person: Person, secret: str) -> None:
    say(_("Ready. %s signs in once with this link, within 24 hours:") % person)
    say()
    say(f"  {settings.BASE_URL}{reverse('people:enter', args=[secret])}")
    say()
    say(_("Start the site with `mufakat serve`. Running `mufakat init` again makes a new link."))
