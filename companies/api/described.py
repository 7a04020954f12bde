"""Figures are dataclasses; this describes them for the documentation, so that the two cannot differ."""

from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from rest_framework import serializers

PLAIN: dict[Any, type[serializers.Field]] = {
    bool: serializers.BooleanField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    str: serializers.CharField,
}


@cache
def described(kind: type, name: str = "") -> type[serializers.Serializer]:
    """The serializer of a dataclass as `companies.statistics.figures.to_json` writes it.

    `name` replaces the name of the dataclass in the documentation. Raises TypeError for what is neither one nor plain.
    """
    if not is_dataclass(kind):
        raise TypeError(f"{kind} has no description")
    fields = {field: _field(of) for field, of in get_type_hints(kind).items()}
    return type(name or kind.__name__, (serializers.Serializer,), {"__doc__": kind.__doc__, **fields})


def _field(of: Any, **options: Any) -> serializers.Field:
    arguments: tuple[Any, ...] = get_args(of)
    if get_origin(of) in (Union, UnionType):
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return _field(kind, allow_null=True)
    if get_origin(of) is tuple:
        return serializers.ListField(child=_field(arguments[0]), **options)
    plain = PLAIN.get(of)
    return plain(**options) if plain else described(of)(**options)
