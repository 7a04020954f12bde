"""Context processor: the desks of the person who is signed in, for the masthead."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from companies.models import Company


def desks(request: HttpRequest) -> dict[str, object]:
    """Lazy: a page that does not show them asks nothing of the database."""

    def load() -> list[Company]:
        if not request.user.is_authenticated:
            return []
        return list(
            Company.objects.filter(
                representatives__user_id=request.user.pk, representatives__until__isnull=True
            ).order_by("name")
        )

    return {"desks": SimpleLazyObject(load)}
