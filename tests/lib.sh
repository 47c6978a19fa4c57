# What the test scripts share: where things are, how to speak, how to start a server and stop it.
# shellcheck shell=bash

TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$TESTS")
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
TOOLS=$TARGET/tools
LOGS=$TARGET/test-logs
FULL=${FULL:-}
export FULL TESTS ROOT TARGET TOOLS LOGS
# The venv carries Python's tools and Node; npm's tools stand beside it.
export PATH="$TOOLS/python/bin:$TOOLS/node/node_modules/.bin:$PATH"
export NODE_PATH="$TOOLS/node/node_modules"
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto} NO_UPDATE_NOTIFIER=1
# A server under test takes its settings from our flags alone.
unset DATABASE_URL BIND

cd "$ROOT" || exit 1

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "${0#"$ROOT/"}" "$*" >&2
    exit 1
}

# The databases that are tested: all, or those that CRUD_TEST_ONLY names.
IFS=', ' read -ra DATABASES <<<"${CRUD_TEST_ONLY:-sqlite postgres mysql}"
for database in "${DATABASES[@]}"; do
    [[ $database =~ ^(sqlite|postgres|mysql)$ ]] ||
        fail "CRUD_TEST_ONLY names \`$database\`; there are sqlite, postgres and mysql, with commas between them"
done

# Those whose server nobody has brought: CRUD_TEST_POSTGRES and CRUD_TEST_MYSQL are the URLs.
unbrought_databases() {
    local kind name
    for kind in "${DATABASES[@]}"; do
        name=CRUD_TEST_${kind^^}
        [[ $kind == sqlite || ${!name:-} ]] || echo "$kind"
    done
}

# A folder that is gone when the script ends, whatever ends it.
scratch=$(mktemp -d)
served=()
cleanup() {
    local pid url
    # One that was told to end before, and is told so again, ends at once, and not well: that is no failure.
    for pid in "${served[@]}"; do { kill "$pid" && wait "$pid"; } 2>/dev/null || true; done
    [[ ! -e $scratch/databases ]] || while read -r url; do
        "$TARGET/debug/database" drop "$url"
    done <"$scratch/databases"
    rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# new_database [KIND]: the URL of a database that is gone when the script ends: SQLite's unless one is named.
new_database() {
    local kind=${1:-sqlite} url
    if [[ $kind == sqlite ]]; then
        echo "sqlite:$scratch/$(free_port).db"
        return
    fi
    cargo build --quiet --manifest-path "$ROOT/Cargo.toml" --bin database || fail "\`database\` does not build"
    url=$(RUST_BACKTRACE=0 "$TARGET/debug/database" create "$kind" $$) || fail "there is no database on $kind"
    echo "$url" | tee -a "$scratch/databases"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# serve PROGRAM [KIND]: builds it and starts it on a free port and a new database; sets `url`, `pid`, and
# `database_url`.
serve() {
    local example=$1 database port log=$scratch/$1-${2:-sqlite}.log
    # The zoo is no example but a program of the tests' own.
    cargo build --quiet --manifest-path "$ROOT/Cargo.toml" --bin "$example" || fail "\`$example\` does not build"
    database=$(new_database "${2:-sqlite}") || exit 1
    database_url=$database
    port=$(free_port)
    url=http://127.0.0.1:$port
    "$TARGET/debug/$example" --database-url "$database" --auto-migrate=true --bind "127.0.0.1:$port" >"$log" 2>&1 &
    pid=$!
    served+=("$pid")
    local _
    for _ in $(seq 100); do
        curl --silent --fail --output /dev/null "$url/readyz" && return
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 50 "$log" >&2
    fail "\`$example\` did not start within 10 s; its log stands above"
}
