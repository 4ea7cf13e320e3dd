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
        "src/mufakat/web/templates/web/mail/base.html": "mail programs read no linked style sheet",
        "src/mufakat/web/templates/web/mail/base.txt": "plain text: escaping would show &amp;",
    },
    "nothing_is_trusted": {
        "src/mufakat/web/templatetags/mufakat.py": "an empty text, and values escaped a line above",
    },
}
