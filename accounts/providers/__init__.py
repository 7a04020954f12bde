"""Sign-in by other sites, where allauth has no provider of its own."""
