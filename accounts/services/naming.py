"""The name under which a person appears in public."""

from accounts.models import User


def change_public_name(*, user: User, public_name: str) -> None:
    """From now on, here and on what was published before; empty is "a customer"."""
    user.public_name = public_name
    user.save(update_fields=["public_name"])
