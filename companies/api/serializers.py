"""What the API answers, for its documentation; lists are rendered from values() and not from these."""

from rest_framework import serializers

from companies.enums import CompanyState, Sector


class CompanyRow(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    sector = serializers.ChoiceField(choices=Sector.choices)
    country = serializers.CharField(help_text="ISO 3166, empty for several")
    state = serializers.ChoiceField(choices=CompanyState.choices)
    is_fictional = serializers.BooleanField(help_text="a brand of the demonstration")
    url = serializers.URLField()


class Handle(serializers.Serializer):
    network = serializers.CharField()
    handle = serializers.CharField()
    proof = serializers.CharField()


class Channel(serializers.Serializer):
    kind = serializers.CharField()
    value = serializers.CharField()
    staffed = serializers.DictField(help_text="ISO weekday to [from, until] in the company's time zone")


class Company(CompanyRow):
    website = serializers.CharField()
    time_zone = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    channels = Channel(many=True)
    handles = Handle(many=True)


class CompanyPage(serializers.Serializer):
    results = CompanyRow(many=True)
    next = serializers.URLField(allow_null=True)


class Proportion(serializers.Serializer):
    count = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class Record(serializers.Serializer):
    company = serializers.CharField()
    name = serializers.CharField()
    sector = serializers.CharField()
    method = serializers.CharField()
    as_of = serializers.DateTimeField()
    window = serializers.IntegerField(allow_null=True, help_text="days, null for all time")
    all_cases = serializers.DictField(help_text="figures over all counted cases, as in docs/method.md")
    ranked_cases = serializers.DictField(help_text="the same over the cases that may be ranked")
    deflected_first_replies = Proportion()
    answered_only_after_publication = Proportion()
    effort = serializers.DictField()
    left_out = serializers.DictField()
    rank = serializers.DictField(allow_null=True)
    ranked_brands = serializers.IntegerField()
    not_ranked_because = serializers.CharField(allow_null=True)
    sector_share = serializers.ListField(child=serializers.FloatField())
    sector_cases = serializers.IntegerField()


class League(serializers.Serializer):
    sector = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    as_of = serializers.DateTimeField()
    window = serializers.IntegerField(allow_null=True)
    method = serializers.CharField()
    cases = serializers.IntegerField()
    table = serializers.DictField(help_text="ranked, unranked and funnel, as in docs/method.md")
    names = serializers.DictField(child=serializers.CharField())
    deflected_first_replies = serializers.DictField(child=Proportion())
    left_out = serializers.DictField()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = serializers.DictField(required=False)  # type: ignore[assignment]
