#!/bin/bash
# Runs once, when the data folder is made: the database, and the two logins of a deployment.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=owner_password="$LEDGER_OWNER_PASSWORD" --set=login_password="$LEDGER_LOGIN_PASSWORD" \
  --file /docker-entrypoint-initdb.d/logins.psql
