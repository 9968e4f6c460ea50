"""The web as kg meets it: one polite session a service, and nothing believed unchecked."""
