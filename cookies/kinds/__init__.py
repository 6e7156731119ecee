"""The kinds of section that cookies add, registered when the app starts."""
