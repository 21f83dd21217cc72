#!/bin/sh
# Make the portal's roles and databases when the server is new (runs once, as its superuser).
# PostgreSQL's own image calls it; elsewhere set PGHOST, PGPORT and KANAZAWA_SECRETS.
set -eu

secrets=${KANAZAWA_SECRETS:-/run/secrets}

psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" \
    --dbname "${POSTGRES_DB:-postgres}" <<SQL
\set main ${KANAZAWA_MAIN_DB:-ckan}
\set store ${KANAZAWA_DATASTORE_DB:-datastore}
\set writer ${KANAZAWA_DB_USER:-ckan}
\set reader ${KANAZAWA_DATASTORE_USER:-datastore_ro}
\set writer_password \`cat '$secrets/ckan_db_password'\`
\set reader_password \`cat '$secrets/datastore_db_password'\`
create role :"writer" login password :'writer_password';
create role :"reader" login password :'reader_password';
create database :"main" owner :"writer" encoding 'UTF8' template template0
    lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';
create database :"store" owner :"writer" encoding 'UTF8' template template0
    lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';
-- Other roles of this server, if there ever are any, have no business here.
revoke connect on database :"main" from public;
revoke connect on database :"store" from public;
SQL
