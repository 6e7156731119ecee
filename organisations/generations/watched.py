"""Which tables public pages are made of, and whose pages a row of them concerns."""

from __future__ import annotations

# Table → SQL for the ids of the organisations that a row concerns, as a column ``id``;
# "{row}" is the row. A row that leads to no organisation concerns everybody (id 0).
WATCHED: dict[str, str] = {}


def watch(table: str, organisations: str) -> None:
    """Watch a table. ``organisations`` selects the ids of those that a row concerns."""
    WATCHED[table] = organisations


def by_site(site: str) -> str:
    """SQL for the organisation of a Site; ``site`` is SQL for the Site's id."""
    return f"SELECT id FROM organisations_organisation WHERE site_id = ({site})"  # noqa: S608


def _own_tables() -> None:
    watch(
        "organisations_organisation",
        # A daughter's pages name the parent as who is responsible.
        "SELECT {row}.id AS id UNION "
        "SELECT id FROM organisations_organisation WHERE parent_id = {row}.id",
    )
    watch("organisations_host", "SELECT {row}.organisation_id AS id")
    watch("organisations_supervisoryauthority", "SELECT 0 AS id")
    # It changes what the old host answers, and that may be anybody's.
    watch("organisations_rebranding", "SELECT 0 AS id")
    watch("django_site", by_site("{row}.id"))


_OF_PAGE = "SELECT site_id FROM cms_page WHERE id = "
_OF_CONTENT = (
    "SELECT page.site_id FROM cms_page page JOIN cms_pagecontent content "
    "ON content.page_id = page.id WHERE content.id = "
)
_CONTENTS = (
    "(SELECT id FROM django_content_type "
    "WHERE app_label = 'cms' AND model = 'pagecontent')"
)
_OF_PLACEHOLDER = (
    f"{_OF_CONTENT}(SELECT object_id FROM cms_placeholder "  # noqa: S608
    f"WHERE content_type_id = {_CONTENTS} AND id = "
)


def by_plugin(plugin: str) -> str:
    """SQL for the organisation on whose page a plugin stands; ``plugin``: SQL for its id."""
    placeholder = f"(SELECT placeholder_id FROM cms_cmsplugin WHERE id = {plugin})"  # noqa: S608
    return by_site(_OF_PLACEHOLDER + placeholder + ")")


def _tables_of_the_cms() -> None:
    """The pages of django CMS, drafts too: their rows are the same tables'."""
    watch("cms_page", by_site("{row}.site_id"))
    watch("cms_pageurl", by_site(_OF_PAGE + "{row}.page_id"))
    watch("cms_pagecontent", by_site(_OF_PAGE + "{row}.page_id"))
    watch("djangocms_versioning_version", by_site(_OF_CONTENT + "{row}.object_id"))
    watch("cms_placeholder", by_site(_OF_CONTENT + "{row}.object_id"))
    watch("cms_cmsplugin", by_site(_OF_PLACEHOLDER + "{row}.placeholder_id)"))
    watch("djangocms_text_text", by_plugin("{row}.cmsplugin_ptr_id"))


_own_tables()
_tables_of_the_cms()
