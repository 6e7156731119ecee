"""Signed messages to other systems, as Standard Webhooks has them (docs/webhooks.md).

`events` writes a message inside the deed's transaction, so a deed undone tells nobody;
`manage.py send_webhooks` sends what is due (`sending`), by a connection to the very
machine that was checked (`addresses`, `posting`).
"""
