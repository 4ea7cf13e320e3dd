"""Jobs of the worker: hand the outbox over, write the digests, forget what is old."""

from __future__ import annotations

import contextlib
import smtplib
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mufakat.notices import actions, queries
from mufakat.notices.models import Mail

MOST_AT_ONCE = 100
CLOSED = "the account is closed"
ServerTrouble = (smtplib.SMTPException, OSError)

trail = structlog.get_logger(__name__)


def send(*, at: datetime) -> int:
    """Hand over what is due; answer how many letters went.

    No transaction is open while the mail server is spoken to. A worker killed between the server's yes and our note of it
    sends the letter again, with the same Message-ID: that, and not a lost letter, is the price of two machines.
    """
    due = list(queries.due_mails(at)[:MOST_AT_ONCE])
    if not due:
        return 0
    server = get_connection()
    sent = 0
    try:
        for mail in due:
            if not actions.claim_mail(mail=mail, at=at):
                continue
            if not _open(server, mail, at):
                break  # the others keep their tries for a server that answers
            sent += _hand_over(server, mail, at)
    finally:
        _close(server)
    return sent


def _open(server: BaseEmailBackend, mail: Mail, at: datetime) -> bool:
    try:
        server.open()
    except ServerTrouble as trouble:
        _note(mail, trouble, at, is_final=False)
        return False
    return True


def _hand_over(server: BaseEmailBackend, mail: Mail, at: datetime) -> bool:
    to = queries.addressee_of(mail)
    if to is None:
        actions.note_trouble(mail=mail, trouble=CLOSED, at=at, is_final=True)
        return False
    try:
        server.send_messages([message_of(mail, to)])
    except ServerTrouble as trouble:
        _note(mail, trouble, at, is_final=_is_final(trouble))
        _close(server)  # whatever state the conversation was in, the next letter begins a new one
        return False
    except ValueError as trouble:  # an address or a header that no mail may have
        _note(mail, trouble, at, is_final=True)
        return False
    actions.mark_sent(mail=mail, at=at)
    return True


def _note(mail: Mail, trouble: Exception, at: datetime, *, is_final: bool) -> None:
    words = f"{type(trouble).__name__}: {_answer_of(trouble)}"
    actions.note_trouble(mail=mail, trouble=words, at=at, is_final=is_final)
    trail.warning(
        "mail.failed", mail=str(mail.pk), attempts=mail.attempts, trouble=type(trouble).__name__, final=is_final
    )


def _answer_of(trouble: Exception) -> str:
    """What the server said, without the address: that is in the row already."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(trouble.recipients.values()))
        return f"{code} {_text(answer)}"
    if isinstance(trouble, smtplib.SMTPResponseException):
        return f"{trouble.smtp_code} {_text(trouble.smtp_error)}"
    return str(trouble)


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _is_final(trouble: Exception) -> bool:
    """The server refused this reader or this letter for good (5xx). Refusing us (sign-in, sender) is ours to mend."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in trouble.recipients.values())
    return isinstance(trouble, smtplib.SMTPDataError) and trouble.smtp_code >= 500


def _close(server: BaseEmailBackend) -> None:
    with contextlib.suppress(*ServerTrouble):
        server.close()


def message_of(mail: Mail, to: str) -> EmailMultiAlternatives:
    """The letter as mail servers get it. Its Message-ID comes from the row, so a second copy is recognised as one."""
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.unsubscribe:
        headers |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def digest(*, at: datetime) -> int:
    """Write the digests whose hour has come; answer how many."""
    return sum(actions.write_digest(person=person, at=at) is not None for person in queries.readers_with_news())


def forget(*, at: datetime) -> None:
    actions.forget_old(at=at)
