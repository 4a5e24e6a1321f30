#!/usr/bin/env bash
# A worker with curl: worker.sh TYPE COMMAND...
# The command reads the job as JSON, and writes its output as JSON; if it fails, so does the job.
set -euo pipefail
type=$1
shift
worker="bash-$$"
token=

authorize() {
  token=$(curl --silent --show-error --fail "$SPILLWAY_URL/auth/v1/token" \
    --data-urlencode "grant_type=client_credentials" \
    --data-urlencode "client_id=$SPILLWAY_CLIENT_ID" \
    --data-urlencode "client_secret@"<(printf %s "$SPILLWAY_CLIENT_SECRET") |
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')
}

# Prints the answer; fails with its status on the last line if it is not 200.
call() {
  curl --silent --show-error --max-time 70 --retry 10 --retry-connrefused \
    --write-out '\n%{http_code}' "$SPILLWAY_URL/api/v1/jobs/$1" \
    --header @<(printf 'Authorization: Bearer %s' "$token") \
    --header 'Content-Type: application/json' --data-binary @-
}

while true; do
  answer=$(call activate <<<"{\"types\": [\"$type\"], \"worker\": \"$worker\", \"maxJobs\": 1,
    \"lease\": \"5m\", \"wait\": \"30s\"}")
  case ${answer##*$'\n'} in
    200) ;;
    401) authorize; continue ;;
    *) echo "$answer" >&2; sleep 5; continue ;;
  esac
  # The lease is the first field of a job.
  lease=$(sed -n '1s/^{"jobs":\[{"lease":"\([^"]*\)".*/\1/p' <<<"$answer")
  [ -n "$lease" ] || continue
  job=${answer#'{"jobs":['}
  job=${job%$']}\n200'}
  if output=$("$@" <<<"$job"); then
    result=$(call "$lease/complete" <<<"{\"worker\": \"$worker\", \"output\": ${output:-null}}")
  else
    result=$(call "$lease/fail" <<<"{\"worker\": \"$worker\", \"code\": \"EXIT\"}")
  fi
  echo "${result##*$'\n'}"
done
