#!/usr/bin/env bash
# Runs a cluster of several nodes on this machine, over one PostgreSQL. The nodes outlive the script.
#
# usage: scripts/cluster.sh up N [--data DIR] [--base-port P] [--jdbc-url URL]
#        scripts/cluster.sh status | down [--data DIR]
#        scripts/cluster.sh kill I | stop I | start I [--data DIR]
#
#   up N      starts N nodes (1 to 9), waits until all are ready, and prints their URLs
#   status    prints one line for each node: {"node":1,"pid":123,"port":8080,"ready":true}
#   kill I    ends node I at once (SIGKILL); nodes are counted from 1
#   stop I    asks node I to end (SIGTERM) and waits up to 30 seconds
#   start I   starts node I again and waits until it is ready
#   down      stops all nodes, after 40 seconds by SIGKILL, and the PostgreSQL that up started
#
#   --data DIR       holds the data (node-I) and the log (node-I.log) of each node, the credentials
#                    of the first client (admin-client.json), the secret of the cluster
#                    (cluster-secret), the key that seals secrets (secrets-key.json) and the database; down leaves it all for the next up
#                    (default: ./cluster-data)
#   --base-port P    HTTP port of the first node, the others follow (default: 8080)
#   --jdbc-url URL   the database; SPILLWAY_JDBC_URL says the same and keeps the password out of
#                    the list of processes. Without either, up starts a PostgreSQL of its own on a
#                    free loopback port; as root it installs one with apt-get if there is none
#
# The nodes are configured by cluster-config/local.yaml. Three or more need a majority that sees each
# other. SPILLWAY_JAVA_OPTS holds further options for the JVM of each node, such as "-Xmx512m".
#
# Exit code 0: done; 1: it failed; 2: it was asked for something that cannot be.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

readonly MAX_NODES=9
readonly READY_SECONDS=120
readonly STOP_SECONDS=30
readonly DOWN_SECONDS=40

refuse() {
  say "cluster.sh: $*"
  exit 2
}

# Whether this is a whole number from 1 on, in the form in which people write it.
is_count() {
  case "$1" in
    "" | 0* | *[!0-9]* | ??????*) return 1 ;;
  esac
}

words=()
data="./cluster-data"
base_port=""
jdbc_url=""
while [ $# -gt 0 ]; do
  case "$1" in
    --data) need_value "$1" $#; data="$2"; shift 2 ;;
    --base-port) need_value "$1" $#; base_port="$2"; shift 2 ;;
    --jdbc-url) need_value "$1" $#; jdbc_url="$2"; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    -*) refuse "there is no flag $1; see --help" ;;
    *) words+=("$1"); shift ;;
  esac
done

action="${words[0]:-}"
case "$action" in
  up | kill | stop | start)
    [ "${#words[@]}" -eq 2 ] || refuse "$action takes one number; see --help"
    ;;
  status | down)
    [ "${#words[@]}" -eq 1 ] || refuse "$action takes no \"${words[1]}\"; see --help"
    ;;
  "") refuse "the action is missing, must be one of up, status, kill, stop, start and down" ;;
  *) refuse "the action is $action, must be one of up, status, kill, stop, start and down" ;;
esac
number="${words[1]:-}"
if [ "$action" != up ] && [ -n "$base_port$jdbc_url" ]; then
  refuse "$action takes no flag but --data; the flags of up stay in effect"
fi
[ -n "$data" ] || refuse "--data is empty, must be a directory"

# --- what the cluster is: set by up, kept in the directory for the rest

# Sets nodes, base_port and grid_port of the cluster in the directory.
read_cluster() {
  [ -f "$data/cluster" ] || refuse "there is no cluster in $data; \"cluster.sh up N\" starts one"
  data="$(cd -- "$data" && pwd -P)"
  read -r nodes base_port grid_port <"$data/cluster"
  if ! { is_count "$nodes" && is_count "$base_port" && is_count "$grid_port"; }; then
    die "$data/cluster is damaged; expected are three numbers"
  fi
}

# Sets node to the one that was asked for.
choose_node() {
  if ! is_count "$number" || [ "$number" -gt "$nodes" ]; then
    refuse "$action: the node is $number, must be from 1 to $nodes"
  fi
  node="$number"
}

http_port() {
  echo $((base_port + $1 - 1))
}

# --- the processes

# Prints the pid of a node that runs; fails if it does not, also if its pid is another's by now.
node_pid() {
  local pid
  pid="$(cat -- "$data/node-$1.pid" 2>/dev/null)" || return 1
  # Arguments are separated by zero bytes; a process that has ended and is still listed has none.
  grep -zqxF -e "$data/node-$1" "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

is_ready() {
  curl --noproxy '*' -fsS -o /dev/null --max-time 2 \
    "http://127.0.0.1:$(http_port "$1")/health/ready" 2>/dev/null
}

# Starts the process of a node and does not wait for it.
launch() {
  local i="$1" majority=0 members="" member
  for member in $(seq 1 "$nodes"); do
    members="$members${members:+,}127.0.0.1:$((grid_port + member - 1))"
  done
  if [ "$nodes" -ge 3 ]; then
    majority=$((nodes / 2 + 1))
  fi
  # In a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
  SPILLWAY_JDBC_URL="$(cat -- "$data/jdbc-url")" setsid "$SPILLWAY_ROOT/scripts/run.sh" \
    --config "$SPILLWAY_ROOT/cluster-config/local.yaml" \
    --data "$data/node-$i" \
    --port "$(http_port "$i")" \
    --issuer "http://localhost:$base_port" \
    --cluster-port "$((grid_port + i - 1))" \
    --cluster-members "$members" \
    --cluster-min-size "$majority" \
    --cluster-secret-file "$data/cluster-secret" \
    --secrets-key-file "$data/secrets-key.json" \
    </dev/null >>"$data/node-$i.log" 2>&1 &
  echo "$!" >"$data/node-$i.pid"
  # Until it has become the program that its pid is known by.
  until node_pid "$i" >/dev/null || ! kill -0 "$!" 2>/dev/null; do
    sleep 0.01
  done
}

# Waits until these nodes are ready: await_ready NODE ...
await_ready() {
  local i limit=$((SECONDS + READY_SECONDS))
  for i in "$@"; do
    until is_ready "$i"; do
      if ! kill -0 "$(cat -- "$data/node-$i.pid")" 2>/dev/null; then
        show_log "$i"
        die "node $i ended before it was ready"
      fi
      if [ "$SECONDS" -ge "$limit" ]; then
        show_log "$i"
        die "node $i is not ready after $READY_SECONDS seconds"
      fi
      sleep 0.25
    done
  done
}

show_log() {
  say "--- the end of $data/node-$1.log"
  tail -n 40 -- "$data/node-$1.log" >&2
}

# Waits until these nodes have ended; fails if one has not in time: await_end SECONDS NODE ...
await_end() {
  local i limit=$((SECONDS + $1))
  shift
  for i in "$@"; do
    while node_pid "$i" >/dev/null; do
      if [ "$SECONDS" -ge "$limit" ]; then
        return 1
      fi
      sleep 0.1
    done
    rm -f -- "$data/node-$i.pid"
  done
}

# Sends a signal to these nodes, as far as they run: signal NAME NODE ...
signal() {
  local name="$1" i pid
  shift
  for i in "$@"; do
    if pid="$(node_pid "$i")"; then
      kill "-$name" "$pid" 2>/dev/null || true
    fi
  done
}

stop_all() {
  local all
  mapfile -t all < <(seq 1 "$nodes")
  signal TERM "${all[@]}"
  if ! await_end "$DOWN_SECONDS" "${all[@]}"; then
    say "Not all nodes ended within $DOWN_SECONDS seconds; the others are killed"
    signal KILL "${all[@]}"
    await_end "$STOP_SECONDS" "${all[@]}" || die "a node cannot be killed"
  fi
}

# --- the database

# pg_ctl on the PostgreSQL in the directory: postgres_control ARGUMENT ...
postgres_control() {
  (cd -- "$data/postgresql" &&
    as_postgres "$POSTGRES_BIN/pg_ctl" "$@" -D "$data/postgresql/data") </dev/null >/dev/null
}

start_postgres() {
  require_postgres
  if postgres_control status; then
    return 0
  fi
  postgres_control start --wait --timeout=60 --log="$data/postgresql/server.log" ||
    { tail -n 20 "$data/postgresql/server.log" >&2; die "PostgreSQL did not start"; }
}

stop_postgres() {
  if [ -d "$data/postgresql/data" ]; then
    require_postgres
    if postgres_control status; then
      postgres_control stop --wait --timeout=60 --mode=fast || die "PostgreSQL did not stop"
    fi
  fi
}

# It keeps its own default to sync every commit. No socket but the one of the loopback address.
create_postgres() {
  local port
  if [ -e "$data/postgresql" ]; then
    die "$data/postgresql was begun and not finished, so it holds nothing; remove it and try again"
  fi
  require_postgres
  chmod go+x "$data"
  init_postgres "$data/postgresql"
  port="$(free_port)"
  cat >>"$data/postgresql/data/postgresql.conf" <<POSTGRES
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = $((10 * MAX_NODES + 20))
POSTGRES
  start_postgres
  "$POSTGRES_BIN/createdb" -h 127.0.0.1 -p "$port" -U postgres spillway
  remember_url "jdbc:postgresql://127.0.0.1:$port/spillway?user=postgres&password=$PGPASSWORD"
}

# What the members prove to each other; made once for the cluster.
make_secret() {
  if [ ! -s "$data/cluster-secret" ]; then
    (umask 077 && head -c 32 /dev/urandom | base64 >"$data/cluster-secret.new")
    mv -f -- "$data/cluster-secret.new" "$data/cluster-secret"
  fi
}

remember_url() {
  (umask 077 && printf '%s\n' "$1" >"$data/jdbc-url.new")
  mv -f -- "$data/jdbc-url.new" "$data/jdbc-url"
}

open_database() {
  if [ -n "$jdbc_url" ]; then
    remember_url "$jdbc_url"
  elif [ ! -f "$data/jdbc-url" ]; then
    create_postgres
  elif [ -d "$data/postgresql" ]; then
    start_postgres
  fi
}

# --- what can be asked for

# Prints the first of as many free ports as there are nodes, none of them one for HTTP.
choose_grid_port() {
  local first i free
  for first in $(seq 5701 10 6691); do
    free=yes
    for i in $(seq "$first" $((first + nodes - 1))); do
      if port_taken "$i" || { [ "$i" -ge "$base_port" ] && [ "$i" -lt $((base_port + nodes)) ]; }; then
        free=no
      fi
    done
    if [ "$free" = yes ]; then
      echo "$first"
      return 0
    fi
  done
  die "no $nodes free ports in a row from 5701 to 6700"
}

# The first client is created by whichever node comes first.
publish_credentials() {
  local i
  for i in $(seq 1 "$nodes"); do
    if [ -f "$data/node-$i/admin-client.json" ]; then
      install -m 600 -- "$data/node-$i/admin-client.json" "$data/admin-client.json"
      break
    fi
  done
  if [ -f "$data/admin-client.json" ]; then
    say "The credentials of the first client are in $data/admin-client.json"
  else
    say "The database had its first client before; its credentials are not here."
  fi
}

# shellcheck disable=SC2317 # Called by the trap.
abandon() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  say "Stopping what was started"
  stop_all
  stop_postgres
  exit "$code"
}

up() {
  local i
  if ! is_count "$number" || [ "$number" -gt "$MAX_NODES" ]; then
    refuse "up: the number of nodes is $number, must be from 1 to $MAX_NODES"
  fi
  nodes="$number"
  base_port="${base_port:-8080}"
  if ! is_count "$base_port" || [ $((base_port + nodes - 1)) -gt 65535 ]; then
    refuse "--base-port is $base_port, must be from 1 to $((65536 - nodes))"
  fi
  jdbc_url="${jdbc_url:-${SPILLWAY_JDBC_URL:-}}"
  case "$jdbc_url" in
    "" | jdbc:postgresql:?*) ;;
    *) refuse "the URL of the database is invalid, must be jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD" ;;
  esac
  if [ -n "$jdbc_url" ] && [ -d "$data/postgresql" ]; then
    refuse "$data has a database of its own; for another one take another --data"
  fi
  mkdir -p -- "$data" 2>/dev/null || refuse "--data is $data, must be a directory that can be created"
  data="$(cd -- "$data" && pwd -P)"
  for i in $(seq 1 "$MAX_NODES"); do
    if node_pid "$i" >/dev/null; then
      die "node $i of $data runs already; \"cluster.sh down --data $data\" first"
    fi
  done
  for i in $(seq 1 "$nodes"); do
    if port_taken "$(http_port "$i")"; then
      die "port $(http_port "$i") is taken; give other ones with --base-port"
    fi
  done

  require_java
  require_curl
  build_if_stale
  grid_port="$(choose_grid_port)"
  echo "$nodes $base_port $grid_port" >"$data/cluster"
  trap abandon EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  make_secret
  open_database
  for i in $(seq 1 "$nodes"); do
    launch "$i"
  done
  say "Waiting until all of $nodes are ready; their logs: $data/node-*.log"
  # shellcheck disable=SC2046 # Numbers, one word each.
  await_ready $(seq 1 "$nodes")
  trap - EXIT
  publish_credentials
  for i in $(seq 1 "$nodes"); do
    echo "http://127.0.0.1:$(http_port "$i")"
  done
}

status() {
  local i pid ready
  require_curl
  for i in $(seq 1 "$nodes"); do
    ready=false
    if ! pid="$(node_pid "$i")"; then
      pid=null
    elif is_ready "$i"; then
      ready=true
    fi
    printf '{"node":%d,"pid":%s,"port":%d,"ready":%s}\n' "$i" "$pid" "$(http_port "$i")" "$ready"
  done
}

kill_node() {
  if ! node_pid "$node" >/dev/null; then
    say "Node $node does not run"
  fi
  signal KILL "$node"
  await_end "$STOP_SECONDS" "$node" || die "node $node cannot be killed"
}

stop_node() {
  if ! node_pid "$node" >/dev/null; then
    say "Node $node does not run"
  fi
  signal TERM "$node"
  await_end "$STOP_SECONDS" "$node" || die "node $node has not ended within $STOP_SECONDS seconds"
}

start_node() {
  require_java
  require_curl
  build_if_stale
  if node_pid "$node" >/dev/null; then
    say "Node $node runs already"
  else
    if port_taken "$(http_port "$node")"; then
      die "port $(http_port "$node") is taken by another program"
    fi
    if [ -d "$data/postgresql" ]; then
      start_postgres
    fi
    launch "$node"
  fi
  await_ready "$node"
}

if [ "$action" = up ]; then
  up
  exit 0
fi
read_cluster
case "$action" in
  status) status ;;
  down) stop_all; stop_postgres ;;
  kill) choose_node; kill_node ;;
  stop) choose_node; stop_node ;;
  start) choose_node; start_node ;;
esac
