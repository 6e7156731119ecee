"""The read-only JSON API of a public host: what it published, for other programs.

Everything below ``/api/`` is about the organisation whose host is asked. An app that
has more to tell registers a router of its own when it starts (`service.register`).
"""
