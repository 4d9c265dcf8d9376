#!/bin/sh
# Starts the example of fmui/java-osb as somebody built it: start.sh FOLDER, the checkout with the built web archive.
# PORT says how it is reached, JETTY_RUNNER names the jar of a servlet container (org.eclipse.jetty:jetty-runner:9.4).
# Its user is "username" with the password "password", in its source.
set -eu
exec java -Xmx256m -jar "${JETTY_RUNNER:?names the jar of jetty-runner 9.4}" --host 127.0.0.1 --port "$PORT" \
  "$1"/java-osb-example/target/java-osb-example-*.war
