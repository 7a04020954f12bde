from complaints.models.attempt import Attempt
from complaints.models.complaint import Complaint
from complaints.models.connection import Connection
from complaints.models.event import Event
from complaints.models.evidence import Evidence
from complaints.models.posting import Posting
from complaints.models.question import Question
from complaints.models.reply import Reply

__all__ = ["Attempt", "Complaint", "Connection", "Event", "Evidence", "Posting", "Question", "Reply"]
