"""The register: organisations and groups that have an interest in a campaign or are affected by it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Organisation, Region, Sector


class State(models.TextChoices):
    """How far a stakeholder has come. Forward a step or several, back only with a reason; from withdrawn back to contacted."""

    IDENTIFIED = "identified", _("Identified")
    CONTACTED = "contacted", _("Contacted")
    ENGAGED = "engaged", _("Engaged")
    COMMITTED = "committed", _("Committed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


COUNTED = (State.ENGAGED, State.COMMITTED)  # who counts towards what the campaign needs


class Engagement(models.TextChoices):
    """The five levels of the IAP2 Spectrum of Public Participation, and none."""

    NONE = "none", _("Not yet")
    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COLLABORATE = "collaborate", _("Collaborate")
    EMPOWER = "empower", _("Empower")


class Capability(models.Model):
    """Something a campaign needs that somebody at its table should bring, such as research or reach in villages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Capability"), max_length=80)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "capabilities"
        constraints = [
            models.UniqueConstraint(F("campaign"), Lower("name"), name="stakeholders_capability_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word by which a campaign's register can be sorted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Tag"), max_length=40)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(F("campaign"), Lower("name"), name="stakeholders_tag_once")]

    def __str__(self) -> str:
        return self.name


class Stakeholder(models.Model):
    """An organisation, or a group of people that is affected but not organised, as one campaign sees it.

    `reference` is the number by which a file names it again, so that reading the same file twice changes one row.
    A merged stakeholder stays as a row that points to the one that remains; what is removed was entered by mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_group = models.BooleanField(_("A group of people without an organisation of its own"), default=False)
    proxy = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="speaks_for")
    name = models.CharField(_("Name"), max_length=200)
    reference = models.CharField(_("Reference"), max_length=60, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sector"))
    kind = models.CharField(_("Kind"), max_length=20, choices=Organisation.Kind, blank=True)
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("Regions"))
    capabilities = models.ManyToManyField(Capability, blank=True, related_name="stakeholders")
    tags = models.ManyToManyField(Tag, blank=True, related_name="stakeholders")
    interest = models.TextField(_("Interest"), max_length=2000, blank=True)
    affected_how = models.TextField(_("How it is affected"), max_length=2000, blank=True)
    position = models.SmallIntegerField(
        _("Position"), null=True, blank=True, validators=[MinValueValidator(-2), MaxValueValidator(2)]
    )
    wanted = models.CharField(_("Engagement wanted"), max_length=20, choices=Engagement, default=Engagement.NONE)
    present = models.CharField(_("Engagement now"), max_length=20, choices=Engagement, default=Engagement.NONE)
    state = models.CharField(_("State"), max_length=20, choices=State, default=State.IDENTIFIED)
    state_since = models.DateTimeField()
    state_because = models.TextField(max_length=500, blank=True)
    notes = models.TextField(_("Notes"), max_length=4000, blank=True)
    owner = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("Source"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=Q(removed_at__isnull=True, organisation__isnull=False),
                name="stakeholders_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "reference"],
                condition=Q(removed_at__isnull=True) & ~Q(reference=""),
                name="stakeholders_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(is_group=False) | Q(organisation__isnull=True),
                name="stakeholders_group_has_no_organisation",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(position__range=(-2, 2)), name="stakeholders_position_in_scale"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(state_because=""), name="stakeholders_withdrawn_says_why"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(removed_at__isnull=False),
                name="stakeholders_merged_is_removed",
            ),
            models.CheckConstraint(
                condition=Q(proxy__isnull=True) | (Q(is_group=True) & ~Q(proxy=F("pk"))),
                name="stakeholders_proxy_speaks_for_a_group",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "removed_at", "name"], name="stakeholders_by_name"),
            models.Index(fields=["campaign", "state", "sector"], name="stakeholders_by_state"),
            models.Index(fields=["campaign", "-changed_at"], name="stakeholders_by_change"),
        ]

    def __str__(self) -> str:
        return self.name


class Interaction(models.Model):
    """A talk, a letter, a meeting: what was said between the campaign and a stakeholder, and what comes next."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        CALL = "call", _("Call")
        LETTER = "letter", _("Letter or e-mail")
        MESSAGE = "message", _("Message")
        EVENT = "event", _("Event")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="interactions")
    on = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    summary = models.TextField(_("What was said"), max_length=2000)
    next_step = models.CharField(_("What comes next"), max_length=300, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-at", "-id"]
        indexes = [models.Index(fields=["stakeholder", "-on"], name="stakeholders_interactions")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class SavedView(models.Model):
    """A search in the register that somebody wants to find again; shared ones are seen by every seat of the campaign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("Everyone with a seat sees it"), default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(F("campaign"), F("person"), Lower("name"), name="stakeholders_saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name
