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
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin privacysite
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    PORT=8000
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The only folders that the process may write: uploads, and SQLite where it is wanted.
RUN install --directory --owner=privacysite /app/media /data
USER 10001
EXPOSE 8000
# This address is answered whatever the host: load balancers ask by number.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "docker/health.py"]
CMD ["gunicorn"]
