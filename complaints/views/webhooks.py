"""Where networks tell us that something happened. Only what they signed is kept."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from complaints.enums import Network
from complaints.networks.webhooks import challenge, verify_graph_signature
from complaints.services import noticing
from config.doors import clock


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def facebook(request: HttpRequest) -> HttpResponse:
    """Meta's handshake, and its notices about the Page of this site."""
    client = settings.NETWORK_APPS.get(Network.FACEBOOK_PAGE)
    if client is None:
        raise Http404("No app of Meta is configured here.")
    if request.method == "GET":
        answer = challenge(request.GET, settings.FACEBOOK_VERIFY_TOKEN)
        return HttpResponse(answer or "", content_type="text/plain", status=200 if answer else 403)
    if int(request.headers.get("Content-Length") or 0) > noticing.LARGEST:
        return HttpResponse(status=413)
    body = request.body
    if not verify_graph_signature(client[1], body, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponse(status=403)
    noticing.keep_notice(network=Network.FACEBOOK_PAGE, body=body, now=clock.now())
    return HttpResponse(status=200)
