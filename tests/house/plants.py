"""Breaches to plant: each is a file to write or to lengthen, and the rule that must see it."""

from __future__ import annotations

from dataclasses import dataclass

P = "src/mufakat"
VIEW = "\nfrom django.views.decorators.http import require_safe\n"
SMALL_FORM = '<form method="post" action="/x"><button>Send</button></form>'


@dataclass(frozen=True)
class Plant:
    """`text` is put at the end of `path`, which is made when it is not there; `gone` is taken out instead."""

    title: str
    rule: str
    path: str
    text: str = ""
    gone: str = ""


def _many(count: int, line: str) -> str:
    return "\n".join([line] * count) + "\n"


PLANTS = [
    # rooms
    Plant("an app that was not founded", "rooms", f"{P}/goals/queries.py", "X = 1\n"),
    Plant("an engine that was not founded", "rooms", f"{P}/engines/consensus/grid.py", '"""Grid."""\n'),
    Plant("tables in web", "rooms", f"{P}/web/models.py", "X = 1\n"),
    Plant("a drawer nobody knows", "drawers", f"{P}/people/selectors.py", "X = 1\n"),
    Plant("a folder nobody knows", "drawers", f"{P}/people/fixtures/people.json", "[]\n"),
    Plant("a module named utils", "names", f"{P}/lib/utils.py", "X = 1\n"),
    Plant("a function named handle_", "names", f"{P}/people/queries.py", "\ndef handle_people() -> None: ...\n"),
    Plant("a class named Manager", "names", f"{P}/people/queries.py", "\nclass SeatManager: ...\n"),
    Plant(
        "a policy that is no question", "policy_names", f"{P}/people/policies.py", "\ndef check(x: int) -> bool: ...\n"
    ),
    Plant("a policy that answers more", "policy_names", f"{P}/people/policies.py", "\ndef can_x() -> str: ...\n"),
    Plant("a long file", "sizes", f"{P}/lib/long1.py", _many(401, "X = 1")),
    Plant("a long function", "sizes", f"{P}/lib/long2.py", "def f() -> None:\n" + _many(40, "    print()")),
    Plant("a long view", "sizes", f"{P}/web/views/long3.py", "def f(request):\n" + _many(30, "    print()")),
    Plant("a long engine", "sizes", f"{P}/engines/chain/long4.py", "def f() -> None:\n" + _many(40, "    print()")),
    Plant("a long template", "sizes", f"{P}/web/templates/web/long5.html", _many(101, "<p>x</p>")),
    Plant("actions without tests", "mirrored", f"{P}/web/api.py", "def x() -> None: ...\n"),
    Plant("a stair told otherwise", "documents_agree", "docs/house.md", gone="├── ledger/"),
    Plant("a contract told otherwise", "documents_agree", "pyproject.toml", gone='"notices", '),
    # the door
    Plant(
        "the clock in queries",
        "clock",
        f"{P}/people/queries.py",
        "\nfrom django.utils import timezone\nX = timezone.now()\n",
    ),
    Plant("the clock as a default", "clock", f"{P}/notices/models.py", "\nfrom django.utils.timezone import now\n"),
    Plant("the database's clock", "clock", f"{P}/people/queries.py", "\nfrom django.db.models.functions import Now\n"),
    Plant("auto_now", "clock", f"{P}/notices/models.py", "\nX = models.DateTimeField(auto_now=True)\n"),
    Plant("time in an engine", "clock", f"{P}/engines/chain/late.py", "import time\nX = time.time()\n"),
    Plant(
        "a request below the door",
        "requests_stop_at_the_door",
        f"{P}/people/actions.py",
        "\ndef act(*, request: object, at: object) -> None: ...\n",
    ),
    Plant(
        "HTTP below the door",
        "requests_stop_at_the_door",
        f"{P}/people/queries.py",
        "\nfrom django.http import Http404\n",
    ),
    Plant("a signal", "no_signals", f"{P}/people/models.py", "\nfrom django.db.models.signals import post_save\n"),
    Plant("a receiver", "no_signals", f"{P}/people/apps.py", "\nfrom django.dispatch import receiver\n"),
    Plant("the network", "no_network", f"{P}/people/tasks.py", "from urllib.request import urlopen\n"),
    Plant(
        "a view without the check of forged requests",
        "csrf",
        f"{P}/people/views.py",
        "\nfrom django.views.decorators.csrf import csrf_exempt\n@csrf_exempt\ndef f(request): ...\n",
    ),
    Plant("a view for any method", "views_name_their_methods", f"{P}/web/views/any6.py", "def f(request): ...\n"),
    Plant("a view that is a class", "views_name_their_methods", f"{P}/web/views/any7.py", "class A(ListView): ...\n"),
    Plant(
        "a table in a view",
        "views_ask_queries",
        f"{P}/web/views/any8.py",
        "def f(request): return Person.objects.get(pk=1)\n",
    ),
    Plant(
        "any row in a view",
        "views_ask_queries",
        f"{P}/web/views/any9.py",
        "def f(request): return get_object_or_404(Person, pk=1)\n",
    ),
    # writes
    Plant("save in a view", "writes", f"{P}/web/views/any10.py", "def f(request, x): x.save()\n"),
    Plant("update in queries", "writes", f"{P}/people/queries.py", "\ndef f(rows): rows.update(name='x')\n"),
    Plant("delete in tasks", "writes", f"{P}/notices/tasks.py", "\ndef f(row): row.delete()\n"),
    Plant(
        "bulk_create in forms", "writes", f"{P}/people/forms.py", "\ndef f(rows): Person.objects.bulk_create(rows)\n"
    ),
    Plant("many-to-many in a form", "writes", f"{P}/people/forms.py", "\ndef f(o): o.regions.set([])\n"),
    Plant("raw SQL", "sql", f"{P}/people/queries.py", "\ndef f(x): return Person.objects.raw(x)\n"),
    Plant("extra", "sql", f"{P}/people/queries.py", "\ndef f(x): return Person.objects.extra(where=[x])\n"),
    Plant("RawSQL", "sql", f"{P}/people/queries.py", "\nfrom django.db.models.expressions import RawSQL\n"),
    Plant("SQL from an f-string", "sql", f"{P}/people/queries.py", "\ndef f(c, x): c.execute(f'SELECT {x}')\n"),
    Plant(
        "an action by place",
        "actions_are_sentences",
        f"{P}/desk/actions/odd4.py",
        "\ndef f(x: int, *, at: int) -> None: ...\n",
    ),
    Plant(
        "an action without time",
        "actions_are_sentences",
        f"{P}/desk/actions/odd5.py",
        "\ndef f(*, x: int) -> None: ...\n",
    ),
    Plant(
        "a record outside a transaction",
        "actions_are_sentences",
        f"{P}/desk/actions/odd6.py",
        "\ndef f(*, at: int) -> None:\n    ledger.record(at=at)\n",
    ),
    Plant(
        "a key up the stair",
        "keys_point_down",
        f"{P}/people/models.py",
        "\nX = models.ForeignKey('campaigns.Campaign', on_delete=models.PROTECT, related_name='+')\n",
    ),
    Plant(
        "a key with a way back",
        "keys_point_down",
        f"{P}/notices/models.py",
        "\nX = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name='x')\n",
    ),
    # engines
    Plant(
        "Django in an engine", "engines_are_pure", f"{P}/engines/chain/odd11.py", "from django.conf import settings\n"
    ),
    Plant("chance in an engine", "engines_are_pure", f"{P}/engines/chain/odd12.py", "import random\n"),
    Plant("a setting in an engine", "engines_are_pure", f"{P}/engines/chain/odd13.py", "X = os.environ['x']\n"),
    Plant(
        "a value that changes",
        "engines_are_pure",
        f"{P}/engines/chain/odd14.py",
        "@dataclass\nclass X:\n    '''X.'''\n",
    ),
    Plant(
        "an engine that is not explained",
        "engines_explain_themselves",
        f"{P}/engines/chain/odd15.py",
        "def f() -> None: ...\n",
    ),
    # faces
    Plant(
        "a style attribute", "templates_are_plain", f"{P}/web/templates/web/odd16.html", '<p style="color:red">x</p>'
    ),
    Plant("a style sheet inside", "templates_are_plain", f"{P}/web/templates/web/odd17.html", "<style>p{}</style>"),
    Plant("a script inside", "templates_are_plain", f"{P}/web/templates/web/odd18.html", "<script>alert(1)</script>"),
    Plant("an event attribute", "templates_are_plain", f"{P}/web/templates/web/odd19.html", '<a onclick="x()">x</a>'),
    Plant(
        "words trusted as markup", "templates_are_plain", f"{P}/web/templates/web/odd20.html", "{{ party.name|safe }}"
    ),
    Plant("escaping switched off", "templates_are_plain", f"{P}/web/templates/web/odd21.html", "{% autoescape off %}"),
    Plant(
        "another server's script",
        "templates_are_plain",
        f"{P}/web/templates/web/odd22.html",
        '<script src="//cdn.example/x.js"></script>',
    ),
    Plant("a form anybody can forge", "templates_are_plain", f"{P}/web/templates/web/odd23.html", SMALL_FORM),
    Plant(
        "mark_safe", "nothing_is_trusted", f"{P}/people/views.py", "\nfrom django.utils.safestring import mark_safe\n"
    ),
    Plant(
        "a template of another app", "templates_are_at_home", f"{P}/people/templates/campaigns/odd24.html", "<p>x</p>"
    ),
    # files
    Plant("uv.lock", "committed", "uv.lock", "version = 1\n"),
    Plant(
        "a registry's address",
        "committed",
        "requirements/run.lock",
        "--index" + "-url https://packages.example/simple\n",
    ),
    Plant("a path of one machine", "committed", "docs/odd.md", "see /home/" + "budi/mufakat\n"),
    Plant("noqa without a reason", "suppressions_have_reasons", f"{P}/lib/odd25.py", "import os  # " + "noqa: F401\n"),
    Plant("noqa of everything", "suppressions_have_reasons", f"{P}/lib/odd26.py", "import os  # " + "noqa\n"),
    Plant(
        "an ignored type",
        "suppressions_have_reasons",
        f"{P}/lib/odd27.py",
        "x: int = ''  # type: " + "ignore[assignment]\n",
    ),
    Plant(
        "a parameter that changes",
        "parameters_stay",
        "tests/web/test_odd9.py",
        "@pytest.mark.parametrize('x', [uuid4()])\ndef test_x(x):\n    assert x.version == 4\n",
    ),
    Plant("a mock", "tests_say_something", "tests/web/test_odd1.py", "from unittest.mock import patch\n"),
    Plant("an empty assertion", "tests_say_something", "tests/web/test_odd2.py", "def test_x():\n    assert True\n"),
    Plant(
        "a status code alone",
        "tests_say_something",
        "tests/web/test_odd3.py",
        "def test_x(client):\n    assert client.get('/').status_code == 200\n",
    ),
]
