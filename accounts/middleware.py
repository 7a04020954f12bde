"""Two small habits of this site that class-based views and allauth do not have by themselves."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class form_errors:
    """A page that shows a form with errors has status 422, also where the view says 200."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Called by Django before the page is rendered."""
        if request.method == "POST" and response.status_code == 200:
            shown = (response.context_data or {}).values()
            if any(isinstance(form, BaseForm) and form.is_bound and form.errors for form in shown):
                response.status_code = 422
        return response


def leave_by_page(get_response: GetResponse) -> GetResponse:
    """A form whose answer leads to another site leads there by a page of ours.

    Our policy says `form-action 'self'`, and browsers of the Chromium family apply it to the redirects that
    follow a form (https://github.com/w3c/webappsec-csp/issues/8): signing in by another site would end on an
    error. A page with a link that goes on by itself is no form any more, so the policy can stay strict.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
            return response
        host = urlsplit(response.url).netloc
        if not host or host == request.get_host():
            return response
        page = render(request, "account/leaving.html", {"url": response.url, "host": host})
        page.cookies = response.cookies
        page["Cache-Control"] = "no-store"
        page["Referrer-Policy"] = "no-referrer"
        return page

    return middleware
