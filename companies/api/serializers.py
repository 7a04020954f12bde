"""What the API answers, for its documentation; lists are rendered from values() and not from these."""

from rest_framework import serializers

from companies.api.described import described
from companies.enums import CompanyState, Sector
from companies.figures import LeftOut
from companies.statistics import intervals
from companies.statistics.effort import Effort
from companies.statistics.league import League as LeagueTable
from companies.statistics.league import Standing
from companies.statistics.ranking import RankInterval
from companies.statistics.scorecard import Figures


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


Proportion = described(intervals.Proportion)


class Record(serializers.Serializer):
    company = serializers.CharField()
    name = serializers.CharField()
    sector = serializers.CharField()
    method = serializers.CharField()
    as_of = serializers.DateTimeField()
    window = serializers.IntegerField(allow_null=True, help_text="days, null for all time")
    all_cases = described(Figures)(help_text="over all counted cases")
    ranked_cases = described(Figures)(help_text="over the cases that may be ranked")
    deflected_first_replies = Proportion()
    answered_only_after_publication = Proportion()
    effort = described(Effort)()
    left_out = described(LeftOut)()
    rank = described(RankInterval)(allow_null=True, help_text="holds for this brand alone")
    ranked_brands = serializers.IntegerField()
    not_ranked_because = serializers.CharField(allow_null=True)
    sector_share = serializers.ListField(
        child=serializers.FloatField(), help_text="share resolved of the whole sector on the days 0, 1, ..."
    )
    sector_cases = serializers.IntegerField()


class League(serializers.Serializer):
    sector = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    as_of = serializers.DateTimeField()
    window = serializers.IntegerField(allow_null=True)
    method = serializers.CharField()
    cases = serializers.IntegerField()
    table = described(LeagueTable, "LeagueTable")()
    names = serializers.DictField(child=serializers.CharField(), help_text="by slug")
    all_cases = serializers.DictField(
        child=described(Standing)(),
        help_text="by slug, over all cases of a brand and not only the ranked ones",
    )
    deflected_first_replies = serializers.DictField(child=Proportion(), help_text="by slug")
    left_out = described(LeftOut)()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = serializers.DictField(required=False)  # type: ignore[assignment]
