#!/bin/sh
# Starts alexvaitsekhovich/openservicebrokerapi as somebody built it: start.sh FOLDER, the checkout with the built jar.
# PORT says how it is reached. Its user is "immomio" with that password, in its source.
set -eu
exec java -Xmx256m -jar "$1"/target/osb-*-SNAPSHOT.jar --server.address=127.0.0.1 --server.port="$PORT"
