#!/usr/bin/env bash
# Fails a database over under load, and checks that the nodes show all that they acknowledged and count
# exactly. Nodes, primary and standby are real processes on this machine; replication is synchronous.
#
# usage: scripts/failover.sh [flag ...]
#
#   --seed S          the same seed gives the same failovers in the same order (default: any)
#   --times N         how often each way happens (default: 10)
#   --nodes N         nodes of the cluster (default: 3)
#   --ways LIST       names separated by commas (default: all)
#   --keep            keeps logs and record also when all is well
#
# Ways, behind one address:
#   cut               the primary ends, and its connections with it
#   surviving         the primary goes on; open connections stay there, new ones reach the standby
#   read-only         the same, and the primary becomes read-only first
#   in-place          the address leads to the standby before that is promoted
#
# After each, every node must take writes and be ready within 15 seconds of the new primary, and show
# the executions that were acknowledged. In the end all counts and states are compared.
#
# Exit code 0: all that must hold holds. 1: it does not; each violation is printed, and logs and
# record are kept. 2: the command line cannot be used.
#
# SPILLWAY_CHAOS_DIR is where its temporary directory is made (default: TMPDIR or /tmp). As root it
# installs what is missing with apt-get (a JDK, Maven, PostgreSQL).
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

keep=no
flags=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --keep) keep=yes; shift ;;
    --seed | --times | --nodes | --ways)
      need_value "$1" $#
      flags+=("$1" "$2")
      shift 2
      ;;
    *) say "failover.sh: \"$1\" is no flag; see --help"; exit 2 ;;
  esac
done

home=""
failover=""

# shellcheck disable=SC2317 # Called by the traps.
clean_up() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  if [ -n "$failover" ]; then
    # It ends what it has started.
    kill -TERM "$failover" 2>/dev/null || true
    wait "$failover" 2>/dev/null || true
  fi
  if [ -n "$home" ]; then
    if [ "$keep" = yes ] || [ "$code" = 1 ]; then
      say "Logs and record are in $home"
    else
      rm -rf -- "$home"
    fi
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

require_java
build_if_stale
build_tests_if_stale
require_postgres
home="$(mktemp -d "${SPILLWAY_CHAOS_DIR:-${TMPDIR:-/tmp}}/spillway-failover.XXXXXX")"
# PostgreSQL runs as another user below it.
chmod 711 "$home"

code=0
"$JAVA" -Xmx1g -Dspillway.jar="$SPILLWAY_JAR" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" \
  io.spillway.chaos.Failover --work "$home" ${flags[@]+"${flags[@]}"} </dev/null &
failover=$!
wait "$failover" || code=$?
failover=""
exit "$code"
