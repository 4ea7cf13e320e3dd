"""Telling people, keeping their settings, and writing the outbox. Mail is handed over by tasks.send, never in a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from mufakat.notices import queries
from mufakat.notices.models import Mail, Notice, Preference
from mufakat.people.models import Person

MOST_IN_DIGEST = 20
MAIL_KEPT = timedelta(days=90)
NOTICE_KEPT = timedelta(days=365)


# --- telling -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def tell(
    *,
    person: Person,
    key: str,
    urgency: str,
    title: str,
    at: datetime,
    body: str = "",
    params: Mapping[str, Any] | None = None,
    path: str = "",
    action: str = "",
) -> Notice | None:
    """Put a notice into a person's inbox, once a `key`; what needs them now also goes by mail, if they want that.

    `title`, `body` and `action` are msgids with `%(name)s` for `params`; they are read in the reader's language, whenever
    that is. A path leads into this site. Nobody is told after closing their account.
    """
    if not person.is_active:
        return None
    if path and (not path.startswith("/") or path.startswith("//")):
        raise ValueError(f"{path!r} does not lead into this site")
    notice = Notice(
        person=person,
        key=key,
        urgency=urgency,
        title=title,
        body=body,
        params=dict(params or {}),
        path=path,
        action=action,
        at=at,
    )
    notice.words = _words_of(notice)
    told, is_new = Notice.objects.get_or_create(
        person=person, key=key, defaults={f: getattr(notice, f) for f in (*_SAID, "words", "at")}
    )
    if is_new and urgency == Notice.Urgency.NOW and queries.preference_of(person).mail_now:
        _mail_notice(told, at)
    return told


_SAID = ("urgency", "title", "body", "params", "path", "action")


def _words_of(notice: Notice) -> str:
    """In every language: so that the search finds it, and a msgid that lacks a parameter fails here and not at reading."""
    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words += [notice.heading, notice.text]
    return "\n".join(word.lower() for word in dict.fromkeys(words) if word)


def _mail_notice(notice: Notice, at: datetime) -> None:
    person = notice.person
    with translation.override(person.language):
        said = {
            "heading": notice.heading,
            "words": notice.text,
            "action_label": notice.action_label or gettext("Open in Mufakat"),
            "why_you": gettext("You get this e-mail because something in Mufakat needs you."),
        }
    stop_url = queries.stop_url(person, queries.NOTICE)
    _queue_to(
        person,
        key=f"{queries.NOTICE}:{notice.pk}",
        template="notices/mail/notice",
        context=said | {"action_url": _link_to(notice), "stop_url": stop_url},
        unsubscribe=stop_url,
        at=at,
    )
    Notice.objects.filter(pk=notice.pk).update(mailed_at=at)
    notice.mailed_at = at


def _link_to(notice: Notice) -> str:
    return queries.absolute(reverse("notices:open", args=[notice.pk]))


@transaction.atomic
def mark_read(*, notice: Notice, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(*, person: Person, until: datetime, at: datetime) -> int:
    """Everything that was there at `until`, when the reader saw the list; what came since stays unread."""
    return Notice.objects.filter(person=person, at__lte=until, read_at__isnull=True).update(read_at=at)


# --- settings ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def change_preference(*, person: Person, at: datetime, **fields: Any) -> Preference:
    """Save how a person wants to be told. It holds at once: letters of a kind now refused are taken out of the outbox."""
    preference = _locked_preference(person)
    for name, value in fields.items():
        setattr(preference, name, value)
    preference.save()
    if not preference.mail_now:
        withdrawn = _withdraw(person, queries.NOTICE)
        Notice.objects.filter(person=person, pk__in=withdrawn).update(mailed_at=None)
    if preference.digest == Preference.Digest.NEVER:
        _withdraw(person, queries.DIGEST)
    return preference


def _locked_preference(person: Person) -> Preference:
    Preference.objects.get_or_create(person=person)
    return Preference.objects.select_for_update().get(person=person)


def _withdraw(person: Person, kind: str) -> list[str]:
    waiting = Mail.objects.filter(
        person=person, key__startswith=f"{kind}:", sent_at__isnull=True, given_up_at__isnull=True
    )
    keys = list(waiting.values_list("key", flat=True))
    waiting.delete()
    return [key.partition(":")[2] for key in keys]


# --- the outbox --------------------------------------------------------------------------------------------------------
@transaction.atomic
def queue_mail(
    *,
    key: str,
    to: str,
    person: Person | None,
    template: str,
    context: Mapping[str, Any],
    language: str,
    at: datetime,
    zone: str = "",
    unsubscribe: str = "",
) -> Mail:
    """Write a letter into the outbox, once a `key`, together with the change that caused it.

    Rendered now from `<template>.subject.txt`, `.txt` and `.html`. With a `person` it goes to that person's address of the
    day it is sent; `to` alone is for someone without an account. `unsubscribe` is a link that stops such letters.
    """
    known = Mail.objects.filter(key=key).first()
    if known:
        return known
    written = queries.letter(template, context, language=language, zone=zone or settings.DEFAULT_ZONE)
    said = {"subject": written.subject, "text": written.text, "html": written.html}
    sent_to = {"to": to, "person": person, "unsubscribe": unsubscribe, "queued_at": at, "due_at": at}
    mail, _is_new = Mail.objects.get_or_create(key=key, defaults=said | sent_to)
    return mail


def _queue_to(person: Person, **letter: Any) -> Mail:
    return queue_mail(to=person.email or "", person=person, language=person.language, zone=person.zone, **letter)


@transaction.atomic
def write_digest(*, person: Person, at: datetime) -> Mail | None:
    """One letter with what the person has neither read nor had by mail, if its hour has come."""
    preference = _locked_preference(person)
    if not queries.is_digest_due(person, preference, at):
        return None
    notices = list(queries.for_digest(person, at))
    mail = _queue_to(
        person,
        key=f"{queries.DIGEST}:{notices[0].pk}",  # a notice is in one digest at most
        template="notices/mail/digest",
        context=_digest_context(person, notices, at),
        unsubscribe=queries.stop_url(person, queries.DIGEST),
        at=at,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)
    preference.digested_at = at
    preference.save(update_fields=["digested_at"])
    return mail


def _digest_context(person: Person, notices: list[Notice], at: datetime) -> dict[str, Any]:
    with translation.override(person.language):
        lines = [
            {"heading": n.heading, "url": _link_to(n), "at": n.at, "is_urgent": n.urgency == Notice.Urgency.NOW}
            for n in notices[:MOST_IN_DIGEST]
        ]
        return {
            "lines": lines,
            "count": len(notices),
            "more": len(notices) - len(lines),
            "at": at,
            "action_url": queries.absolute(reverse("notices:inbox")),
            "action_label": gettext("Open your notices"),
            "why_you": gettext("You get this summary because you have an account in Mufakat."),
            "stop_url": queries.stop_url(person, queries.DIGEST),
        }


@transaction.atomic
def claim_mail(*, mail: Mail, at: datetime) -> bool:
    """Take a letter for one try. A worker that dies now has it tried again after the pause; another worker gets no."""
    still = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at__isnull=True, given_up_at__isnull=True)
    due_at = at + queries.pause_after(mail.attempts + 1)
    if not still.filter(due_at__lte=at).update(attempts=mail.attempts + 1, due_at=due_at):
        return False
    mail.attempts, mail.due_at = mail.attempts + 1, due_at
    return True


@transaction.atomic
def mark_sent(*, mail: Mail, at: datetime) -> None:
    """The words are needed no longer: only that a letter went, when and to whom, is kept, and for 90 days."""
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, text="", html="", trouble="")


@transaction.atomic
def note_trouble(*, mail: Mail, trouble: str, at: datetime, is_final: bool = False) -> None:
    """The letter stays for another try, unless that is pointless or was tried often enough."""
    if is_final or mail.attempts >= queries.TRIES:
        Mail.objects.filter(pk=mail.pk).update(given_up_at=at, trouble=trouble[:300], text="", html="")
    else:
        Mail.objects.filter(pk=mail.pk).update(trouble=trouble[:300])


# --- forgetting --------------------------------------------------------------------------------------------------------
@transaction.atomic
def forget_person(*, person: Person, by: Person, at: datetime) -> None:
    """Everything this app holds about a person whose account is being closed, letters that wait included."""
    _delete(
        Notice.objects.filter(person=person),
        Mail.objects.filter(person=person),
        Preference.objects.filter(person=person),
    )


@transaction.atomic
def forget_old(*, at: datetime) -> None:
    """Letters long sent or given up, and notices read long ago: nobody needs those data any more."""
    _delete(
        Mail.objects.filter(sent_at__lt=at - MAIL_KEPT),
        Mail.objects.filter(given_up_at__lt=at - MAIL_KEPT),
        Notice.objects.filter(read_at__lt=at - NOTICE_KEPT),
    )


def _delete(*rows: QuerySet[Any]) -> None:
    for found in rows:
        found.delete()
