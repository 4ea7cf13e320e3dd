"""How the record says what happened about needs and nominations, and whom it is told to."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as msgid

from mufakat.campaigns.queries import DIGEST, NOW, Saying, Scene, Telling
from mufakat.stakeholders.models import Nomination

SAYINGS_OF_NEEDS = {
    "capability.added": Saying(_("The campaign now looks for: %(label)s.")),
    "capability.retired": Saying(_("The campaign no longer looks for: %(label)s.")),
    "requirement.set": Saying(_("It was set whom the campaign needs: %(label)s.")),
    "requirement.waived": Saying(_("A gap was knowingly left open: %(label)s.")),
    "requirement.restored": Saying(_("What had been waived is required again: %(label)s.")),
    "requirement.removed": Saying(_("The campaign no longer requires: %(label)s.")),
    "group.set": Saying(_("It was set whom the issue affects: %(label)s.")),
    "group.removed": Saying(_("An affected group was taken off the list: %(label)s.")),
    "nomination.made": Saying(_("Somebody was nominated as missing."), _("%(stakeholder)s was nominated as missing.")),
    "nomination.answered": Saying(
        _("A nomination was answered."), _("The nomination of %(stakeholder)s was answered.")
    ),
}


def _made(scene: Scene) -> list[Telling]:
    title = msgid("Somebody is missing at the table of “%(campaign)s”: a nomination waits for your answer")
    return scene.say(scene.conveners(), NOW, title, _path(scene), msgid("Answer the nomination"))


def _answered(scene: Scene) -> list[Telling]:
    said = Nomination.objects.filter(pk=UUID(scene.number), campaign=scene.campaign).first()
    if said is None:
        return []
    own = [s for s in scene.seats if s.pk == said.by_id]
    title = msgid("Your nomination in “%(campaign)s” was answered")
    told = scene.say(own, NOW, title, _path(scene), msgid("See the answer"))
    return told + scene.say(
        scene.conveners(), DIGEST, msgid("A nomination in “%(campaign)s” was answered"), _path(scene)
    )


def _path(scene: Scene) -> str:
    return reverse("stakeholders:nomination", args=[scene.campaign.slug, scene.number])


TELLERS_OF_NEEDS = {"nomination.made": _made, "nomination.answered": _answered}
