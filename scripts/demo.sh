#!/usr/bin/env bash
# Starts a node on fresh data and shows the circuit breaker at work, every number checked.
#
# usage: scripts/demo.sh [--events FILE] [--count N] [--max M] [--port P] [--exit]
#        scripts/demo.sh --url URL --credentials FILE [--events FILE] [--count N] [--max M]
#
# The second form uses a node that is there, such as one of a cluster.
#
#   --events FILE  what the triggers carry, one JSON object a line, repeated as needed
#                  (default: scripts/demo-events.jsonl)
#   --count N      triggers of the first burst (default: 10000); more than M
#   --max M        executions that the breaker admits within an hour (default: 100)
#   --port P       port of the node (default: 8080, or a free one if that is taken)
#   --exit         stop the node at the end and remove its data; else it stays up until Ctrl-C
#   --url URL      where the node is that is used
#   --credentials FILE   its admin-client.json
#
# Exit code 0: every number was right, and with --exit the node ended well, too.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

events="$SPILLWAY_ROOT/scripts/demo-events.jsonl"
count=10000
max=100
port=""
given_url=""
given_credentials=""
stop_at_end=no

while [ $# -gt 0 ]; do
  case "$1" in
    --events) need_value "$1" $#; events="$2"; shift 2 ;;
    --count) need_value "$1" $#; count="$2"; shift 2 ;;
    --max) need_value "$1" $#; max="$2"; shift 2 ;;
    --port) need_value "$1" $#; port="$2"; shift 2 ;;
    --exit) stop_at_end=yes; shift ;;
    --url) need_value "$1" $#; given_url="$2"; shift 2 ;;
    --credentials) need_value "$1" $#; given_credentials="$2"; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) say "demo.sh: there is no flag $1; see --help"; exit 2 ;;
  esac
done

for number in "$count" "$max" ${port:+"$port"}; do
  case "$number" in
    *[!0-9]* | "") say "demo.sh: \"$number\" is no whole number; see --help"; exit 2 ;;
  esac
done
if [ -n "$port" ] && { [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; }; then
  say "demo.sh: --port is $port, must be from 1 to 65535"
  exit 2
fi
if [ "$count" -le "$max" ]; then
  say "demo.sh: --count is $count, must be more than --max ($max), else nothing would trip"
  exit 2
fi
if [ -n "$given_url" ] && [ -z "$given_credentials" ]; then
  say "demo.sh: --url needs --credentials, the admin-client.json of that node"
  exit 2
fi
if [ -n "$given_credentials" ] && { [ -z "$given_url" ] || [ ! -r "$given_credentials" ]; }; then
  say "demo.sh: --credentials is \"$given_credentials\", must be a readable file, and needs --url"
  exit 2
fi
if [ -n "$given_url" ] && { [ -n "$port" ] || [ "$stop_at_end" = yes ]; }; then
  say "demo.sh: --port and --exit are for a node that demo.sh starts, not for --url"
  exit 2
fi
[ -r "$events" ] || { say "demo.sh: the events in $events cannot be read"; exit 2; }

require_java
require_curl
build_if_stale

if [ -n "$given_url" ]; then
  exec "$JAVA" -cp "$SPILLWAY_JAR" io.spillway.demo.Demo --url "$given_url" \
    --credentials "$given_credentials" --events "$events" --count "$count" --max "$max" </dev/null
fi

choose_port() {
  local candidate=8080
  while port_taken "$candidate"; do
    candidate=$((20000 + RANDOM % 20000))
  done
  echo "$candidate"
}

home=""
node=""
demo=""

# Ends the node, waits for it, and leaves its exit code in node_exit. A node that does not end in
# twice the longest time it may drain is killed.
stop_node() {
  node_exit=0
  if [ -z "$node" ]; then
    return 0
  fi
  kill -TERM "$node" 2>/dev/null || true
  for _ in $(seq 1 240); do
    kill -0 "$node" 2>/dev/null || break
    sleep 0.25
  done
  if kill -0 "$node" 2>/dev/null; then
    kill -KILL "$node"
  fi
  wait "$node" || node_exit=$?
  node=""
}

# shellcheck disable=SC2317 # Called by the traps.
clean_up() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  if [ -n "$demo" ]; then
    kill -TERM "$demo" 2>/dev/null || true
    wait "$demo" || true
  fi
  stop_node
  if [ -n "$home" ]; then
    rm -rf -- "$home"
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

home="$(mktemp -d "${TMPDIR:-/tmp}/spillway-demo.XXXXXX")"
port="${port:-$(choose_port)}"
if port_taken "$port"; then
  die "port $port is taken; give another one with --port"
fi
url="http://127.0.0.1:$port"
credentials="$home/data/admin-client.json"
log="$home/node.log"

say "Starting a node at $url (its log: $log)"
# A process group of its own: Ctrl-C reaches this script alone, which then ends the node in order.
set -m
"$SPILLWAY_ROOT/scripts/run.sh" --host 127.0.0.1 --port "$port" --data "$home/data" </dev/null >"$log" 2>&1 &
node=$!
set +m

show_log_and_die() {
  say "--- the end of the node's log"
  tail -n 40 "$log" >&2
  die "$1"
}

ready=no
for _ in $(seq 1 240); do
  if curl --noproxy '*' -fsS -o /dev/null --max-time 2 "$url/health/ready" 2>/dev/null; then
    ready=yes
    break
  fi
  kill -0 "$node" 2>/dev/null || break
  sleep 0.25
done
if [ "$ready" = no ]; then
  show_log_and_die "the node did not become ready"
fi

demo_flags=(--url "$url" --credentials "$credentials" --events "$events" --count "$count" --max "$max")
# Whoever stays sees something in the console that wants a decision.
[ "$stop_at_end" = yes ] || demo_flags+=(--leave-tripped)
demo_exit=0
"$JAVA" -cp "$SPILLWAY_JAR" io.spillway.demo.Demo "${demo_flags[@]}" </dev/null &
demo=$!
wait "$demo" || demo_exit=$?
demo=""
if [ "$demo_exit" -ne 0 ]; then
  show_log_and_die "the demo failed with exit code $demo_exit"
fi

if [ "$stop_at_end" = yes ]; then
  stop_node
  if [ "$node_exit" -ne 0 ]; then
    show_log_and_die "the node ended with exit code $node_exit"
  fi
  say "The node ended well and its data is removed."
  exit 0
fi

cat <<GO_ON

The node is up until you press Ctrl-C. Open $url in a browser: an automation is
tripped there and waits for your decision. Sign in with

$(sed -n 's/.*"clientId" *: *"\([^"]*\)".*/  Client id      \1/p' "$credentials")
$(sed -n 's/.*"clientSecret" *: *"\([^"]*\)".*/  Client secret  \1/p' "$credentials")

or go on with

ID=\$(sed -n 's/.*"clientId" *: *"\\([^"]*\\)".*/\\1/p' $credentials); SECRET=\$(sed -n 's/.*"clientSecret" *: *"\\([^"]*\\)".*/\\1/p' $credentials)
TOKEN=\$(curl -s $url/auth/v1/token -d grant_type=client_credentials --data-urlencode "client_id=\$ID" --data-urlencode "client_secret=\$SECRET" | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
curl -s -H "Authorization: Bearer \$TOKEN" $url/api/v1/automations
GO_ON
node_code=0
wait "$node" || node_code=$?
node=""
die "the node ended by itself with exit code $node_code"
