from complaints.models.attempt import Attempt
from complaints.models.complaint import Complaint
from complaints.models.connection import Connection, NetworkApp
from complaints.models.event import Event
from complaints.models.evidence import Evidence
from complaints.models.heard import HeardPost, Invitation, Lookout, OptOut, SavedSearch
from complaints.models.notice import Notice
from complaints.models.pacing import NetworkPause, ServerRest, TokenBucket
from complaints.models.posting import Posting
from complaints.models.question import Question
from complaints.models.redaction import Redaction
from complaints.models.reply import Reply
from complaints.models.shared_post import SharedPost
from complaints.models.spending import ReadOnce, Spending

__all__ = [
    "Attempt",
    "Complaint",
    "Connection",
    "Event",
    "Evidence",
    "HeardPost",
    "Invitation",
    "Lookout",
    "NetworkApp",
    "NetworkPause",
    "Notice",
    "OptOut",
    "Posting",
    "Question",
    "ReadOnce",
    "Redaction",
    "Reply",
    "SavedSearch",
    "ServerRest",
    "SharedPost",
    "Spending",
    "TokenBucket",
]
