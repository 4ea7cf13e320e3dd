"""How sign-in meets the rest: its mails go through the same backend, in the reader's language."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open: an account alone sees nothing that is not public."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True
