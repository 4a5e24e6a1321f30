#!/usr/bin/env bash
# Runs everything that must hold: formatting, static analysis, every test, a small demo, and every
# benchmark at its smallest.
#
# usage: scripts/test.sh [argument for Maven ...]
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
  esac
done

require_java
require_maven
require_curl
require_postgres

if command -v shellcheck >/dev/null; then
  (cd -- "$SPILLWAY_ROOT" && shellcheck -x scripts/*.sh .ci/run)
fi
mvn -B -f "$SPILLWAY_ROOT/pom.xml" verify "$@" </dev/null
"$SPILLWAY_ROOT/scripts/demo.sh" --exit --count 1000 --max 50 </dev/null
"$SPILLWAY_ROOT/scripts/bench.sh" all --smoke </dev/null
