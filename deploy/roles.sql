-- The two roles and the database, for a server of your own; may be run again. As a superuser:
--
--   psql -v owner_password=… -v app_password=… -f roles.sql
--
-- The owner makes and changes tables and is used by `kezek migrate`, `backup` and `restore` only.
-- The app role has grants and nothing else: row-level security keeps it within one region.

select 'create role kezek_owner'
where not exists (select 1 from pg_roles where rolname = 'kezek_owner') \gexec

select 'create role kezek_app'
where not exists (select 1 from pg_roles where rolname = 'kezek_app') \gexec

alter role kezek_owner login nosuperuser nocreatedb nocreaterole nobypassrls
  password :'owner_password';

alter role kezek_app login nosuperuser nocreatedb nocreaterole nobypassrls
  password :'app_password';

select 'create database kezek owner kezek_owner encoding ''UTF8'' template template0'
where not exists (select 1 from pg_database where datname = 'kezek') \gexec

revoke all on database kezek from public;
grant connect on database kezek to kezek_app;
