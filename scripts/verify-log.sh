#!/usr/bin/env bash
# Verifies that no row of the system log was changed, removed or inserted. Names the rows that were.
#
# usage: scripts/verify-log.sh --data DIR [--jwks FILE ...]
#        scripts/verify-log.sh --jdbc-url URL [--jwks FILE ...]
#        scripts/verify-log.sh --export FILE --jwks FILE [--jwks FILE ...]
#
#   --data DIR      data directory of a node with SQLite; the node may be running
#   --jdbc-url URL  PostgreSQL database; nodes may be running
#   --export FILE   what GET /api/v1/systemlog/export returned, or several of them in their order
#   --jwks FILE     what GET /.well-known/jwks.json returned, for the checkpoints (default: the keys
#                   in the database); several times for several files
#
# Exit code 0: the log is intact. 1: it is not; what is wrong is printed. 2: the command line cannot be
# used, or the log cannot be read.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
  esac
done

# Without a program to verify it, a log is not tampered with.
trap 'exit 2' EXIT
require_java
build_if_stale
trap - EXIT
exec "$JAVA" -jar "$SPILLWAY_JAR" verify-log "$@" </dev/null
