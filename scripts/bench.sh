#!/usr/bin/env bash
# Measures the server, in a process of its own and over loopback, beside its peers in the same run.
#
# usage: scripts/bench.sh NAME [flag ...] [--json FILE]
#
# Benchmarks:
#   resolve   POST resolve_paused beside one PostgreSQL UPDATE and a Hazelcast map with an entry per
#             execution (up to 1,000,000)
#     --executions 10000,100000,1000000,4000000   paused executions
#     --decision RUN,CANCEL                       what to decide
#     --context 200                               bytes of each context
#     --peers postgresql,entries                  or none
#   trigger   POST execute beside a bare Vert.x route, pgbench and the disk alone
#     --connections 1,16,64,256
#     --context 200,8192                          bytes of each context
#     --automations 1,1000                        one hot one, or many in turn
#     --seconds 2                                 of each measurement
#     --warm-up 20                                seconds before the first
#     --peers bare,pgbench,disk                   or none
#   restart   a node killed without warning, until it is ready, and its first resolve
#     --executions 1000000                        paused executions on disk
#     --context 200                               bytes of each context
#   search    pages of one automation's executions among others', beside PostgreSQL
#     --executions 4000000                        in all
#     --automations 1000                          in all
#     --own 30000                                 executions of the one that is searched
#     --requests 300                              in a run
#     --warm-up 3000                              requests before the first run
#     --context 200                               bytes of each context
#     --peers postgresql                          or none
#   fairness  other calls while a great many executions are being resolved, beside the same idle
#     --executions 1000000                        paused executions of each resolve
#     --rate 200                                  calls of each kind a second
#     --warm-up 5                                 seconds before the first
#     --context 200                               bytes of each context
#   memory    heap of each paused execution, beside a Hazelcast map with an entry per execution;
#             what resolving it allocates
#     --executions 1000000                        paused executions
#     --context 200                               bytes of each context
#     --peers entries                             or none
#   cluster   resolving and triggering on several members over one PostgreSQL, all on this machine:
#             time, processor time of all members, how it spreads, beside one member
#     --members 1,2,3                             sizes, all of them running at once; the first is
#                                                 what the others are compared with
#     --executions 1000000                        paused executions of each resolve
#     --connections 64                            for triggers, spread over the members
#     --automations 64                            triggered in turn, spread by their owners
#     --seconds 2                                 of each measurement of triggers
#     --warm-up 20                                seconds of triggers for each member
#     --context 200                               bytes of each context
#   domain    JMH: a trigger through the window, a segment moved, a segment encoded
#     --millis 1000                               of each run
#   all       every one of them; writes the results into docs/benchmarks.md and draws its charts
#
# Flags of all:
#   --runs 5       counted runs of each; the median is shown with the lowest and the highest
#   --json FILE    appends one JSON object a line
#   --dir DIR      makes its temporary directory there (default: TMPDIR or /tmp); it should be on
#                  the disk that is to be measured
#   --smoke        smallest sizes, to see that the benchmark works; the figures mean nothing
#
# SPILLWAY_JAVA_OPTS holds further options for the JVM of the server. As root it installs what is
# missing with apt-get (a JDK, Maven, PostgreSQL), else it says what to install. PostgreSQL runs on
# a free port of the loopback address as user postgres, in the temporary directory.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

readonly BENCHMARKS="resolve trigger restart search fairness memory cluster domain"

for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
  esac
done
[ $# -gt 0 ] || { say "bench.sh: the name of a benchmark is missing, must be all $BENCHMARKS"; exit 2; }

name="$1"
shift
case " all $BENCHMARKS " in
  *" $name "*) ;;
  *) say "bench.sh: the benchmark is $name, must be all $BENCHMARKS"; exit 2 ;;
esac

parent="${TMPDIR:-/tmp}"
smoke=no
json=""
peers_given=""
flags=()
while [ $# -gt 0 ]; do
  case "$1" in
    --dir) need_value "$1" $#; parent="$2"; shift 2 ;;
    --smoke) smoke=yes; shift ;;
    --json)
      need_value "$1" $#
      case "$2" in
        /*) json="$2" ;;
        *) json="$PWD/$2" ;;
      esac
      shift 2
      ;;
    --peers) need_value "$1" $#; peers_given="$2"; flags+=("$1" "$2"); shift 2 ;;
    --*) need_value "$1" $#; flags+=("$1" "$2"); shift 2 ;;
    *) say "bench.sh: \"$1\" is no flag; see --help"; exit 2 ;;
  esac
done
if [ "$name" = all ] && [ "${#flags[@]}" -gt 0 ]; then
  say "bench.sh: the flag is ${flags[0]}, with all it must be --json, --dir or --smoke"
  exit 2
fi
if ! { [ -d "$parent" ] && [ -w "$parent" ]; }; then
  say "bench.sh: --dir is $parent, must be a writable directory"
  exit 2
fi

# Whether a benchmark has PostgreSQL as a peer, or under it.
wants_postgres() {
  if [ "$1" = cluster ]; then
    return 0
  fi
  case ",${peers_given:-postgresql}," in
    *,postgresql,* | *,pgbench,*) ;;
    *) return 1 ;;
  esac
  case "$1" in
    resolve | trigger | search) return 0 ;;
    *) return 1 ;;
  esac
}

# The sizes of a smoke run.
smoke_flags() {
  case "$1" in
    resolve) echo "--executions 2000 --decision RUN --runs 1" ;;
    trigger) echo "--connections 2 --context 200 --automations 3 --seconds 1 --warm-up 1 --runs 1" ;;
    restart) echo "--executions 2000 --runs 1" ;;
    search) echo "--executions 1500 --automations 1 --own 1500 --requests 5 --warm-up 5 --runs 1" ;;
    fairness) echo "--executions 2000 --rate 50 --warm-up 1 --runs 1" ;;
    memory) echo "--executions 2000 --runs 1" ;;
    cluster) echo "--members 1,2 --executions 2000 --automations 8 --connections 4 --seconds 1 --warm-up 1 --runs 1" ;;
    domain) echo "--millis 20 --runs 1" ;;
  esac
}

home=""
postgres=""
bench=""

# Ends a process by its id and waits for it: end_process PID SIGNAL
end_process() {
  kill "-$2" "$1" 2>/dev/null || true
  for _ in $(seq 1 240); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.25
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# shellcheck disable=SC2317 # Called by the traps.
clean_up() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  if [ -n "$bench" ]; then
    end_process "$bench" TERM
  fi
  if [ -n "$postgres" ]; then
    end_process "$postgres" INT
  fi
  if [ -n "$home" ]; then
    rm -rf -- "$home"
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

require_java
build_if_stale
build_tests_if_stale
class_path="$(cat -- "$SPILLWAY_TEST_CLASS_PATH")"
home="$(mktemp -d "$parent/spillway-bench.XXXXXX")"

# JMH runs classes that it generates from the compiled benchmarks.
generate_jmh() {
  local classes="$home/jmh-classes" sources="$home/jmh-sources"
  mkdir -p "$home/jmh-input/io/spillway/bench" "$classes" "$sources"
  cp -- "$SPILLWAY_ROOT/target/test-classes/io/spillway/bench/DomainBenchmark.class" \
    "$home/jmh-input/io/spillway/bench/"
  "$JAVA" -cp "$class_path" org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator \
    "$home/jmh-input" "$sources" "$classes" >/dev/null
  find "$sources" -name '*.java' -exec "$JAVA_HOME/bin/javac" -nowarn -proc:none -cp "$class_path" \
    -d "$classes" {} +
  class_path="$classes:$class_path"
}

start_postgres() {
  local data="$home/postgres/data" port
  require_postgres
  chmod 755 "$home"
  init_postgres "$home/postgres"
  port="$(free_port)"
  (cd -- "$home/postgres" && as_postgres "$POSTGRES_BIN/postgres" -D "$data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 \
    -c shared_buffers=512MB -c max_wal_size=4GB -c checkpoint_timeout=30min -c autovacuum=off) \
    </dev/null >"$home/postgres.log" 2>&1 &
  postgres=$!
  for _ in $(seq 1 120); do
    if "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$port"; then
      export BENCH_POSTGRES_PORT="$port" BENCH_PGBENCH="$POSTGRES_BIN/pgbench"
      return 0
    fi
    kill -0 "$postgres" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 20 "$home/postgres.log" >&2
  die "PostgreSQL did not start"
}

BENCH_COMMIT="$(git -C "$SPILLWAY_ROOT" rev-parse --short HEAD 2>/dev/null || echo unknown)"
if [ -n "$(git -C "$SPILLWAY_ROOT" status --porcelain 2>/dev/null)" ]; then
  BENCH_COMMIT="$BENCH_COMMIT+changes"
fi
export BENCH_COMMIT

# Runs one: run_benchmark NAME FLAG ...
run_benchmark() {
  local some=() code=0 which="$1"
  shift
  if wants_postgres "$which" && [ -z "$postgres" ]; then
    start_postgres
  fi
  if [ "$smoke" = yes ]; then
    read -r -a some <<<"$(smoke_flags "$which")"
  fi
  if [ "$which" = domain ]; then
    generate_jmh
  fi
  "$JAVA" -Xmx2g -Dspillway.jar="$SPILLWAY_JAR" -cp "$class_path" io.spillway.bench.Bench "$which" \
    --work "$home/work" ${some[@]+"${some[@]}"} "$@" </dev/null &
  bench=$!
  wait "$bench" || code=$?
  bench=""
  return "$code"
}

if [ "$smoke" = yes ]; then
  # Short lives: the second compiler would not earn its time.
  export SPILLWAY_JAVA_OPTS="${SPILLWAY_JAVA_OPTS:--XX:TieredStopAtLevel=1}"
fi

# What "all" runs: in under 25 minutes on two processors, so not every case of every benchmark.
all_runs() {
  if [ "$smoke" = yes ]; then
    tr ' ' '\n' <<<"$BENCHMARKS"
    return 0
  fi
  cat <<RUNS
resolve --executions 10000,100000,1000000
resolve --executions 4000000 --decision RUN --peers none
trigger --context 200 --automations 1
trigger --context 200 --automations 1000 --connections 64
trigger --context 8192 --automations 1 --connections 64
restart
search
fairness
memory
cluster
domain
RUNS
}

# Writes the results into docs/benchmarks.md and draws its charts.
publish() {
  require_fonts
  "$JAVA" -Djava.awt.headless=true -cp "$class_path" io.spillway.bench.Publication \
    "$results" "$SPILLWAY_ROOT/docs/benchmarks.md" "$SPILLWAY_ROOT/src/bench/charts" </dev/null
  cp -- "$results" "$SPILLWAY_ROOT/src/bench/results.jsonl"
  say "docs/benchmarks.md and src/bench now contain this run. Check the headline figures in README.md."
}

if [ "$name" = all ]; then
  results="$home/results.jsonl"
  while read -r -a run <&3; do
    run_benchmark "${run[@]}" --json "$results"
  done 3< <(all_runs)
  if [ -n "$json" ]; then
    cat -- "$results" >>"$json"
  fi
  if [ "$smoke" = no ]; then
    publish
  fi
else
  run_benchmark "$name" ${json:+--json "$json"} ${flags[@]+"${flags[@]}"}
fi
