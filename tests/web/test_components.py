from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator

from mufakat.web.forms import SampleForm

Rendered = Callable[..., str]
HOSTILE = '"><script>alert(1)</script>\'" onfocus="x'


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<c-button>Save</c-button>", '<button type="submit" class="btn">Save</button>'),
        (
            '<c-button kind="bad" small name="act" value="1" disabled>Go</c-button>',
            '<button type="submit" class="btn btn-bad btn-small" name="act" value="1" disabled>Go</button>',
        ),
        ('<c-link-button href="/x" kind="quiet">Go</c-link-button>', '<a href="/x" class="btn btn-quiet">Go</a>'),
        ('<c-tag tone="info">NEW</c-tag>', '<span class="tag info">NEW</span>'),
        ('<c-back href="/x">Parties</c-back>', '<a class="back" href="/x">Parties</a>'),
        ('<c-back href="/x" />', '<a class="back" href="/x">Back</a>'),
        ("<c-code>abc</c-code>", '<code class="code">abc</code>'),
        (
            '<c-stat value="14" unit="%" label="parties" note="of 20" />',
            '<p class="stat"><b>14 <span class="unit">%</span></b><span>parties</span><span class="small">of 20</span></p>',
        ),
        (
            '<c-person name="Sari" role="Liaison" organisation="Nusa" />',
            '<p class="person"><b>Sari</b><span class="small">Liaison · Nusa</span></p>',
        ),
        ("<c-person />", '<p class="person"><b><span class="soft">Closed account</span></b></p>'),
        (
            '<c-summary><c-row label="Name" href="/x">Nusa</c-row><c-row label="Note"></c-row></c-summary>',
            '<dl class="summary"><div><dt>Name</dt><dd>Nusa</dd><dd class="change"><a href="/x">Change'
            '<span class="visually-hidden"> Name</span></a></dd></div>'
            '<div><dt>Note</dt><dd><span class="soft">Not filled in</span></dd></div></dl>',
        ),
        (
            '<c-progress :done="9" :all="12" label="answered" />',
            '<div class="progress"><p class="progress-words"><span>answered</span><b>9 of 12</b></p>'
            '<svg aria-hidden="true" preserveAspectRatio="none"><rect class="track" width="100%" height="100%"/>'
            '<rect class="mark" width="75.00%" height="100%"/></svg></div>',
        ),
        (
            '<c-empty title="No parties" why="They decide." href="/x" label="Invite" example="A school." />',
            '<div class="empty"><div class="stack-tight"><h2>No parties</h2><p>They decide.</p></div>'
            '<a class="btn" href="/x">Invite</a><p class="example"><b>For example</b>A school.</p></div>',
        ),
        (
            '<c-next-step title="Answer" when="By Friday." then="All see it." href="/x" label="Go" />',
            '<section class="next" aria-labelledby="next-step"><div class="next-words"><p class="over">Next step</p>'
            '<h2 id="next-step">Answer</h2><p class="small">By Friday.</p><p class="next-then">All see it.</p></div>'
            '<a class="btn" href="/x">Go</a></section>',
        ),
        (
            '<c-card title="T" note="N">body<c-slot name="foot">F</c-slot></c-card>',
            '<section class="card"><div class="card-head"><h2>T</h2><p class="small">N</p></div>\nbody\n'
            '<div class="card-foot">F</div></section>',
        ),
        (
            '<c-list><c-item title="T" href="/x" note="N">side</c-item></c-list>',
            '<ul class="list" role="list"><li><div class="item-words"><div class="item-title"><a href="/x">T</a></div>'
            '<p class="small">N</p></div><div class="item-side">side</div></li></ul>',
        ),
    ],
)
def test_component_renders(rendered: Rendered, markup: str, expected: str) -> None:
    assert rendered(markup) == expected


@pytest.mark.parametrize(
    ("kind", "tone", "word"),
    [
        ("agreed", "good", "Agreed"),
        ("objection", "warn", "Objection raised"),
        ("deadlock", "bad", "Deadlock"),
        ("draft", "neutral", "Draft"),
        ("waiting", "info", "Waiting"),
        ("declined", "bad", "Declined"),
        ("ended", "neutral", "Ended"),
        ("something-new", "neutral", "Draft"),
    ],
)
def test_status_is_a_word_with_a_shape(rendered: Rendered, kind: str, tone: str, word: str) -> None:
    out = rendered('<c-status :kind="kind" />', kind=kind)
    assert out.startswith(f'<span class="status {tone}"><svg class="shape" viewBox="0 0 16 16" aria-hidden="true"')
    assert out.endswith(f"</svg><span>{word}</span></span>")


def test_shapes_of_the_five_states_differ(rendered: Rendered) -> None:
    drawn = {
        rendered('<c-status :kind="kind">x</c-status>', kind=kind)
        for kind in ("agreed", "objection", "deadlock", "draft", "waiting")
    }
    assert len(drawn) == 5


def test_sector_shows_colour_shape_and_word(rendered: Rendered) -> None:
    class Sector:
        tone, shape = "media", "diamond"

        def __str__(self) -> str:
            return "Media"

    out = rendered('<c-sector :of="sector" />', sector=Sector())
    assert out.startswith('<span class="sector"><span class="t-media"><svg class="shape"')
    assert out.endswith("</svg></span><span>Media</span></span>")


def test_event_shows_its_time_and_its_proof(rendered: Rendered) -> None:
    out = rendered(
        '<c-event :at="at" by="Nusa" href="/r/41" number="41">Signed.</c-event>',
        at=datetime(2026, 11, 27, 10, tzinfo=UTC),
    )
    assert out.startswith(
        '<li><div>Signed.</div><div class="timeline-meta"><time datetime="2026-11-27T17:00:00+07:00">'
        '27 November 2026, 17:00 WIB</time><span>Nusa</span><a class="proof" href="/r/41">'
    )
    assert out.endswith('<span>recorded <span class="num">#41</span></span></a></div></li>')


@pytest.mark.parametrize(
    "markup",
    [
        '<c-button :title="text">{{ text }}</c-button>',
        '<c-button title="{{ text }}" :value="text">{{ text }}</c-button>',
        '<c-card :title="text" :data-x="text">{{ text }}</c-card>',
        '<c-item :title="text" :href="text" :note="text" />',
        '<c-next-step :title="text" :when="text" :href="text" :label="text" />',
        '<c-copy :value="text" :label="text" /><c-copy :value="text" long="1" />',
        '<c-share :text="text" :url="text" />',
        '<c-notice :title="text">{{ text }}</c-notice>',
        '<c-bar-chart :title="text" :says="text" :rows="rows" :source="text" />',
        '<c-page-header :title="text" :lead="text" :over="text" />',
    ],
)
def test_hostile_text_stays_text(rendered: Rendered, markup: str) -> None:
    out = rendered(markup, text=HOSTILE, rows=[{"label": HOSTILE, "value": 1}])
    assert "<script>" not in out
    assert ' onfocus="' not in out.replace("&quot;", "")
    assert "&lt;script&gt;" in out


def test_a_component_does_not_take_words_it_was_not_given(rendered: Rendered) -> None:
    out = rendered(
        '<c-card>body</c-card><c-item title="T" />',
        title="leaked",
        note="leaked",
        foot="leaked",
        href="leaked",
        label="leaked",
    )
    assert "leaked" not in out


def test_share_offers_whatsapp_without_an_interface_of_its_own(rendered: Rendered) -> None:
    out = rendered('<c-share id="s" :text="text" :url="url" />', text="Mari & ikut", url="https://x.example/a?b=c")
    assert 'href="https://wa.me/?text=Mari%20%26%20ikut"' in out
    quoted = rendered('<c-share text="{{ text }}: {{ url }}" />', text="Mari & ikut", url="https://x.example/a?b=c&d")
    assert 'href="https://wa.me/?text=Mari%20%26%20ikut%3A%20https%3A%2F%2Fx.example%2Fa%3Fb%3Dc%26d"' in quoted
    assert '<input class="input" id="s-link" value="https://x.example/a?b=c" readonly data-no-draft>' in out
    assert 'data-copy="s" data-done="Copied"' in out


def test_pagination_keeps_the_rest_of_the_query(rendered: Rendered) -> None:
    page = Paginator(range(95), 10).page(5)
    out = rendered('<c-pagination :page="page" />', path="/p?q=air&page=5", page=page)
    assert '<p class="small">41–50 of 95</p>' in out
    assert '<a rel="prev" href="/p?q=air&amp;page=4">Previous</a>' in out
    assert '<span aria-current="page">5</span>' in out
    assert '<a rel="next" href="/p?q=air&amp;page=6">Next</a>' in out


def test_pagination_of_one_page_is_nothing(rendered: Rendered) -> None:
    assert rendered('<c-pagination :page="page" />', page=Paginator([1], 10).page(1)) == ""


def test_table_names_its_cells_for_phones(rendered: Rendered) -> None:
    out = rendered(
        '<c-table caption="Parties"><c-slot name="head"><tr><th scope="col">Name</th></tr></c-slot>'
        '<tr><th scope="row">Nusa</th><td data-label="Seats">3</td></tr></c-table>'
    )
    assert out == (
        '<div class="table-wrap"><table class="table table-cards"><caption>Parties</caption><thead><tr>'
        '<th scope="col">Name</th></tr></thead><tbody><tr><th scope="row">Nusa</th><td data-label="Seats">3</td>'
        "</tr></tbody></table></div>"
    )


def test_field_ties_help_and_error_to_its_input(rendered: Rendered) -> None:
    out = rendered('<c-field :field="form.email" />', form=SampleForm({"email": "x"}))
    assert out == (
        '<div class="field field-wrong"><label for="id_email">E-mail address</label>'
        '<p class="hint" id="id_email_hint">We send the invitation to this address.</p>'
        '<p class="wrong" id="id_email_error"><span class="visually-hidden">Error:</span>Enter a valid email address.</p>'
        '<input type="email" name="email" value="x" maxlength="320" class="input" '
        'aria-describedby="id_email_hint id_email_error" required aria-invalid="true" id="id_email"></div>'
    )


def test_field_of_choices_is_a_group_with_a_sentence_each(rendered: Rendered) -> None:
    out = rendered('<c-field :field="form.stance" />', form=SampleForm())
    assert out.startswith(
        '<fieldset class="field"><legend>Your organisation&#x27;s position</legend><div class="checks checks-cards">'
    )
    assert out.count('<input type="radio" name="stance"') == 3
    assert '<b>Agree</b><span class="small">We support this text.</span>' in out


def test_textarea_counts_and_says_its_limit(rendered: Rendered) -> None:
    out = rendered('<c-field :field="form.note" />', form=SampleForm())
    assert 'data-count="id_note_count" aria-describedby="id_note_limit"' in out
    assert '<span id="id_note_limit">At most 280 characters</span>' in out
    assert '<span class="optional">(optional)</span>' in out


def test_error_summary_leads_to_each_field(rendered: Rendered) -> None:
    form = SampleForm({"email": "a@b.id", "begins_on": "2026-01-12", "region": "31", "agrees": "on"})
    assert rendered('<c-error-summary :form="form" />', form=form) == (
        '<div class="error-summary" role="alert" tabindex="-1" aria-labelledby="wrong-title">'
        '<h2 id="wrong-title">One answer needs another look</h2><ul>'
        '<li><a href="#id_stance_0">Your organisation&#x27;s position: This field is required.</a></li></ul></div>'
    )
    assert rendered('<c-error-summary :form="form" />', form=SampleForm()) == ""


def test_form_keeps_a_draft_and_sends_files(rendered: Rendered) -> None:
    out = rendered('<c-form :form="form" label="Send" cancel="/x" draft="key" />', form=SampleForm())
    assert '<form class="form" method="post" novalidate enctype="multipart/form-data" data-draft="key">' in out
    assert 'data-saved="Saved on this device at {time}. Not yet sent."' in out
    assert out.endswith(
        '<button class="btn" type="submit">Send</button><a class="btn btn-plain" href="/x">Cancel</a></div></form>'
    )


def test_tabs_and_steps_say_where_you_are(rendered: Rendered) -> None:
    items = [SimpleNamespace(label="One", url="/1", is_current=True, count=3), SimpleNamespace(label="Two", url="/2")]
    assert rendered('<c-tabs :items="items" label="Parts" />', items=items) == (
        '<nav class="tabs" aria-label="Parts"><ul><li><a href="/1" aria-current="page">One '
        '<span class="tally">3</span></a></li>'
        '<li><a href="/2">Two</a></li></ul></nav>'
    )
