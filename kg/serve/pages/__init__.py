"""The pages, a module each, and how they become HTML (`rendering`)."""
