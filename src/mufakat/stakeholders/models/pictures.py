"""What the worker has computed about a campaign's network, kept until its register or ties change."""

from __future__ import annotations

from django.db import models

from mufakat.campaigns.models import Campaign


class Measures(models.Model):
    """The newest network measures of a campaign. `mark` says of which ties; another mark means they are out of date."""

    campaign = models.OneToOneField(Campaign, primary_key=True, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()
    result = models.JSONField()

    class Meta:
        verbose_name_plural = "measures"

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.mark[:12]}"
