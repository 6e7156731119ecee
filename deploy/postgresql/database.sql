-- An empty database, as a superuser; before the first migrate, and before each restore.
\set ON_ERROR_STOP on
CREATE DATABASE privacysite OWNER privacysite_owner
    ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
\connect privacysite
GRANT USAGE, CREATE ON SCHEMA public TO privacysite_owner;
GRANT USAGE ON SCHEMA public TO privacysite_app;
ALTER DEFAULT PRIVILEGES FOR ROLE privacysite_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO privacysite_app;
ALTER DEFAULT PRIVILEGES FOR ROLE privacysite_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO privacysite_app;
