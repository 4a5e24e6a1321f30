# shellcheck shell=bash
# Shared by the scripts beside it; sourced, never run. Everything it says goes to standard error.

# Paths start here, whatever the current directory is.
SPILLWAY_ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
readonly SPILLWAY_ROOT
readonly SPILLWAY_JAR="$SPILLWAY_ROOT/target/spillway.jar"
# What the tests and the benchmarks run on, written by build_tests_if_stale.
readonly SPILLWAY_TEST_CLASS_PATH="$SPILLWAY_ROOT/target/test-class-path.txt"
readonly OLDEST_JAVA=17

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "$(basename -- "$0"): $*"
  exit 1
}

# Prints the text between "# usage:" and the first line that is no comment of the running script.
usage() {
  sed -n '/^# usage:/,/^[^#]/s/^# \{0,1\}//p' "$0"
}

# The value of a flag, refused where the command line ends too early: need_value FLAG COUNT
need_value() {
  if [ "$2" -lt 2 ]; then
    say "$(basename -- "$0"): $1 has no value; --help tells what is allowed"
    exit 2
  fi
}

# Says what is missing and ends, unless packages can be installed here.
require_apt() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    die "needed is $1. Install it and try again."
  fi
}

# Packages by apt-get: apt_install PACKAGE ...
apt_install() {
  say "Installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" </dev/null >&2
}

apt_update() {
  apt-get update -q </dev/null >&2 || say "apt-get update failed; going on with what is known"
}

# The major version of the java at $1, 0 if there is none.
java_version() {
  local version
  version="$("$1" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')" || version=""
  echo "${version:-0}"
}

# Prints the first JDK (a java with a javac beside it) that is recent enough; fails if there is none.
find_jdk() {
  local home on_path
  on_path="$(command -v javac || true)"
  if [ -n "$on_path" ]; then
    on_path="$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")"
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] &&
      [ "$(java_version "$home/bin/java")" -ge "$OLDEST_JAVA" ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

# Sets JAVA_HOME and JAVA to a JDK that is recent enough, installing one if there is none.
require_java() {
  local home version
  if ! home="$(find_jdk)"; then
    require_apt "a JDK $OLDEST_JAVA or later"
    apt_update
    for version in 17 21 25; do
      if apt_install "openjdk-$version-jdk-headless"; then
        break
      fi
    done
    home="$(find_jdk)" || die "no JDK $OLDEST_JAVA or later could be installed"
  fi
  export JAVA_HOME="$home"
  # shellcheck disable=SC2034 # Used by the scripts that source this one.
  JAVA="$home/bin/java"
}

require_maven() {
  if ! command -v mvn >/dev/null; then
    require_apt "Maven 3.6.3 or later"
    apt_update
    apt_install maven || die "Maven could not be installed"
  fi
}

require_curl() {
  if ! command -v curl >/dev/null; then
    require_apt "curl"
    apt_update
    apt_install curl || die "curl could not be installed"
  fi
}

# Builds the executable jar if a source is newer than it.
build_if_stale() {
  if [ -f "$SPILLWAY_JAR" ] &&
    [ -z "$(find "$SPILLWAY_ROOT/src/main" "$SPILLWAY_ROOT/pom.xml" -newer "$SPILLWAY_JAR" -print -quit)" ]; then
    return 0
  fi
  require_maven
  say "Building $SPILLWAY_JAR"
  mvn -q -B -f "$SPILLWAY_ROOT/pom.xml" -Dmaven.test.skip=true -Dspotless.check.skip=true package </dev/null >&2 ||
    die "the build failed"
  # A build that finds nothing to do leaves the old time, and would be repeated at every start.
  touch -- "$SPILLWAY_JAR"
}

# Compiles the tests and benchmarks, and writes their class path to a file, if a source is newer.
build_tests_if_stale() {
  if [ -f "$SPILLWAY_TEST_CLASS_PATH" ] &&
    [ -z "$(find "$SPILLWAY_ROOT/src" "$SPILLWAY_ROOT/pom.xml" -newer "$SPILLWAY_TEST_CLASS_PATH" -print -quit)" ]; then
    return 0
  fi
  require_maven
  say "Building the benchmarks"
  mvn -q -B -f "$SPILLWAY_ROOT/pom.xml" -Dspotless.check.skip=true test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -DincludeScope=test -Dmdep.outputFile="$SPILLWAY_TEST_CLASS_PATH.dependencies" </dev/null >&2 ||
    die "the build failed"
  printf '%s:%s:%s\n' "$SPILLWAY_ROOT/target/test-classes" "$SPILLWAY_ROOT/target/classes" \
    "$(cat -- "$SPILLWAY_TEST_CLASS_PATH.dependencies")" >"$SPILLWAY_TEST_CLASS_PATH"
}

# Prints the directory of PostgreSQL's programs, the newest if there are several; fails if there is none.
find_postgres() {
  local found
  found="$(find /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/bin /usr/bin -maxdepth 1 -name initdb 2>/dev/null |
    sort -V | tail -n 1)"
  [ -n "$found" ] && dirname -- "$(readlink -f -- "$found")"
}

# Sets POSTGRES_BIN to the programs of a PostgreSQL server, installing one if there is none.
require_postgres() {
  if ! POSTGRES_BIN="$(find_postgres)"; then
    require_apt "a PostgreSQL server with pgbench"
    apt_update
    apt_install postgresql-common || die "PostgreSQL could not be installed"
    # The package would start a server of its own.
    echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf
    apt_install postgresql postgresql-contrib || die "PostgreSQL could not be installed"
    # shellcheck disable=SC2034 # Used by the scripts that source this one.
    POSTGRES_BIN="$(find_postgres)" || die "PostgreSQL could not be installed"
  fi
}

# Whether somebody listens on this port of the loopback address.
port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Prints a free port of the loopback address, below those that the system hands out by itself.
free_port() {
  local port
  port=$((15000 + RANDOM % 17000))
  while port_taken "$port"; do
    port=$((15000 + RANDOM % 17000))
  done
  echo "$port"
}

# Becomes a program as the user postgres, since PostgreSQL refuses to be root's; for a subshell.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    exec "$@"
  fi
}

# Makes a directory with the data of a PostgreSQL server below it, whose user postgres has a new
# password, exported as PGPASSWORD: init_postgres DIR
init_postgres() {
  local directory="$1"
  (as_postgres test -x "$(dirname -- "$directory")") ||
    die "user postgres cannot enter $(dirname -- "$directory"); take a directory whose parents everybody may enter"
  mkdir -- "$directory"
  PGPASSWORD="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  export PGPASSWORD
  (umask 077 && printf '%s\n' "$PGPASSWORD" >"$directory/password")
  if [ "$(id -u)" -eq 0 ]; then
    chown -R postgres:postgres -- "$directory"
  fi
  (cd -- "$directory" && as_postgres "$POSTGRES_BIN/initdb" -D "$directory/data" -U postgres \
    -A scram-sha-256 --pwfile="$directory/password" -E UTF8 --locale=C >"$directory/initdb.log" 2>&1) ||
    { tail -n 20 "$directory/initdb.log" >&2; die "initdb failed"; }
}

# A browser for the tests of the console, with what drives it.
require_chromium() {
  if ! [ -x /usr/bin/chromium ] || ! [ -x /usr/bin/chromedriver ]; then
    require_apt "Debian's chromium with chromium-driver"
    apt_update
    apt_install chromium chromium-driver || die "Chromium could not be installed"
  fi
}

# Charts need a font to measure and draw their letters with.
require_fonts() {
  if ! command -v fc-match >/dev/null || [ -z "$(fc-list)" ]; then
    require_apt "fontconfig with a font, such as DejaVu"
    apt_update
    apt_install fontconfig fonts-dejavu-core || die "no font could be installed"
  fi
}

# Installs a package that would start a server of its own, and keeps it from that: apt_install_stopped PACKAGE
apt_install_stopped() {
  local policy=/usr/sbin/policy-rc.d code=0
  if [ -e "$policy" ]; then
    policy=""
  else
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  apt_install "$1" || code=$?
  rm -f -- "$policy"
  return "$code"
}

# A proxy in front of a node.
require_nginx() {
  if ! [ -x /usr/sbin/nginx ]; then
    require_apt "nginx as /usr/sbin/nginx"
    apt_update
    apt_install_stopped nginx || die "nginx could not be installed"
  fi
}

# A connection pooler in front of PostgreSQL.
require_pgbouncer() {
  if ! [ -x /usr/sbin/pgbouncer ]; then
    require_apt "PgBouncer as /usr/sbin/pgbouncer"
    apt_update
    apt_install_stopped pgbouncer || die "PgBouncer could not be installed"
  fi
}

# What the example workers of docs/workers.md run on.
require_worker_languages() {
  require_curl
  if ! command -v python3 >/dev/null; then
    require_apt "Python 3"
    apt_update
    apt_install python3 || die "Python could not be installed"
  fi
  if ! command -v node >/dev/null; then
    require_apt "Node.js"
    apt_update
    apt_install nodejs || die "Node.js could not be installed"
  fi
}
