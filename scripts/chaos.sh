#!/usr/bin/env bash
# Injects faults into a cluster under load, and checks that nothing it acknowledged is lost, done twice
# or miscounted. The nodes and PostgreSQL are real processes on this machine.
#
# usage: scripts/chaos.sh [flag ...]
#
#   --seed S          the same seed gives the same faults in the same order (default: any)
#   --minutes M       how long faults are injected (default: 10); then the cluster recovers, is
#                     checked, stopped, started, and checked again
#   --nodes N         nodes of the cluster (default: 3)
#   --faults LIST     names separated by commas (default: all that are possible here)
#   --keep            keeps logs and record also when all is well
#
# Faults:
#   kill-one kill-two kill-all kill-oldest   kill -9, at any moment or when a resolve was just sent
#   pause-3 pause-20 pause-30                SIGSTOP for so many seconds, then SIGCONT
#   term join                                SIGTERM under load; back under load, or during resolves
#   db-crash db-freeze db-cut                PostgreSQL stopped at once, frozen, its connections cut
#   db-failover                              its standby takes over, see failover.sh
#   net-full net-one-way net-db              a node cut off from the others, from being heard, from
#                                            the database; takes root and network namespaces
#   clock-ahead clock-behind                 a node started with a clock wrong by 10 minutes; takes
#                                            libfaketime
#
# Exit code 0: all that must hold holds. 1: it does not; each violation is printed, and logs and
# record are kept. 2: the command line cannot be used.
#
# SPILLWAY_CHAOS_DIR is where its temporary directory is made (default: TMPDIR or /tmp). As root it
# installs what is missing with apt-get (a JDK, Maven, PostgreSQL, iproute2, iptables, libfaketime).
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

keep=no
flags=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --keep) keep=yes; shift ;;
    --seed | --minutes | --nodes | --faults)
      need_value "$1" $#
      flags+=("$1" "$2")
      shift 2
      ;;
    *) say "chaos.sh: \"$1\" is no flag; see --help"; exit 2 ;;
  esac
done

home=""
chaos=""

# shellcheck disable=SC2317 # Called by the traps.
clean_up() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  if [ -n "$chaos" ]; then
    # It ends what it has started.
    kill -TERM "$chaos" 2>/dev/null || true
    wait "$chaos" 2>/dev/null || true
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

# Without these some faults are left out, and the run says which.
install_tools() {
  local missing=()
  command -v ip >/dev/null || missing+=(iproute2)
  command -v iptables >/dev/null || missing+=(iptables)
  [ -n "$(find /usr/lib /usr/local/lib -maxdepth 4 -name libfaketime.so.1 -print -quit 2>/dev/null)" ] ||
    missing+=(libfaketime)
  if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt_update
    apt_install "${missing[@]}" || say "not installed: ${missing[*]}"
  fi
}

require_java
build_if_stale
build_tests_if_stale
require_postgres
install_tools
home="$(mktemp -d "${SPILLWAY_CHAOS_DIR:-${TMPDIR:-/tmp}}/spillway-chaos.XXXXXX")"
# PostgreSQL runs as another user below it.
chmod 711 "$home"

code=0
"$JAVA" -Xmx1g -Dspillway.jar="$SPILLWAY_JAR" -cp "$(cat -- "$SPILLWAY_TEST_CLASS_PATH")" \
  io.spillway.chaos.Chaos --work "$home" ${flags[@]+"${flags[@]}"} </dev/null &
chaos=$!
wait "$chaos" || code=$?
chaos=""
exit "$code"
