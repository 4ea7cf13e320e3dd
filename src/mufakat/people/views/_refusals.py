"""An act that was refused: why, and what next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mufakat.people import actions

P = ParamSpec("P")


def refusing(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """What may not be done is 403, what cannot be done as things stand is 409; both say why in a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except actions.NotAllowed as trouble:
            raise PermissionDenied(str(trouble)) from trouble
        except actions.NotPossible as trouble:
            return render(request, "people/refused.html", {"why": str(trouble)}, status=409)

    return answer
