"""Public hosts as files that any web server can hand out (docs/static.md).

Each organisation is a site: what the application answers is written file by file into
a release of its own, and one rename at the end makes that the current one.
"""
