"""Telling people: the inbox, the outbox of mail and each person's settings.

A notice names parties and campaigns, never persons, so that closing an account leaves nothing behind in other inboxes.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing to tell one person. The words are message ids with parameters, read in the reader's language."""

    class Urgency(models.TextChoices):
        NOW = "now", _("needs you")
        DIGEST = "digest", _("for your information")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=160)
    urgency = models.CharField(max_length=10, choices=Urgency)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)  # what it says in every language, for the search of the inbox
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notices_notice_once")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_inbox"),
            models.Index(
                fields=["person", "at"],
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
                name="notices_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return str(gettext(self.title) % self.params)

    @property
    def text(self) -> str:
        return str(gettext(self.body) % self.params) if self.body else ""

    @property
    def action_label(self) -> str:
        return gettext(self.action) if self.action else ""


class Mail(models.Model):
    """One e-mail of the outbox, written with the change that caused it. Its text is emptied once it has been handed over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="notices_mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """How a person wants to be told. Without a row the defaults hold."""

    class Digest(models.TextChoices):
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every Monday")
        NEVER = "never", _("Never")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    mail_now = models.BooleanField(default=True)
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.DAILY)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    digested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="notices_preference_hour_of_day")
        ]

    def __str__(self) -> str:
        return str(self.person_id)
