"""What apps above must hear of. Sent inside the transaction that changes the row."""

from django.dispatch import Signal

# kwargs: company (the one that is no more), into, by, now. What points to `company` follows.
company_merged = Signal()

# kwargs: handle, now. An account counts as its company's from now on; what it said and waits for this follows.
handle_proved = Signal()
