#!/bin/bash
# Runs once, when the data folder is made: the database, its owner, and a login for each work of a deployment.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=owner_password="$LEDGER_OWNER_PASSWORD" --set=api_password="$LEDGER_API_PASSWORD" \
  --set=worker_password="$LEDGER_WORKER_PASSWORD" --set=sealer_password="$LEDGER_SEALER_PASSWORD" \
  --set=checker_password="$LEDGER_CHECKER_PASSWORD" \
  --file /docker-entrypoint-initdb.d/logins.psql
