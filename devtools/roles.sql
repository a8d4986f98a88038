-- The three database roles and what each may do in one database. Run by a superuser, as often as wanted:
--
--   OWNER_PASSWORD=… WEB_PASSWORD=… psql -U postgres -d postgres -v ON_ERROR_STOP=1 -f devtools/roles.sql
--
-- lidao_owner  owns the database and migrates it
-- lidao_web    web, worker and beat: owns nothing, creates nothing, truncates nothing, stays inside its scope;
--              the owner becomes it where sample officials take their steps
-- lidao_load   sees every row (BYPASSRLS); nobody signs in as it, the owner becomes it to seed and to restore
--
-- DATABASE names the database, "lidao" when it is not set. Passwords come from the environment, never from a file.
\set QUIET on
\getenv owner_password OWNER_PASSWORD
\getenv web_password WEB_PASSWORD
\set database lidao
\getenv database DATABASE
SET client_min_messages = warning;

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['lidao_owner', 'lidao_web', 'lidao_load']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE lidao_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE lidao_web LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT PASSWORD :'web_password';
ALTER ROLE lidao_load NOLOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
GRANT lidao_load, lidao_web TO lidao_owner WITH INHERIT FALSE, SET TRUE;

SELECT format('CREATE DATABASE %I OWNER lidao_owner', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO lidao_web, lidao_load;
\connect :"database"
SET client_min_messages = warning;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lidao_web;
GRANT USAGE, CREATE ON SCHEMA public TO lidao_load;
ALTER DEFAULT PRIVILEGES FOR ROLE lidao_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lidao_web, lidao_load;
ALTER DEFAULT PRIVILEGES FOR ROLE lidao_owner GRANT USAGE, SELECT ON SEQUENCES TO lidao_web, lidao_load;
ALTER DEFAULT PRIVILEGES FOR ROLE lidao_owner GRANT UPDATE ON SEQUENCES TO lidao_load;
