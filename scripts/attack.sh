#!/usr/bin/env bash
# Attacks a node of its own, with a small heap, in each of several ways. Meanwhile an administrator
# triggers, reviews and resolves once a second. The node must not end, it must say that it is ready,
# and no call of the administrator may fail.
#
#   large-look-ups      executions by id, all with large contexts
#   large-bodies        definitions and contexts that become many objects
#   answers-not-read    long answers that nobody reads
#   unfinished-bodies   requests that do not end
#   scans               reviews of all that is paused
#   forged-tokens       tokens that the node has not signed
#   guessed-secrets     wrong secrets of a client
#   idle-connections    connections that say nothing
#   http2-streams       thousands of streams of HTTP/2 at a time, and streams that are reset at once
#   proxied-addresses   forged tokens and guessed secrets from ever changing addresses behind a proxy
#   bus-frames          a cluster of two: long, broken and forged messages on the event bus, garbage
#                       and silence there and on the port of the data grid; needs PostgreSQL
#
# usage: scripts/attack.sh [flag ...]
#
#   --only NAME,...     some of the attacks
#   --seconds N         how long each takes (default: 120)
#   --heap SIZE         of the node (default: 256m)
#   --max-p99 MILLIS    of the administrator's calls, 0 for any (default: 1000)
#
# Exit code 0: the node went on. 1: it did not; the log and the data are kept. 2: the command line
# cannot be used.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

flags=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --only | --seconds | --heap | --max-p99)
      need_value "$1" $#
      flags+=("$1" "$2")
      shift 2
      ;;
    *) say "attack.sh: \"$1\" is no flag; see --help"; exit 2 ;;
  esac
done

home=""
# shellcheck disable=SC2317 # Called by the trap.
clean_up() {
  local code=$?
  if [ -n "$home" ]; then
    if [ "$code" = 1 ]; then
      say "The logs and the data of the nodes are in $home"
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
home="$(mktemp -d "${TMPDIR:-/tmp}/spillway-attack.XXXXXX")"
"$JAVA" -Xmx1g -Dspillway.jar="$SPILLWAY_JAR" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" \
  io.spillway.attack.AttackRun --work "$home" ${flags[@]+"${flags[@]}"} </dev/null
