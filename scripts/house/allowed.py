"""What may be done in spite of a rule, and why. A place is `path` or `path:Class.function`.

An allowance that nothing needs any more is reported as a breach of `allowances`.
"""

from __future__ import annotations

ALLOWED: dict[str, dict[str, str]] = {
    "clock": {
        "src/mufakat/people/models.py:Person": "allauth makes persons, too, and knows no `at`",
    },
    "writes": {
        "src/mufakat/people/models.py:PersonManager.create_user": "Django's own tools need a manager that saves",
        "src/mufakat/people/models.py:PersonManager.create_superuser": "the same",
    },
    "names": {
        "src/mufakat/people/models.py:PersonManager": "Django's word for it",
        "src/mufakat/config/middleware.py:storage_trouble.process_exception": "the name Django looks for",
    },
    "templates_are_plain": {
        "src/mufakat/notices/templates/notices/stop.html": "the page of the same signed token, used without a session",
        "src/mufakat/web/templates/web/mail/base.html": "mail programs read no linked style sheet",
        "src/mufakat/web/templates/web/mail/base.txt": "plain text: escaping would show &amp;",
    },
    "views_name_their_methods": {
        "src/mufakat/web/views/files.py:download": "an answer that other apps' views give; they name the methods",
    },
    "no_network": {
        "src/mufakat/notices/tasks.py": "only the names of what a mail server may complain of; Django speaks to it",
    },
    "csrf": {
        "src/mufakat/notices/views.py:unsubscribe": "RFC 8058: a mail program sends it, the signed token says for whom",
    },
    "actions_are_sentences": {
        "src/mufakat/ledger/actions.py:lock_cursor": "a place in a log has no time",
        "src/mufakat/ledger/actions.py:advance_cursor": "the same",
        "src/mufakat/ledger/actions.py:note_failure": "the time is the one to try again at",
        "src/mufakat/config/actions.py:sign_everybody_out": "only removes",
        "src/mufakat/config/actions.py:acknowledge_restore": "only removes",
    },
    "nothing_is_trusted": {
        "src/mufakat/web/templatetags/mufakat.py": "an empty text, and values escaped a line above",
    },
}
