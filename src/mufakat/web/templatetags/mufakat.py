"""What every page may ask for: dates and figures in words, shapes with their colour, the parts of a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import quote

from django import template
from django.forms import BoundField, Widget
from django.forms.utils import flatatt
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = template.Library()

SHAPES = {
    "circle": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z",
    "square": "M1.8 1.8h12.4v12.4H1.8Z",
    "triangle": "M8 1 15.6 14.6H.4Z",
    "diamond": "M8 .2 15.8 8 8 15.8.2 8Z",
    "hexagon": "M8 .4 14.8 4.2v7.6L8 15.6 1.2 11.8V4.2Z",
    "pentagon": "M8 .5 15.7 6.1 12.8 15.2H3.2L.3 6.1Z",
    "ring": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6Z",
    "quarter": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.8V8h5.2A5.2 5.2 0 1 1 8 2.8Z",
    "bar": "M1.5 6.5h13v3h-13Z",
    "cross": "M3.2 1.4 8 6.2l4.8-4.8 1.8 1.8L9.8 8l4.8 4.8-1.8 1.8L8 9.8l-4.8 4.8-1.8-1.8L6.2 8 1.4 3.2Z",
    "tick": "M6.2 13.6.9 8.3l1.9-1.9 3.4 3.4 7-7 1.9 1.9Z",
    "sign": "M8 .6 15.8 15H.2Zm-.9 4.9v5h1.8v-5Zm0 6.2v1.8h1.8v-1.8Z",
    "letter": "M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8Zm-.9 6.4h1.8v5H7.1Zm0-3.2h1.8v1.9H7.1Z",
}
# each state: its word, its tone, its shape
STATUSES = {
    "agreed": (_("Agreed"), "good", "circle"),
    "active": (_("Active"), "good", "circle"),
    "done": (_("Done"), "good", "tick"),
    "objection": (_("Objection raised"), "warn", "diamond"),
    "deadlock": (_("Deadlock"), "bad", "square"),
    "declined": (_("Declined"), "bad", "cross"),
    "draft": (_("Draft"), "neutral", "ring"),
    "waiting": (_("Waiting"), "info", "quarter"),
    "ended": (_("Ended"), "neutral", "bar"),
}
NOTICES = {"good": "tick", "warn": "sign", "bad": "sign", "info": "letter", "neutral": "letter"}
TONES = ("gov", "private", "academia", "civil", "media", "public")


@register.simple_tag
def shape(name: str, extra: str = "") -> SafeString:
    """A small drawing beside a word; it says nothing on its own and is hidden from screen readers."""
    path = SHAPES.get(name, SHAPES["circle"])
    return format_html(
        '<svg class="shape{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        f" {extra}" if extra else "",
        path,
    )


@register.filter
def tone_of(sector: object) -> str:
    """The colour of a sector (an object with `tone`, or the name of a tone)."""
    tone = str(getattr(sector, "tone", sector))
    return tone if tone in TONES else "other"


@register.filter
def shape_of(sector: object) -> str:
    return str(getattr(sector, "shape", "circle"))


@register.filter
def path_of(name: str) -> str:
    """The outline of a shape, for drawing it inside a chart."""
    return SHAPES.get(name, SHAPES["circle"])


def _status(kind: str) -> tuple[Any, str, str]:
    return STATUSES.get(str(kind), STATUSES["draft"])


@register.filter
def status_word(kind: str) -> str:
    return str(_status(kind)[0])


@register.filter
def status_tone(kind: str) -> str:
    return _status(kind)[1]


@register.filter
def status_shape(kind: str) -> str:
    return _status(kind)[2]


@register.filter
def notice_shape(tone: str) -> str:
    return NOTICES.get(str(tone), "letter")


# --- dates and times ---------------------------------------------------------------------------------------------------
def _is_indonesian() -> bool:
    return (translation.get_language() or "id").startswith("id")


def zone_label(moment: datetime) -> str:
    """WIB, WITA, WIT by name; any other zone by its distance from UTC."""
    label = moment.tzname() or "UTC"
    return f"UTC{label}" if label[:1] in "+-" else label


def clock_words(moment: datetime, *, with_zone: bool = True) -> str:
    local = timezone.localtime(moment)
    hour = f"{local:%H.%M}" if _is_indonesian() else f"{local:%H:%M}"
    return f"{hour} {zone_label(local)}" if with_zone else hour


def day_words(value: date | datetime, style: str = "long") -> str:
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    pattern = {"long": "j F Y", "brief": "j M Y", "short": "j M", "weekday": "l, j F Y", "month": "F Y"}[style]
    if style == "weekday" and not _is_indonesian():
        pattern = "l j F Y"
    return formats.date_format(day, pattern, use_l10n=False)


@register.filter
def day(value: date | datetime | None, style: str = "long") -> str:
    """12 Januari 2026 | brief: 12 Jan 2026 | short: 12 Jan | weekday: Senin, 12 Januari 2026 | month: Januari 2026"""
    return day_words(value, style) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """17.00 WIB in Indonesian, 17:00 WIB in English, in the reader's zone."""
    return clock_words(value) if value else ""


@register.filter
def moment(value: datetime | None, style: str = "long") -> str:
    """27 November 2026, 17.00 WIB | short: 27 Nov, 17.00 | weekday: Jumat, 27 November 2026, 17.00 WIB"""
    if not value:
        return ""
    return f"{day_words(value, style)}, {clock_words(value, with_zone=style != 'short')}"


@register.simple_tag
def time_of(value: date | datetime | None, style: str = "long") -> SafeString:
    """A <time> element: the words for people, the ISO form for machines."""
    if not value:
        return mark_safe("")
    if isinstance(value, datetime):
        words, machine = moment(value, style), timezone.localtime(value).isoformat(timespec="seconds")
    else:
        words, machine = day(value, style), value.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.simple_tag
def period(start: date | None, end: date | None) -> str:
    """12 Januari to 30 November 2026, with a dash between; each year is named once."""
    if not start or not end:
        return day(start or end)
    if start.year == end.year:
        return f"{formats.date_format(start, 'j F', use_l10n=False)} – {day_words(end)}"
    return f"{day_words(start)} – {day_words(end)}"


# --- figures -----------------------------------------------------------------------------------------------------------
@register.filter
def figure(value: float | Decimal | None, places: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; nothing is rounded unless places are given."""
    if value is None or value == "":
        return "–"
    return str(formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)).replace("-", "−")


# --- browsers ----------------------------------------------------------------------------------------------------------
# the first that fits: a browser names those it is related to as well
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(agent: str) -> str:
    """Such as Chrome · Android, out of what a browser calls itself; nothing of it is shown that is not known."""
    name = next((words for mark, words in BROWSERS.items() if f"{mark}/" in agent), "")
    name = name or ("Safari" if "Safari/" in agent else "")
    system = next((words for mark, words in SYSTEMS.items() if mark in agent), "")
    return " · ".join(part for part in (name, system) if part) or str(_("Unknown browser"))


# --- forms and attributes ----------------------------------------------------------------------------------------------
@register.filter
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The remaining attributes of a component, escaped (`{{ attrs }}` alone would trust dynamic values)."""
    listed = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    return flatatt({name: value for name, value in listed.items() if value is not None})


KINDS = {
    "RadioSelect": "radios",
    "CheckboxSelectMultiple": "checkboxes",
    "CheckboxInput": "checkbox",
    "Textarea": "textarea",
    "Select": "select",
    "SelectMultiple": "select",
    "NullBooleanSelect": "select",
    "FileInput": "file",
    "ClearableFileInput": "file",
}


def _kind_of(widget: Widget) -> str:
    for family in type(widget).__mro__:
        if family.__name__ in KINDS:
            return KINDS[family.__name__]
    return "input"


@register.filter
def kind_of(field: BoundField) -> str:
    return _kind_of(field.field.widget)


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The input of a field, tied to its help and its error."""
    kind = _kind_of(field.field.widget)
    css = {"textarea": "textarea", "select": "select"}.get(kind, "" if kind == "checkbox" else "input")
    attrs: dict[str, Any] = {"class": f"{css} {field.field.widget.attrs.get('class', '')}".strip()} if css else {}
    spoken = [f"{field.auto_id}_hint"] * bool(field.help_text or hint) + [f"{field.auto_id}_error"] * bool(field.errors)
    limit = field.field.widget.attrs.get("maxlength")
    if kind == "textarea" and limit:
        attrs |= {"data-count": f"{field.auto_id}_count"}
        spoken.append(f"{field.auto_id}_limit")
    if spoken:
        attrs["aria-describedby"] = " ".join(spoken)
    return field.as_widget(attrs=attrs)


@register.filter
def described(field: BoundField, value: object) -> str:
    """What the choice with this value means, when the widget knows (web.forms.RadioCards)."""
    descriptions: Mapping[str, str] = getattr(field.field.widget, "descriptions", {})
    return str(descriptions.get(str(value), ""))


@register.filter
def has_descriptions(field: BoundField) -> bool:
    return bool(getattr(field.field.widget, "descriptions", None))


@register.simple_tag
def whatsapp_link(text: str, url: str) -> str:
    """A link that opens WhatsApp with these words; what a template already escaped is read back first."""
    words = text or url
    return f"https://wa.me/?text={quote(unescape(words) if isinstance(words, SafeData) else words, safe='')}"


@register.filter
def elided(page: Any) -> list[int | str]:
    """Page numbers worth showing: 1 2 … 7 8 9 … 40."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
