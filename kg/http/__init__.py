"""HTTP: one rate-limited session per service, with every response and redirect checked."""
