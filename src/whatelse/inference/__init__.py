"""From a case to probabilities. Knows no anatomy: every name comes from the knowledge."""
