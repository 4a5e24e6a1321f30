#!/usr/bin/env bash
# Sends a node requests generated from its OpenAPI document: valid, at the limits, and invalid. Every
# response must be one that the document names, arrive in time, and reveal no internals. Afterwards the
# state of the node must match what it acknowledged, also after kill -9 and a restart.
# In between, what reviews of generated contexts count must be exactly what their decisions move.
#
# usage: scripts/fuzz.sh [flag ...]
#
#   --requests N        how many are sent (default: 50000)
#   --seed S            the same seed gives the same requests again (default: any, and printed)
#   --url URL           a node that runs already; it is neither killed nor started again. Not one
#                       with automations that matter: it is changed in every way
#   --credentials FILE  with --url: the admin-client.json of the node
#
# Exit code 0: nothing was found. 1: something was; the request is printed as a curl command, with the
# seed. 2: the command line cannot be used.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

flags=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --requests | --seed | --url | --credentials)
      need_value "$1" $#
      flags+=("$1" "$2")
      shift 2
      ;;
    *) say "fuzz.sh: \"$1\" is no flag; see --help"; exit 2 ;;
  esac
done

home=""
# shellcheck disable=SC2317 # Called by the trap.
clean_up() {
  local code=$?
  if [ -n "$home" ]; then
    if [ "$code" = 1 ]; then
      say "The log and the data of the node are in $home"
    else
      rm -rf -- "$home"
    fi
  fi
  exit "$code"
}
trap clean_up EXIT

require_java
build_if_stale
build_tests_if_stale
home="$(mktemp -d "${TMPDIR:-/tmp}/spillway-fuzz.XXXXXX")"
"$JAVA" -Xmx512m -Dspillway.jar="$SPILLWAY_JAR" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" \
  io.spillway.fuzz.Fuzz --work "$home" ${flags[@]+"${flags[@]}"} </dev/null
