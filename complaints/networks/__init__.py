"""Networks where complaints are posted and replies are read: no ORM, no settings, no clock."""
