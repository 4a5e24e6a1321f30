#!/usr/bin/env bash
# Builds Spillway if needed and becomes the server: the pid of this script is the server's.
#
# usage: scripts/run.sh [--port 8080] [--data DIR] [--store sqlite|memory] [flag of the server ...]
#
# Every argument is passed on; docs/settings.md lists the flags of the server.
# SPILLWAY_JAVA_OPTS holds further options for the JVM, separated by spaces, such as "-Xmx2g".
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

for argument in "$@"; do
  case "$argument" in
    -h | --help)
      usage
      if [ -f "$SPILLWAY_JAR" ] && home="$(find_jdk)"; then
        exec "$home/bin/java" -jar "$SPILLWAY_JAR" --help
      fi
      exit 0
      ;;
  esac
done

require_java
build_if_stale

read -r -a more_options <<<"${SPILLWAY_JAVA_OPTS:-}"

# Collections that are short rather than rare: each one is felt by every request under way.
exec "$JAVA" \
  -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 \
  -XX:MaxGCPauseMillis=20 \
  ${more_options[@]+"${more_options[@]}"} \
  -jar "$SPILLWAY_JAR" "$@"
