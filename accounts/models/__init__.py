from accounts.models.mail import Mail, MailState
from accounts.models.user import User

__all__ = ["Mail", "MailState", "User"]
