"""Reading a file into the register: upload, name the columns, look at every row, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.campaigns.actions.refusals import NotPossible
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent, visit
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.imports import ColumnsForm, DecisionsForm, TakeForm, UploadForm
from mufakat.stakeholders.models import Import, ImportRow
from mufakat.stakeholders.views._import_words import TONES, fates, shown_line, words_of_result
from mufakat.stakeholders.views._tabs import tabs_of

State = Import.State
PAGE = 25


def team_visit(request: HttpRequest, slug: str) -> Visit:
    """A reader who keeps the register; other seats are told who does."""
    here = visit(request, slug)
    here.seated()
    allow(policies.can_read_imports(here.seat), _("Files are read into the register by the host and the facilitator."))
    return here


def import_visit(request: HttpRequest, slug: str, import_id: UUID) -> tuple[Visit, Import]:
    here = team_visit(request, slug)
    found = queries.import_by_number(here.campaign, import_id)
    if found is None:
        raise Http404
    return here, found


def url_of(here: Visit, name: str, *args: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[here.campaign.slug, *args])


def framed(here: Visit, **more: Any) -> dict[str, Any]:
    return here.frame("stakeholders:missing", tabs=tabs_of(here, "register"), **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    here = team_visit(request, slug)
    form = UploadForm(sent(request), request.FILES or None)
    may = policies.can_import(here.seat)
    if form.is_bound:
        allow(may, _("The campaign is closed, so its register stays as it is."))
    if form.is_valid():
        upload = form.cleaned_data["table"]
        made = actions.upload_import(
            id=form.cleaned_data["once"],
            campaign=here.campaign,
            pieces=upload.chunks(),
            kind=upload.kind,
            file_name=upload.name,
            by=here.seated(),
            at=here.at,
        )
        return redirect(url_of(here, "import", made.pk))
    page = Paginator(queries.imports_of(here.campaign), PAGE).get_page(request.GET.get("page"))
    rows = [{"of": i, "url": url_of(here, "import", i.pk), "kind": TONES.get(State(i.state), "active")} for i in page]
    context = framed(here, form=form, page=page, rows=rows, may_import=may)
    return render(request, "stakeholders/import_list.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def import_(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Where the import stands; what the page asks depends on it."""
    here, found = import_visit(request, slug, import_id)
    if found.state == State.MAPPING:
        return _columns_page(here, found, _columns_form(found))
    if found.state == State.PREVIEW:
        counts = queries.counts_of(found)
        return _preview_page(here, found, _take_form(found, counts), counts)
    context = framed(
        here,
        found=found,
        is_working=found.state in {State.UPLOADED, State.READING, State.CHECKING, State.TAKING},
        result=words_of_result(found) if found.state == State.DONE else "",
    )
    return render(request, "stakeholders/import_state.html", context)


def _columns_form(found: Import, said: Any = None) -> ColumnsForm:
    initial = {name: str(place) for name, place in found.columns.items()}
    return ColumnsForm(said, headings=found.headers, initial=initial)


def _columns_page(here: Visit, found: Import, form: ColumnsForm) -> HttpResponse:
    context = framed(here, found=found, form=form, head=found.headers[0]["row"] if found.headers else 1)
    return render(here.request, "stakeholders/import_columns.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def import_columns(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    here, found = import_visit(request, slug, import_id)
    if found.state not in {State.MAPPING, State.PREVIEW}:
        return redirect(url_of(here, "import", found.pk))
    form = _columns_form(found, sent(request))
    if form.is_valid():
        actions.name_columns(found=found, columns=form.columns, by=here.seated(), at=here.at)
        return redirect(url_of(here, "import", found.pk))
    return _columns_page(here, found, form)


def _take_form(found: Import, counts: dict[str, int], said: Any = None) -> TakeForm:
    wrong = queries.lines_of(found, ImportRow.Fate.WRONG).filter(decision="").exists()
    return TakeForm(said, undecided=queries.undecided(found), wrong=int(wrong))


def _preview_page(
    here: Visit, found: Import, form: TakeForm, counts: dict[str, int], status: int = 200
) -> HttpResponse:
    """Every row, those to be looked at first to be chosen by their fate."""
    fate = here.request.GET.get("fate", "")
    fate = fate if fate in ImportRow.Fate.values else ""
    path = url_of(here, "import", found.pk)
    page = _page(here, found, fate)
    lines = list(page.object_list)
    tabs = [{"label": _("All rows"), "url": path, "count": found.rows, "is_current": not fate}] + [
        {"label": label, "url": f"{path}?fate={value}", "count": n, "is_current": fate == value}
        for value, label, n in fates(counts)
    ]
    decisions = DecisionsForm(lines=lines)
    shown = [shown_line(line, found.columns) for line in lines]
    for line in shown:
        line["choice"] = decisions[line["field"]] if line["field"] else None
    context = framed(
        here,
        found=found,
        form=form,
        page=page,
        lines=shown,
        fate_tabs=tabs,
        has_choices=bool(decisions.fields),
        is_fitting=found.rows > 0,
        wrong=counts[ImportRow.Fate.WRONG],
        query=f"?fate={fate}&page={page.number}",
    )
    return render(here.request, "stakeholders/import_preview.html", context, status=status)


def _page(here: Visit, found: Import, fate: str) -> Page[ImportRow]:
    return Paginator(queries.lines_of(found, fate), PAGE).get_page(here.request.GET.get("page"))


@login_required
@require_POST
@refusing
def import_decisions(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    here, found = import_visit(request, slug, import_id)
    fate = request.GET.get("fate", "")
    page = _page(here, found, fate if fate in ImportRow.Fate.values else "")
    form = DecisionsForm(request.POST, lines=list(page.object_list))
    if form.is_valid():
        actions.decide_rows(found=found, decisions=form.decisions, by=here.seated(), at=here.at)
        messages.success(request, _("Your decisions are kept."))
    return redirect(f"{url_of(here, 'import', found.pk)}?fate={page_fate(fate)}&page={page.number}")


def page_fate(fate: str) -> str:
    return fate if fate in ImportRow.Fate.values else ""


@login_required
@require_POST
@refusing
def import_take(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    here, found = import_visit(request, slug, import_id)
    if found.state != State.PREVIEW:
        return redirect(url_of(here, "import", found.pk))
    counts = queries.counts_of(found)
    form = _take_form(found, counts, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.confirm_import(
                found=found,
                alike_as=said.get("alike_as", ""),
                leave_wrong=said.get("leave_wrong", False),
                by=here.seated(),
                at=here.at,
            )
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
            return _preview_page(here, found, form, counts, status=409)
        return redirect(url_of(here, "import", found.pk))
    return _preview_page(here, found, form, counts, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def import_discard(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    here, found = import_visit(request, slug, import_id)
    if request.method == "POST":
        actions.discard_import(found=found, by=here.seated(), at=here.at)
        messages.success(request, _("The import is discarded. The register is as it was."))
        return redirect(url_of(here, "imports"))
    context = framed(
        here,
        heading=_("Discard the import of %(file)s?") % {"file": found.file_name},
        paragraphs=[_("Nothing of it is taken over, and the file is removed from the server.")],
        label=_("Discard"),
        kind="bad",
        back_url=url_of(here, "import", found.pk),
        back_label=_("The import"),
    )
    return render(request, "campaigns/confirm.html", context)
