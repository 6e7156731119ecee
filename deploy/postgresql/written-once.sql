-- After each migrate and each restore, as the tables' owner or a superuser: what is written
-- once can't be changed by the server, whatever becomes of the triggers.
\set ON_ERROR_STOP on
REVOKE UPDATE, DELETE, TRUNCATE
    ON policies_version, policies_withdrawal, policies_manuscript, organisations_auditentry
    FROM privacysite_app;
