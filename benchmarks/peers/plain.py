"""gunicorn without any setting; the command line says what all have in common."""
