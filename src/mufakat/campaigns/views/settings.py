"""What the host's liaison may set: the words, the openness, the phase, the facts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import actions, policies, queries
from mufakat.campaigns.actions.refusals import ChangedMeanwhile
from mufakat.campaigns.forms.brand import inks_of
from mufakat.campaigns.forms.campaign import BackPhaseForm, ChangeCampaignForm, FactForm, initial_of
from mufakat.campaigns.models import Phase, Visibility
from mufakat.campaigns.views._facts import stated
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views._words import languages_of
from mufakat.campaigns.views.frame import Visit, allow, sent, visit
from mufakat.campaigns.views.home import phase_words, region_words


def host_visit(request: HttpRequest, slug: str) -> Visit:
    here = visit(request, slug)
    allow(queries.is_host_seat(here.seat), _("The settings are for the liaison of the host."))
    return here


@login_required
@require_safe
def settings_page(request: HttpRequest, slug: str) -> HttpResponse:
    here = host_visit(request, slug)
    facts = here.campaign.facts.count()
    back = queries.previous_phase(here.campaign)
    context = here.frame(
        "settings",
        may_change=policies.can_change_campaign(here.seat),
        may_discard=policies.can_discard_campaign(here.seat),
        languages=languages_of(here.campaign.languages),
        inks=inks_of(here.campaign.brand) if here.campaign.brand else None,
        levels=_levels(here),
        facts_words=ngettext("%(n)s fact is documented.", "%(n)s facts are documented.", facts) % {"n": facts},
        back_phase=Phase(back) if back else None,
        **region_words(here),
        **phase_words(here),
    )
    return render(request, "campaigns/settings.html", context)


def _levels(here: Visit) -> list[dict[str, Any]]:
    """The three degrees of openness: past, present, and the ones that can still be chosen."""
    ranks = list(Visibility.values)
    now = ranks.index(here.campaign.visibility)
    notes = [
        _("Your own seats and the neutral roles."),
        _("Everyone with a seat; organisations can be invited."),
        _("Everyone, without signing in; persons stay unnamed."),
    ]
    kinds = {-1: ("done", _("Passed")), 0: ("active", _("Now")), 1: ("draft", _("Not yet"))}
    levels = []
    for rank, level in enumerate(Visibility):
        kind, status = kinds[(rank > now) - (rank < now)]
        url = f"{here.url('visibility')}?ke={level.value}" if policies.can_widen_visibility(here.seat, level) else ""
        label = {"draft": _("Draft"), "parties": _("The parties"), "public": _("The public")}[level.value]
        levels.append({"label": label, "url": url, "kind": kind, "status": status, "note": notes[rank]})
    return levels


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def change(request: HttpRequest, slug: str) -> HttpResponse:
    here = host_visit(request, slug)
    allow(policies.can_change_campaign(here.seat), _("A closed campaign can no longer be changed."))
    day = queries.day_of(here.at)
    form = ChangeCampaignForm(sent(request), day=day)
    if request.method != "POST":
        form.initial = initial_of(here.campaign, form.provinces)
        return render(request, "campaigns/change.html", here.frame("settings", form=form))
    if not form.is_valid():
        return render(request, "campaigns/change.html", here.frame("settings", form=form), status=422)
    try:
        actions.change_campaign(
            campaign=here.campaign,
            by=here.seated(),
            at=here.at,
            version=form.cleaned_data["version"],
            **form.fields_of_campaign(),
        )
    except ChangedMeanwhile as trouble:
        return _overtaken(here, form, trouble)
    messages.success(request, _("Saved and recorded."), extra_tags=f"draft:campaign-{here.campaign.pk}")
    return redirect("campaigns:settings", slug=slug)


def _overtaken(here: Visit, form: ChangeCampaignForm, trouble: ChangedMeanwhile) -> HttpResponse:
    """Show the writer's own words again, now on top of the newest version: saving once more is a decision."""
    data = here.request.POST.copy()
    data["version"] = str(here.campaign.version)
    again = ChangeCampaignForm(data, day=queries.day_of(here.at))
    context = here.frame("settings", form=again, overtaken=str(trouble))
    return render(here.request, "campaigns/change.html", context, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def visibility(request: HttpRequest, slug: str) -> HttpResponse:
    here = host_visit(request, slug)
    wanted = request.POST.get("to") or request.GET.get("ke", "")
    if wanted not in {Visibility.PARTIES, Visibility.PUBLIC}:
        raise Http404
    if request.method == "POST":
        actions.widen_visibility(campaign=here.campaign, to=wanted, by=here.seated(), at=here.at)
        messages.success(request, _("Saved and recorded."))
        return redirect("campaigns:settings", slug=slug)
    allow(policies.can_widen_visibility(here.seat, wanted), _("The campaign is already at least that open."))
    public = wanted == Visibility.PUBLIC
    heading = _("Open the campaign to the public?") if public else _("Show the campaign to the parties?")
    label = _("Open it to the public") if public else _("Show it to the parties")
    return render(
        request, "campaigns/visibility.html", here.frame("settings", wanted=wanted, heading=heading, label=label)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    """On through an open gate, or one back with a reason."""
    here = host_visit(request, slug)
    back, ahead = queries.previous_phase(here.campaign), queries.next_gate(here.campaign, here.at)
    wanted = request.POST.get("to") or request.GET.get("ke") or (ahead.phase if ahead else "")
    if wanted not in Phase.values:
        raise Http404
    form = BackPhaseForm(sent(request)) if wanted == back else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        actions.move_phase(campaign=here.campaign, to=wanted, by=here.seated(), at=here.at, reason=reason)
        messages.success(request, _("The campaign is now in the phase “%(phase)s”.") % {"phase": Phase(wanted).label})
        return redirect("campaigns:home", slug=slug)
    if wanted != back and (ahead is None or wanted != ahead.phase):
        raise Http404
    context = here.frame(
        "settings", form=form, wanted=wanted, **_phase_page(wanted, back=bool(form)), **phase_words(here)
    )
    return render(request, "campaigns/phase.html", context, status=422 if form and form.is_bound else 200)


def _phase_page(wanted: str, *, back: bool) -> dict[str, Any]:
    words = {"phase": Phase(wanted).label}
    if back:
        lead = _("Going back is no failure: it says openly that something has to be settled again.")
        return {
            "heading": _("Back to “%(phase)s”?") % words,
            "label": _("Go back to “%(phase)s”") % words,
            "lead": lead,
        }
    return {"heading": _("On to “%(phase)s”?") % words, "label": _("Move on to “%(phase)s”") % words, "lead": ""}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    here = host_visit(request, slug)
    if request.method == "POST":
        actions.discard_campaign(campaign=here.campaign, by=here.seated(), at=here.at)
        messages.success(request, _("The draft was discarded."))
        return redirect("campaigns:list")
    allow(policies.can_discard_campaign(here.seat), _("Only a draft can be discarded: others have seen this campaign."))
    return render(request, "campaigns/discard.html", here.frame("settings"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    here = host_visit(request, slug)
    form = FactForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.add_fact(campaign=here.campaign, by=here.seated(), at=here.at, **form.cleaned_data)
        messages.success(request, _("The fact was added."), extra_tags=f"draft:fact-{here.campaign.pk}")
        return redirect("campaigns:facts", slug=slug)
    context = here.frame("settings", form=form, facts=stated(here.campaign.facts.all()))
    return render(request, "campaigns/facts.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def remove_fact(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    here = host_visit(request, slug)
    fact = here.campaign.facts.filter(pk=number).first()
    if fact is None:
        raise Http404
    if request.method == "POST":
        actions.remove_fact(fact=fact, by=here.seated(), at=here.at)
        messages.success(request, _("The fact was removed."))
        return redirect("campaigns:facts", slug=slug)
    context = here.frame(
        "settings",
        heading=_("Remove this fact?"),
        lead=fact.label,
        paragraphs=[
            _("It disappears from the page of the campaign. The record keeps that it was there and was removed.")
        ],
        label=_("Remove the fact"),
        kind="bad",
        back_url=here.url("facts"),
        back_label=_("Facts with sources"),
    )
    return render(request, "campaigns/confirm.html", context)
