#!/bin/sh
# Lets a bank run on three processes and a throw-away PostgreSQL: run.sh [--json]. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

fail() {
  echo "run.sh: $1" >&2
  exit 2
}

# The distribution: the folder around these examples, or what a build has left.
home=${CAIRN_HOME:-}
for candidate in "$here/../.." "$here/../../assembly/target/cairn"; do
  [ -n "$home" ] || [ ! -d "$candidate/cluster" ] || home=$(cd "$candidate" && pwd -P)
done
[ -n "$home" ] || fail "no distribution of Cairn is there. Build it (mvn -DskipTests verify), or set CAIRN_HOME."

# A JDK of at least this release: JAVA_HOME, the PATH, the usual places.
needed=21
jdk=
for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*; do
  [ -z "$jdk" ] && [ -x "$candidate/bin/javac" ] || continue
  release=$("$candidate/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${release:-0}" -lt "$needed" ] || jdk=$candidate
done
[ -n "$jdk" ] || fail "a JDK $needed or newer is needed. Set JAVA_HOME to its folder."

work=$(mktemp -d "${TMPDIR:-/tmp}/cairn-cluster-XXXXXX")
server=
end() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  [ -z "$server" ] || wait "$server" 2> /dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 2' INT TERM

# PostgreSQL: the programs in the folder "server" of the distribution, or installed ones.
bin=
for jar in "$home"/server/*.jar; do
  [ -e "$jar" ] && (cd "$work" && "$jdk/bin/jar" xf "$jar") && mkdir "$work/pg" \
    && tar -xJf "$work"/*.txz -C "$work/pg" && bin=$work/pg/bin && break
done
if [ -z "$bin" ] || ! "$bin/initdb" --version > /dev/null 2>&1; then
  bin=
  for candidate in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
    [ ! -x "$candidate" ] || bin=$(dirname "$candidate")
  done
fi
[ -n "$bin" ] || fail "no PostgreSQL is there: neither in $home/server nor an installed initdb."

# PostgreSQL does not run as root.
as=
if [ "$(id -u)" = 0 ]; then
  if unshare -U true 2> /dev/null; then
    as="unshare -U"
  else
    as="setpriv --reuid=65534 --regid=65534 --clear-groups"
    chmod 755 "$work"
  fi
fi

mkdir "$work/db"
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$work/password"
chmod 600 "$work/password"
case $as in setpriv*) chown 65534:65534 "$work/db" "$work/password" ;; esac
# shellcheck disable=SC2086 # several words, or none
$as "$bin/initdb" -D "$work/db/data" -U cairn --pwfile="$work/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C \
  --no-sync > "$work/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 3 "$work/initdb.log")"
port=$((20000 + $$ % 20000))
: > "$work/server.log"
# shellcheck disable=SC2086
$as "$bin/postgres" -D "$work/db/data" -h 127.0.0.1 -p "$port" -k '' -c max_connections=100 > "$work/server.log" 2>&1 &
server=$!
tries=0
until grep -q 'ready to accept connections' "$work/server.log"; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] && kill -0 "$server" 2> /dev/null || fail "PostgreSQL did not start: $(tail -n 3 "$work/server.log")"
  sleep 0.2
done

path=$home/modules:$home/backends/postgresql:$home/cluster
"$jdk/bin/javac" -d "$work/classes" -p "$path" $(find "$here/src/main/java" -name '*.java')
"$jdk/bin/java" -p "$work/classes:$path" -m dev.cairn.examples.cluster/dev.cairn.examples.cluster.Main \
  "$work" "jdbc:postgresql://127.0.0.1:$port/postgres" "$work/password" "$@"
