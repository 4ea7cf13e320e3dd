"""The Indonesian catalogues: whole, in step with the source, and Indonesian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import words

ROOT = Path(__file__).parents[2]
APPS = words.apps_of(ROOT)
# words that have an Indonesian one; a name of a product or a standard is no leftover
LEFTOVERS = re.compile(
    r"\b(stakeholders?|deadline|meeting|feedback|update|upload|download|login|logout|sign in|password|online|offline|"
    r"link|click|please|the|and|your|you|with|campaign|party|parties|seat|invitation|record|mengupload|mendownload|"
    r"di-?update|email|e-mail)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("app", APPS)
def test_catalogue_is_whole_and_in_step(app: str) -> None:
    assert words.faults(ROOT, app) == []


def test_no_two_catalogues_translate_the_same_words_differently() -> None:
    assert words.clashes(ROOT) == []


@pytest.mark.parametrize("app", APPS)
def test_indonesian_is_indonesian(app: str) -> None:
    said = [(entry.msgid, words.translation_of(entry)) for entry in words.catalogue_of(ROOT, app)]
    without_markup = [
        (msgid, re.sub(r"%\(\w+\)s|<[^>]+>|\{\w+\}|https?://\S+|--[a-z-]+|`[^`]+`", " ", text)) for msgid, text in said
    ]
    assert [pair for pair in without_markup if LEFTOVERS.search(pair[1])] == []


@pytest.mark.parametrize("app", APPS)
def test_indonesian_addresses_the_reader_as_anda(app: str) -> None:
    said = [words.translation_of(entry) for entry in words.catalogue_of(ROOT, app)]
    assert [text for text in said if re.search(r"\b(kamu|kalian|anda)\b|\b\w+-?mu\b(?<!temu)(?<!tamu)", text)] == []


@pytest.mark.parametrize("app", [app for app in APPS if words.catalogue_path(ROOT, app).exists()])
def test_catalogue_declares_one_plural_form(app: str) -> None:
    assert words.catalogue_of(ROOT, app).metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def _read(source: str, *, template: bool = False) -> words.Asked:
    asked = words.Asked()
    (words.words_in_template if template else words.words_in_python)(source, "x", asked)
    return asked


def test_python_is_read_under_any_local_name() -> None:
    source = (
        "from django.utils import translation\n"
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p\n"
        "a = _('One ' 'word')\n"
        "b = ngettext('a day', '%(n)s days', n)\n"
        "c = p('verb', 'Close')\n"
        "d = translation.gettext('Deep')\n"
        "e = _(words)\n"
        "f = other('Not asked for')\n"
    )
    assert list(_read(source).words) == [
        words.Words("One word"),
        words.Words("a day", "%(n)s days"),
        words.Words("Close", context="verb"),
        words.Words("Deep"),
    ]


def test_words_put_together_while_running_are_refused() -> None:
    source = "from django.utils.translation import gettext as _\na = _(f'Hello {name}')\nb = _('a' + b)\n"
    assert _read(source).unreadable == [
        "x:2: gettext of words that are put together while it runs",
        "x:3: gettext of words that are put together while it runs",
    ]


def test_templates_are_read_with_attributes_plurals_and_contexts() -> None:
    source = """<c-card title="{% trans 'In an attribute' %}" :label="_('In a dynamic one')">
        {% blocktrans trimmed count n=n %}
            One party
        {% plural %}
            {{ n }} parties (100%)
        {% endblocktrans %}
        {% trans "Close" context "verb" %}{{ x|default:_("nothing") }}{# {% trans "no" %} #}
    """
    assert set(_read(source, template=True).words) == {
        words.Words("In an attribute"),
        words.Words("In a dynamic one"),
        words.Words("One party", "%(n)s parties (100%%)"),
        words.Words("Close", context="verb"),
        words.Words("nothing"),
    }
