"""Settings for the linter of migrations, which is an app and no part of the product.

Old servers run on while a new release migrates, and may be put back afterwards. So a
migration adds; what is no longer used goes a release later.
"""

import os

from tests.several.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
# What was there before there were several servers.
BEFORE = [
    "0001_initial",
    "0001_organisations",
    "0002_audit_is_append_only",
    "0002_log_is_append_only",
    "0003_audit_chain",
    "0003_cms_plugins",
    "0004_approval",
    "0004_the_desk",
    "0005_messages",
    "0005_one_version_a_moment",
    "0006_drafts_agree",
    "0006_notices",
    "0007_what_was_approved",
    "0008_subscriptions",
    "0009_webhooks",
    "0010_search",
    "0011_anchors",
]
MIGRATION_LINTER_OPTIONS = {
    "no_cache": True,
    "quiet": ["ignore"],
    "include_apps": ["organisations", "policies", "cookies"],
    "ignore_name": [] if "LINT_ALL" in os.environ else BEFORE,
}
