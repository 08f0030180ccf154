"""A differential and the knowledge for people: terminal now, further forms beside it."""
