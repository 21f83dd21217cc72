# shellcheck shell=bash
# What backup and restore share. Sourced, not run.
# shellcheck disable=SC2034 # used by the scripts that source this file

main_db=${KANAZAWA_MAIN_DB:-ckan}
store_db=${KANAZAWA_DATASTORE_DB:-datastore}
owner=${KANAZAWA_DB_USER:-ckan}
reader=${KANAZAWA_DATASTORE_USER:-datastore_ro}
storage=${KANAZAWA_STORAGE:?folder with the uploaded files}
backups=${KANAZAWA_BACKUPS:?folder for the backups}

say() { printf '%s\n' "$*"; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

password=${KANAZAWA_SECRETS:-/run/secrets}/postgres_password
if [ -r "$password" ]; then
    PGPASSWORD=$(cat "$password")
    export PGPASSWORD
fi

# Quiet: that there is nothing to drop is no news.
export PGOPTIONS="--client-min-messages=warning"

sql() {
    psql --no-psqlrc --quiet --tuples-only --no-align -v ON_ERROR_STOP=1 --dbname postgres "$@"
}

# Both dumps and the archive can be read to their end, and are what was written.
check_backup() {
    (cd "$1" && sha256sum --quiet --check SHA256SUMS) || return 1
    pg_restore --file /dev/null "$1/$main_db.dump" || return 1
    pg_restore --file /dev/null "$1/$store_db.dump" || return 1
    tar --list --gzip --file "$1/storage.tar.gz" >/dev/null
}
