"""A file being read into the register: looked at first, then taken over whole or not at all."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders.models.register import Stakeholder


class Import(models.Model):
    """One file on its way into the register. The file lies in the data folder under its SHA-256 until the import ends.

    uploaded -> (worker) reading -> mapping -> (worker) checking -> preview -> (worker) taking -> done; or refused, discarded.
    `claimed_at` says since when the worker has it; a claim that is too old is taken over by the next worker.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Waiting to be read")
        READING = "reading", _("Being read")
        MAPPING = "mapping", _("Waiting for its columns to be named")
        CHECKING = "checking", _("Being checked")
        PREVIEW = "preview", _("Waiting for your confirmation")
        TAKING = "taking", _("Being taken over")
        DONE = "done", _("Taken over")
        REFUSED = "refused", _("Refused")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    trouble = models.TextField(blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    register_mark = models.CharField(max_length=64, blank=True)  # what the register was when the preview was made
    counts = models.JSONField(default=dict)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "refused", "discarded"], ended_at__isnull=False)
                | (~Q(state__in=["done", "refused", "discarded"]) & Q(ended_at__isnull=True)),
                name="stakeholders_import_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(trouble=""), name="stakeholders_import_refused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "-at"], name="stakeholders_imports")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the file: its cells, what is wrong with them, and what would become of it."""

    class Fate(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("As it is")
        ALIKE = "alike", _("Perhaps the same as another")
        WRONG = "wrong", _("To be corrected")

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    cleaned = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    fate = models.CharField(max_length=20, choices=Fate, blank=True)
    match = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="stakeholders_import_row_once")]
        indexes = [models.Index(fields=["of", "fate", "number"], name="stakeholders_import_rows")]

    def __str__(self) -> str:
        return f"{self.of_id}:{self.number}"
