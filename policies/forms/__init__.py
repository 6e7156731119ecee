"""Forms of the admin: made from the kinds, Dutch and English side by side."""
