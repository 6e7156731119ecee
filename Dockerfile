# syntax=docker/dockerfile:1
# Two stages: the first has pip and the build steps, the second only what runs.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY docker/build.sh docker/build.sh
COPY requirements.txt ./
RUN docker/build.sh packages /opt/venv
COPY . .
RUN docker/build.sh assets /opt/venv

FROM python:3.11-slim-bookworm
# What WeasyPrint needs for PDF files. Debian's own, with its security updates.
# hadolint ignore=DL3008
RUN apt-get update && \
    apt-get install --yes --no-install-recommends \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 && \
    rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin privacysite
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    FORMATS_FOLDER=/data/formats \
    PAGES_FOLDER=/data/pages \
    PORT=8000
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The only folders that the process may write: kept pages and PDF files, archives, and
# SQLite where it is wanted. Nothing is uploaded into files.
RUN install --directory --owner=privacysite /app/media /backups \
    /data /data/formats /data/pages
USER 10001
EXPOSE 8000
# This address is answered whatever the host: load balancers ask by number.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "docker/health.py"]
CMD ["gunicorn"]
