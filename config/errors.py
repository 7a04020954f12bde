"""Errors of the API as problem details (RFC 9457)."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

API = "/api/"
MEDIA_TYPE = "application/problem+json"


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what REST framework raised into `application/problem+json`; None lets Django answer 500."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status_title(response.status_code),
        "status": response.status_code,
        "instance": context["request"].path,
    }
    if isinstance(exc, exceptions.ValidationError):
        body["detail"] = "Some of what you sent cannot be used."
        body["errors"] = exc.detail
    elif isinstance(exc, exceptions.APIException):
        body["detail"] = str(exc.detail)
    answer = Response(body, status=response.status_code, content_type=MEDIA_TYPE)
    for name in ("Retry-After", "WWW-Authenticate", "Allow"):
        if name in response:
            answer[name] = response[name]
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """An address that leads nowhere: a problem below /api/, a page elsewhere."""
    if not request.path.startswith(API):
        return defaults.page_not_found(request, exception)
    return _plain_problem(request, status.HTTP_404_NOT_FOUND, "There is nothing at this address.")


def broken(request: HttpRequest) -> HttpResponseBase:
    """A fault of ours: a problem below /api/, a page elsewhere."""
    if not request.path.startswith(API):
        return defaults.server_error(request)
    return _plain_problem(
        request, status.HTTP_500_INTERNAL_SERVER_ERROR, "Something broke on our side. Try again later."
    )


def _plain_problem(request: HttpRequest, code: int, detail: str) -> HttpResponse:
    """A problem outside of REST framework's views."""
    body = {
        "type": "about:blank",
        "title": status_title(code),
        "status": code,
        "instance": request.path,
        "detail": detail,
    }
    answer = HttpResponse(json.dumps(body), status=code, content_type=MEDIA_TYPE)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def status_title(code: int) -> str:
    """The plain title of an HTTP status."""
    return {
        status.HTTP_400_BAD_REQUEST: "Bad request",
        status.HTTP_401_UNAUTHORIZED: "Sign in first",
        status.HTTP_403_FORBIDDEN: "Not yours to see or do",
        status.HTTP_404_NOT_FOUND: "Not found",
        status.HTTP_405_METHOD_NOT_ALLOWED: "Method not allowed",
        status.HTTP_406_NOT_ACCEPTABLE: "Not acceptable",
        status.HTTP_410_GONE: "Gone",
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: "Unsupported media type",
        status.HTTP_429_TOO_MANY_REQUESTS: "Too many requests",
        status.HTTP_500_INTERNAL_SERVER_ERROR: "The fault is ours",
    }.get(code, "The request failed")
