"""What the API answers about complaints, for its documentation."""

from rest_framework import serializers

from companies.enums import ChannelKind
from complaints.enums import CameOf, Category, Direction, EventKind, Outcome, ReplyKind, Side, Status, Tone


class ComplaintRow(serializers.Serializer):
    reference = serializers.CharField()
    url = serializers.URLField()
    company = serializers.CharField(help_text="slug")
    sector = serializers.CharField()
    title = serializers.CharField()
    category = serializers.ChoiceField(choices=Category.choices)
    country = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    outcome = serializers.ChoiceField(choices=[*Outcome.choices, ("", "")])
    published_at = serializers.DateTimeField()
    first_attempt_on = serializers.DateField(allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class ComplaintPage(serializers.Serializer):
    results = ComplaintRow(many=True)
    next = serializers.URLField(allow_null=True)


class Attempt(serializers.Serializer):
    channel = serializers.ChoiceField(choices=ChannelKind.choices)
    made_on = serializers.DateField()
    times = serializers.IntegerField()
    minutes = serializers.IntegerField()
    came_of = serializers.ChoiceField(choices=CameOf.choices)
    note = serializers.CharField()


class Reply(serializers.Serializer):
    at = serializers.DateTimeField()
    side = serializers.ChoiceField(choices=Side.choices)
    author = serializers.CharField()
    network = serializers.CharField()
    url = serializers.CharField()
    text = serializers.CharField()
    label = serializers.ChoiceField(choices=[*ReplyKind.choices, ("", "")])  # type: ignore[assignment]
    words = serializers.ListField(child=serializers.CharField(), help_text="what caused the label")
    sends_to = serializers.ListField(
        child=serializers.ChoiceField(choices=Direction.choices), help_text="where a deflection sends"
    )
    tone = serializers.ChoiceField(choices=[*Tone.choices, ("", "")])
    tone_words = serializers.ListField(child=serializers.CharField(), help_text="what caused the tone")
    canned = serializers.BooleanField(help_text="a near-copy, from the third customer on who got it")
    copies = serializers.IntegerField(help_text="other customers who had such a text before")
    similarity = serializers.IntegerField(allow_null=True, help_text="to the earlier reply, in per cent")
    rules_version = serializers.CharField(help_text="of the rules that judged it")
    is_offer = serializers.BooleanField()
    offer_due_on = serializers.DateField(allow_null=True)
    stands = serializers.BooleanField()


class Event(serializers.Serializer):
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=EventKind.choices)
    by = serializers.CharField()


class Posting(serializers.Serializer):
    network = serializers.CharField()
    url = serializers.CharField()
    sent_at = serializers.DateTimeField()


class SharedPost(serializers.Serializer):
    network = serializers.CharField()
    url = serializers.CharField()
    added_at = serializers.DateTimeField()


class Complaint(ComplaintRow):
    story = serializers.CharField()
    wish = serializers.CharField()
    public_name = serializers.CharField()
    evidence = serializers.CharField(help_text="tier")
    attempts = Attempt(many=True)
    replies = Reply(many=True)
    postings = Posting(many=True)
    also_posted = SharedPost(many=True, help_text="by the customer, by hand")
    events = Event(many=True)
