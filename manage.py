#!/usr/bin/env python
"""Django's command line."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacysite.settings")
    from privacysite import command_line

    command_line.run(sys.argv)
