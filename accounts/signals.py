"""The two moments that apps above must hear of. Both are sent inside the transaction that changes the row."""

from django.dispatch import Signal

# kwargs: user, now
account_closing = Signal()

# kwargs: mail (accounts.models.Mail), now. Sent when a mail was sent, failed for good or bounced.
mail_settled = Signal()
