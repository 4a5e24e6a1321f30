#!/usr/bin/env bash
# Runs everything that must hold: formatting, static analysis, every test, a small demo, 2,000 fuzzed
# requests, attacks, the demo on a cluster, a minute of faults under load, two failovers of the
# database, and every benchmark at its smallest.
#
# usage: scripts/test.sh [--quick] [argument for Maven ...]
#
#   --quick   only formatting, static analysis and the unit tests that need no PostgreSQL
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

quick=no
arguments=()
for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
    --quick) quick=yes ;;
    *) arguments+=("$argument") ;;
  esac
done

check_scripts() {
  if command -v shellcheck >/dev/null; then
    (cd -- "$SPILLWAY_ROOT" && shellcheck -x scripts/*.sh .ci/run)
  else
    say "shellcheck is not installed; the scripts are not checked"
  fi
}

require_java
require_maven
require_worker_languages
if [ "$quick" = yes ]; then
  check_scripts
  mvn -B -f "$SPILLWAY_ROOT/pom.xml" test -Dquick=true -Djacoco.skip=true \
    -Dsurefire.forks=3 -DexcludedGroups=postgresql ${arguments[@]+"${arguments[@]}"} </dev/null
  say "Left out: the coverage floors; unit tests that need PostgreSQL; src/harness, src/it, src/bench,"
  say "src/chaos, src/fuzz and src/attack, which were not even compiled; the demo, the scripts for clusters,"
  say "fuzzing, fault injection, attacks and benchmarks."
  say "scripts/test.sh without --quick runs all of it."
  exit 0
fi
require_postgres
require_pgbouncer
require_chromium
require_fonts
require_nginx

home=""

# shellcheck disable=SC2317 # Called by the trap.
clean_up() {
  local code=$?
  if [ -n "$home" ]; then
    cluster down || true
    rm -rf -- "$home"
  fi
  exit "$code"
}
trap clean_up EXIT

cluster() {
  "$SPILLWAY_ROOT/scripts/cluster.sh" "$@" --data "$home/cluster" </dev/null
}

# Fails unless the one node of the cluster is as expected: expect_node PATTERN
expect_node() {
  local line
  line="$(cluster status)"
  # shellcheck disable=SC2254 # It is a pattern.
  case "$line" in
    $1) ;;
    *) die "cluster.sh status says $line; expected is $1" ;;
  esac
}

# One node by the script for clusters: the demo on it, killed and stopped, started again, down.
try_cluster() {
  local port
  home="$(mktemp -d "${TMPDIR:-/tmp}/spillway-test.XXXXXX")"
  chmod 711 "$home"
  port="$(free_port)"
  cluster up 1 --base-port "$port"
  expect_node "{\"node\":1,\"pid\":[1-9]*,\"port\":$port,\"ready\":true}"
  "$SPILLWAY_ROOT/scripts/demo.sh" --url "http://127.0.0.1:$port" \
    --credentials "$home/cluster/admin-client.json" --count 1000 --max 50 </dev/null
  cluster kill 1
  # A pid that another process has by now.
  echo "$$" >"$home/cluster/node-1.pid"
  expect_node "{\"node\":1,\"pid\":null,\"port\":$port,\"ready\":false}"
  cluster start 1
  expect_node "{\"node\":1,\"pid\":[1-9]*,\"port\":$port,\"ready\":true}"
  cluster stop 1
  expect_node "{\"node\":1,\"pid\":null,\"port\":$port,\"ready\":false}"
  cluster down
}

# The demo for somebody who stays: a decision waits for them, they are told how to sign in, and Ctrl-C
# leaves nothing behind.
try_staying_demo() {
  local port demo code
  home="$(mktemp -d "${TMPDIR:-/tmp}/spillway-test.XXXXXX")"
  port="$(free_port)"
  TMPDIR="$home" "$SPILLWAY_ROOT/scripts/demo.sh" --port "$port" --count 200 --max 50 \
    </dev/null >"$home/demo.log" 2>&1 &
  demo=$!
  until grep -q "or go on with" "$home/demo.log"; do
    kill -0 "$demo" 2>/dev/null || { cat "$home/demo.log" >&2; die "the demo ended"; }
    sleep 0.25
  done
  for told in "http://127.0.0.1:$port" "  Client id      ." "  Client secret  ." "to be decided at"; do
    grep -q "$told" "$home/demo.log" || { cat "$home/demo.log" >&2; die "the demo does not tell $told"; }
  done
  "$SPILLWAY_ROOT/scripts/verify-log.sh" --data "$home"/spillway-demo.*/data </dev/null ||
    die "the system log of the demo is not intact"
  kill -TERM "$demo"
  code=0
  wait "$demo" || code=$?
  [ "$code" -eq 143 ] || die "the demo ended with exit code $code, not 143"
  ! port_taken "$port" || die "the demo's node is still there"
  [ "$(ls -A "$home")" = demo.log ] || die "the demo left behind: $(ls -A "$home")"
  rm -rf -- "$home"
  home=""
}

check_scripts
mvn -B -f "$SPILLWAY_ROOT/pom.xml" verify ${arguments[@]+"${arguments[@]}"} </dev/null
"$SPILLWAY_ROOT/scripts/demo.sh" --exit --count 1000 --max 50 </dev/null
try_staying_demo
"$SPILLWAY_ROOT/scripts/fuzz.sh" --requests 2000 --seed 1 </dev/null
"$SPILLWAY_ROOT/scripts/attack.sh" --seconds 2 --max-p99 0 </dev/null
try_cluster
"$SPILLWAY_ROOT/scripts/chaos.sh" --seed 1 --minutes 1 </dev/null
"$SPILLWAY_ROOT/scripts/failover.sh" --seed 1 --times 1 --nodes 2 --ways surviving,in-place </dev/null
"$SPILLWAY_ROOT/scripts/bench.sh" all --smoke </dev/null
