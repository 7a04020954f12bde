"""What every page may say about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: operator, contact, address and the theme that the reader chose."""
    theme = request.COOKIES.get("theme", "")
    return {
        "site_operator": settings.SITE_OPERATOR,
        "site_contact_email": settings.SITE_CONTACT_EMAIL,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "theme": theme if theme in {"light", "dark"} else "",
    }
