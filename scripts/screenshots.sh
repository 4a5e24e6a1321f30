#!/usr/bin/env bash
# Takes the screenshots of docs/console.md: every view, light and dark, from a node of its own.
#
# usage: scripts/screenshots.sh [DIRECTORY]
#
# Without a directory they replace those in docs/console.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac
if [ "$#" -gt 1 ]; then
  say "$(basename -- "$0"): one directory at most; see --help"
  exit 2
fi

require_java
require_chromium
require_fonts
build_if_stale
build_tests_if_stale
exec "$JAVA" -Dspillway.jar="$SPILLWAY_JAR" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" \
  io.spillway.it.Screenshots "${1:-$SPILLWAY_ROOT/docs/console}" </dev/null
