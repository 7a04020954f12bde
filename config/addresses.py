"""Addresses that lead nowhere."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def refuse_nul(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address with a NUL in its path leads nowhere. PostgreSQL knows no such text: it would break."""

    def asked(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404("An address holds no NUL.")
        return view(request)

    return asked
