"""Where a post on a network can be read. In a demonstration its server's own addresses open in no browser."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import reverse

from complaints.models import Posting, Reply

register = template.Library()


@register.filter
def original(post: Posting | Reply) -> str:
    """The address of a posting or of a reply where it was said; empty when it has none."""
    if post.remote_url and post.remote_id and _is_on_demo_network(post.remote_url):
        return reverse("complaints:demo_post", args=[post.remote_id])
    return post.remote_url


def _is_on_demo_network(url: str) -> bool:
    """Whatever the port: it may have been another one when the post was made."""
    if not settings.DEMO or not settings.DEMO_MASTODON_URL:
        return False
    return urlsplit(url).hostname == urlsplit(settings.DEMO_MASTODON_URL).hostname
