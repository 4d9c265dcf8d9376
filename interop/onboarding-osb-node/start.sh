#!/bin/sh
# Starts IBM/onboarding-osb-node as somebody built it: start.sh FOLDER, the checkout with dist/ and node_modules/.
# PORT and BROKER_USER say how it is reached; its source takes the user's name for the password as well. It wants an
# empty database of PostgreSQL (PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE), asks for the keys of a token issuer when
# it starts, and is given its catalog by a request.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
issuer=$(mktemp)
node "$here/issuer.js" >"$issuer" &
issuer_process=$!
trap 'kill "$issuer_process" "${broker_process:-$issuer_process}" 2>/dev/null; rm -f "$issuer"' EXIT
trap 'exit 0' TERM INT
while [ ! -s "$issuer" ]; do sleep 0.1; done
cd "$1"
env NODE_ENV=development BROKER_BASIC_USERNAME="$BROKER_USER" BROKER_BASIC_PASSWORD="$BROKER_USER" \
  BROKER_BEARER_IDENTITIES=nobody IAM_ENDPOINT="$(cat "$issuer")" DASHBOARD_URL=https://dashboard.example.com \
  DB_HOST="${PGHOST:-127.0.0.1}" DB_PORT="${PGPORT:-5432}" DB_USER="${PGUSER:-postgres}" \
  DB_USER_PWD="${PGPASSWORD:-}" DB_NAME="${PGDATABASE:?names an empty database}" node dist/app.js >/dev/null &
broker_process=$!
until curl -s -f -o /dev/null -u "$BROKER_USER:$BROKER_USER" -X PUT -F "file=@$here/catalog.json" \
  "http://127.0.0.1:$PORT/v2/catalog"; do
  kill -0 "$broker_process"
  sleep 0.3
done
wait "$broker_process"
