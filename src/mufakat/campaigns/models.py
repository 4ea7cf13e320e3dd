"""The campaign and its phases; parties with equal standing; seats; invitations; mandates."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mufakat.ledger.models import Log
from mufakat.people.models import Language, Organisation, Region


class Phase(models.TextChoices):
    INITIATION = "initiation", _("Initiation")
    PLANNING = "planning", _("Adaptive planning")
    ACTION = "action", _("Collaborative action")
    MONITORING = "monitoring", _("Reflective monitoring")
    CLOSED = "closed", _("Closed")


class Visibility(models.TextChoices):
    DRAFT = "draft", _("Draft: only the host's seats and neutral roles")
    PARTIES = "parties", _("Parties only")
    PUBLIC = "public", _("Public")


class Campaign(models.Model):
    """A public campaign that several organisations run together, each with equal standing; the host only convenes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Name of the campaign"), max_length=160)
    issue = models.TextField(_("The issue"), max_length=4000)
    aim = models.TextField(_("The aim"), max_length=4000)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("Regions"))
    languages = models.JSONField(_("Languages"), default=list)
    brand = models.CharField(
        _("Brand colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write it as #0b5a55."))],
    )
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.INITIATION)
    visibility = models.CharField(max_length=20, choices=Visibility, default=Visibility.DRAFT)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True)
    log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaigns_campaign_period"),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True) | Q(visibility="draft"),
                name="campaigns_only_drafts_are_discarded",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Fact(models.Model):
    """A documented figure or statement about a campaign's issue, with the source a reader can look up."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="facts")
    series = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )
    value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    frame = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["series", "year", "id"]
        constraints = [
            models.UniqueConstraint(
                F("campaign"), F("series"), F("label"), Coalesce("year", 0), name="campaigns_fact_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Party(models.Model):
    """An organisation taking part in a campaign. One party, one voice, whoever hosts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.TextField(blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"], condition=Q(left_at__isnull=True), name="campaigns_party_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_because="") | (Q(left_at__isnull=False) & ~Q(left_because="")),
                name="campaigns_party_leaves_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_active(self) -> bool:
        return self.left_at is None


class Role(models.TextChoices):
    LIAISON = "liaison", _("Liaison")
    SIGNATORY = "signatory", _("Signatory")
    FACILITATOR = "facilitator", _("Independent facilitator")
    EVALUATOR = "evaluator", _("Evaluator")
    OBSERVER = "observer", _("Observer")


PARTY_ROLES = (Role.LIAISON, Role.SIGNATORY)
NEUTRAL_ROLES = (Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER)
_party_seat = Q(role__in=PARTY_ROLES, party__isnull=False)
_neutral_seat = Q(role__in=NEUTRAL_ROLES, party__isnull=True, may_sign=False)


class Mandate(models.Model):
    """The document by which an organisation lets a person act: a letter of assignment or power of attorney.

    The file lies in the data folder under its SHA-256. It names a person, so closing the account removes file and name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey("Seat", on_delete=models.PROTECT, related_name="mandates")
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(file_name=""), name="campaigns_removed_mandate_has_no_name"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class Ending(models.TextChoices):
    """Why a seat is no longer open."""

    ENDED = "ended", _("ended")
    HANDED_OVER = "handed_over", _("handed over")
    LAPSED = "lapsed", _("past its last day")
    DELEGATOR_ENDED = "delegator_ended", _("ended with the seat that delegated it")
    PARTY_LEFT = "party_left", _("ended when the party left")
    LEFT_ORGANISATION = "left_organisation", _("ended when the person left the organisation")
    ACCOUNT_CLOSED = "account_closed", _("ended when the account was closed")


class Seat(models.Model):
    """A person acting in a campaign: for a party (liaison, signatory) or in a neutral role that has no party.

    One open seat a person and campaign: nobody acts for two parties, and no facilitator or evaluator acts for any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="seats")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    may_sign = models.BooleanField(default=False)
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate_reference = models.CharField(max_length=200, blank=True)
    delegated_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending, blank=True)
    ended_because = models.TextField(max_length=500, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="campaigns_ended_seat_says_how",
            ),
            models.UniqueConstraint(
                fields=["campaign", "person"],
                condition=Q(ended_at__isnull=True),
                name="campaigns_one_open_seat_a_person",
            ),
            models.CheckConstraint(condition=_party_seat | _neutral_seat, name="campaigns_neutral_roles_have_no_party"),
            models.CheckConstraint(condition=~Q(role="signatory") | Q(may_sign=True), name="campaigns_signatory_signs"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="campaigns_seat_period"
            ),
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True) | Q(ends_on__isnull=False), name="campaigns_delegation_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class Invitation(models.Model):
    """One seat offered by one link: bound to campaign, organisation and role; single use, expiring, revocable.

    The secret of the link is derived from the server's key and `serial`; only its SHA-256 is kept, to find the row.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    may_sign = models.BooleanField(default=False)
    replaces = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delegates = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ID)
    message = models.TextField(blank=True, max_length=1000)
    serial = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    last_called_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True, max_length=1000)
    seat = models.OneToOneField(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation")

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "email"],
                condition=Q(state="open") & ~Q(email=""),
                name="campaigns_one_open_invitation_an_address",
            ),
            models.CheckConstraint(condition=Q(reminders__lte=3), name="campaigns_invitation_three_reminders"),
            models.CheckConstraint(
                condition=Q(delegates__isnull=True) | (Q(ends_on__isnull=False) & Q(replaces__isnull=True)),
                name="campaigns_invitation_to_delegate_ends",
            ),
            models.CheckConstraint(
                condition=Q(role__in=PARTY_ROLES) | Q(may_sign=False), name="campaigns_invitation_neutral_never_signs"
            ),
            models.CheckConstraint(
                condition=~Q(role="signatory") | Q(may_sign=True), name="campaigns_invitation_signatory_signs"
            ),
            models.CheckConstraint(
                condition=Q(role__in=PARTY_ROLES, organisation__isnull=False)
                | Q(role__in=NEUTRAL_ROLES, organisation__isnull=True),
                name="campaigns_invitation_to_party_or_neutral",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", seat__isnull=False) | (~Q(state="accepted") & Q(seat__isnull=True)),
                name="campaigns_accepted_invitation_has_seat",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="campaigns_answered_invitation_when",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "-sent_at"], name="campaigns_invitation_list")]

    def __str__(self) -> str:
        return f"{self.role} {self.state}"

    def is_past(self, at: datetime) -> bool:
        return self.state == self.State.OPEN and self.expires_at <= at
