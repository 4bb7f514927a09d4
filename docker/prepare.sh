#!/bin/sh
# Makes what a deployment keeps to itself, once: passwords into docker/.env, keys into docker/secrets. Changes nothing that is there.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() { head -c "$1" /dev/urandom; }
hex() { random "$1" | od -An -v -tx1 | tr -d ' \n'; }

if [ ! -e .env ]; then
  {
    echo '# Made by prepare.sh. Passwords of this deployment: never commit this file.'
    for name in POSTGRES_SUPERUSER_PASSWORD LEDGER_OWNER_PASSWORD LEDGER_API_PASSWORD LEDGER_WORKER_PASSWORD \
      LEDGER_SEALER_PASSWORD LEDGER_CHECKER_PASSWORD EVENTSTORE_ADMIN_PASSWORD EVENTSTORE_OPS_PASSWORD; do
      echo "$name=$(hex 24)"
    done
    echo
    echo '# Where the log lies: EVENT_LOG=eventstoredb with COMPOSE_PROFILES=eventstoredb (23.10 LTS) or kurrentdb (its successor), or'
    echo '# EVENT_LOG=postgres with neither. A log is not moved by changing this. The profile sandbox is the stand-in of the receiving platform.'
    echo 'EVENT_LOG=eventstoredb'
    echo 'COMPOSE_PROFILES=eventstoredb,sandbox'
    echo
    echo '# The name under which checkpoints of this log are signed; no other log may have it. Say a better one before the first start.'
    echo "SEAL_ORIGIN=fire-credit-ledger/$(hex 4)"
  } > .env.new
  mv .env.new .env
  echo 'made .env'
fi
if [ ! -e secrets/seal-key.pem ]; then
  # PKCS#8 of an Ed25519 key is these 16 bytes (RFC 8410) and 32 random ones: nothing else is needed to make one.
  {
    echo '-----BEGIN PRIVATE KEY-----'
    { printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'; random 32; } | base64
    echo '-----END PRIVATE KEY-----'
  } > secrets/seal-key.pem.new
  mv secrets/seal-key.pem.new secrets/seal-key.pem
  echo 'made secrets/seal-key.pem: keep a copy elsewhere, checkpoints are signed with it'
fi
if [ ! -e secrets/personal-master-key ]; then
  echo "$(hex 32)" > secrets/personal-master-key.new
  mv secrets/personal-master-key.new secrets/personal-master-key
  echo 'made secrets/personal-master-key: without it personal data can never be read again; keep a copy elsewhere'
fi
# Read in the containers by another user; on this machine the folder keeps others out.
chmod 444 secrets/seal-key.pem secrets/personal-master-key
