#!/bin/sh
# Installs what is missing of: dotnet postgres rabbitmq manual. By apt as root or where sudo asks nothing; elsewhere it says
# what to run, and exits with 1. Debian starts what it installs: policy-rc.d forbids that here, since Trawl and its tests
# run private servers and the ports of the system's own are not ours to take.
set -eu

has_postgres() {
    [ -n "${TRAWL_PG_BIN:-}${ConnectionStrings__Database:-}${TRAWL_TEST_POSTGRES:-}" ] && return 0
    command -v initdb >/dev/null 2>&1 && return 0
    for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin; do
        [ -x "$bin/initdb" ] && return 0
    done
    return 1
}

has_rabbitmq() {
    [ -n "${TRAWL_TEST_RABBITMQ:-}" ] && return 0
    command -v rabbitmq-server >/dev/null 2>&1 || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] \
        || [ -x /opt/homebrew/sbin/rabbitmq-server ] || [ -x /usr/local/sbin/rabbitmq-server ]
}

has_manual() {
    for folder in /usr/share/doc/postgresql-doc-*/html; do
        [ -f "$folder/index.html" ] && return 0
    done
    return 1
}

missing=''
for what in "$@"; do
    case $what in
    dotnet)
        if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
            echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download says how to install it." >&2
            exit 1
        fi ;;
    postgres) has_postgres || missing="$missing postgresql" ;;
    rabbitmq) has_rabbitmq || missing="$missing rabbitmq-server" ;;
    manual) has_manual || missing="$missing postgresql-doc" ;;
    *) echo "ensure.sh knows dotnet, postgres, rabbitmq and manual, not $what" >&2; exit 2 ;;
    esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing:$missing." >&2
    if [ "$(uname)" = Darwin ]; then
        echo "  brew install$(echo "$missing" | sed 's/postgresql-doc//; s/postgresql\( \|$\)/postgresql@17\1/; s/rabbitmq-server/rabbitmq/')" >&2
    else
        echo "  sudo dnf install$(echo "$missing" | sed 's/postgresql-doc/postgresql-docs/; s/postgresql\( \|$\)/postgresql-server\1/')" >&2
    fi
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    as_root=''
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    echo "Missing:$missing. Install it, and try again:" >&2
    echo "  sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing$missing" >&2
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
    trap '$as_root rm -f $policy' EXIT
    trap 'exit 1' INT TERM HUP
fi
install() {
    # shellcheck disable=SC2086 # a list of packages
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
# The lists may be missing (a fresh image) or out of date.
install 2>/dev/null || { $as_root apt-get update -qq && install; }
