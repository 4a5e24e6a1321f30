#!/usr/bin/env bash
# Draws docs/architecture.svg, the packages and their dependencies, from the compiled code. A test
# compares the file with the code.
#
# usage: scripts/architecture.sh
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
  "") ;;
  -h | --help) usage; exit 0 ;;
  *) say "architecture.sh: \"$1\" is no flag; see --help"; exit 2 ;;
esac

require_java
build_tests_if_stale
"$JAVA" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" io.spillway.architecture.ArchitecturePicture \
  "$SPILLWAY_ROOT" </dev/null
