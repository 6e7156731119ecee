"""Exporters: a Document becomes the bytes of another format. A module a format."""
