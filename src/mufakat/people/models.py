"""Persons, the organisations they work for, sectors and regions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    ID = "id", "Bahasa Indonesia"
    EN = "en", "English"


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class PersonManager(BaseUserManager["Person"]):
    """What Django's own tools (allauth, createsuperuser) need to make a person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """A human being who signs in. Everything here is personal data and is emptied when the account is closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), null=True, blank=True)  # noqa: DJ001 - many closed accounts have none
    name = models.CharField(_("Name"), max_length=120, blank=True)
    phone = models.CharField(_("Office telephone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=Language, default=Language.ID)
    zone = models.CharField(_("Time zone"), max_length=40, choices=Zone, default=Zone.WIB)
    is_administrator = models.BooleanField(_("Administrator of this server"), default=False)
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_person_email_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, email__isnull=False)
                | Q(closed_at__isnull=False, email__isnull=True, name="", phone="", is_active=False),
                name="people_person_closed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("Closed account"))

    @property
    def is_staff(self) -> bool:
        return False  # Django's admin site is not part of the product

    def get_full_name(self) -> str:
        return str(self)


class Shape(models.TextChoices):
    CIRCLE = "circle", _("circle")
    SQUARE = "square", _("square")
    TRIANGLE = "triangle", _("triangle")
    DIAMOND = "diamond", _("diamond")
    HEXAGON = "hexagon", _("hexagon")
    PENTAGON = "pentagon", _("pentagon")


class Tone(models.TextChoices):
    GOV = "gov", _("teal")
    PRIVATE = "private", _("orange")
    ACADEMIA = "academia", _("violet")
    CIVIL = "civil", _("magenta")
    MEDIA = "media", _("blue")
    PUBLIC = "public", _("olive")


class Sector(models.Model):
    """A sector of society. Six are seeded; an administrator may rename, add or retire them."""

    code = models.SlugField(primary_key=True, max_length=40)
    name_id = models.CharField(_("Name in Indonesian"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=80)
    tone = models.CharField(_("Colour"), max_length=20, choices=Tone)
    shape = models.CharField(_("Shape"), max_length=20, choices=Shape)
    place = models.PositiveSmallIntegerField(_("Place in lists"))
    may_convene = models.BooleanField(_("May host a campaign"), default=False)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["place", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["tone", "shape"], condition=Q(is_active=True), name="people_sector_looks_like_no_other"
            ),
            models.UniqueConstraint(Lower("name_id"), name="people_sector_name_id_once"),
            models.UniqueConstraint(Lower("name_en"), name="people_sector_name_en_once"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


class Region(models.Model):
    """A region as it was between two days: a province divided later is two rows with the same code."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province")

    code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=20, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    population = models.PositiveBigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="people_region_once_per_day"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="people_region_one_now"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="people_region_validity"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An organisation that can take part as a party. Never deleted; a merged one points to the one that remains."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        VERIFIED = "verified", _("Verified")
        INACTIVE = "inactive", _("Inactive")

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry or national agency")
        LOCAL_AGENCY = "local_agency", _("Provincial or district agency")
        COMPANY = "company", _("Company")
        ASSOCIATION = "association", _("Association")
        UNIVERSITY = "university", _("University or research body")
        FOUNDATION = "foundation", _("Foundation or NGO")
        NEWSROOM = "newsroom", _("Newsroom or broadcaster")
        COMMUNITY = "community", _("Community or volunteer group")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Short name"), max_length=40, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sector"))
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    registration_no = models.CharField(_("Registration number"), max_length=80, blank=True)
    website = models.URLField(_("Website"), blank=True)
    source = models.CharField(_("Source of these facts"), max_length=300, blank=True)
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("Regions"))
    status = models.CharField(max_length=20, choices=Status, default=Status.PROPOSED)
    is_example = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="inactive"),
                name="people_organisation_merged_is_inactive",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="people_organisation_not_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_at__isnull=False), name="people_organisation_verified_when"
            ),
        ]
        indexes = [models.Index(Lower("name"), name="people_organisation_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> Organisation:
        """The organisation that stands for this one today: itself, or the one it was merged into.

        Rows of other apps keep pointing to the organisation that acted; reading them goes through here. One step is
        always enough: when an organisation that absorbed others is merged itself, those are pointed on as well.
        """
        return self.merged_into or self


class FormerName(models.Model):
    """A name under which an organisation was known before it was renamed or merged; searches still find it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person works for an organisation; an administrator of it may change its profile and bring in colleagues."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    is_organisation_admin = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(ended_at__isnull=True), name="people_affiliation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organisation_id}"


class EntryLink(models.Model):
    """A one-time sign-in link made on the server's own shell (`mufakat init`); only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at:%Y-%m-%dT%H:%MZ}"
