"""The door for a WSGI server: `gunicorn privacysite.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacysite.settings")

application = get_wsgi_application()
