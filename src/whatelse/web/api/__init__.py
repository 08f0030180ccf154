"""The API: stateless, the same bytes for the same request, typed by msgspec; errors as application/problem+json."""
