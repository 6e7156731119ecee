-- Once, as a superuser. One role owns the tables and migrates, another one serves: so the
-- server can neither drop nor disable the triggers that keep versions from being changed.
-- The passwords come from the environment: OWNER_PASSWORD, APP_PASSWORD.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
CREATE ROLE privacysite_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE privacysite_app LOGIN PASSWORD :'app_password';
