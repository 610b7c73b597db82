#!/bin/sh
# Installs what is missing of: dotnet postgres rabbitmq manual node python-socketio chromium. By apt as root or where sudo asks nothing; elsewhere it says
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

has_node() {
    command -v npm >/dev/null 2>&1 && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# Debian's packages belong to Debian's Python, whichever is first on the path.
has_python_socketio() {
    "${TRAWL_TEST_PYTHON:-/usr/bin/python3}" -c 'import socketio, requests, websocket, aiohttp' 2>/dev/null
}

has_chromium() {
    [ -n "${TRAWL_TEST_CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v $name >/dev/null 2>&1 && return 0
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
    # A Node.js from elsewhere brings its npm; Debian's is a package of its own.
    node) has_node || { command -v npm >/dev/null 2>&1 && missing="$missing nodejs" || missing="$missing nodejs npm"; } ;;
    python-socketio) has_python_socketio || missing="$missing python3-socketio python3-requests python3-websocket python3-aiohttp" ;;
    chromium) has_chromium || missing="$missing chromium" ;;
    *) echo "ensure.sh knows dotnet, postgres, rabbitmq, manual, node, python-socketio and chromium, not $what" >&2; exit 2 ;;
    esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing:$missing." >&2
    if [ "$(uname)" = Darwin ]; then
        echo "  brew install$(echo "$missing" | sed 's/postgresql-doc//; s/postgresql\( \|$\)/postgresql@17\1/; s/rabbitmq-server/rabbitmq/; s/nodejs npm/node/; s/python3-[a-z]*//g')" >&2
        case $missing in *python3-*) echo "  python-socketio: pip install 'python-socketio[client,asyncio_client]', and set TRAWL_TEST_PYTHON to that Python" >&2 ;; esac
    else
        echo "  sudo dnf install$(echo "$missing" | sed 's/postgresql-doc/postgresql-docs/; s/postgresql\( \|$\)/postgresql-server\1/; s/python3-websocket/python3-websocket-client/')" >&2
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
case $missing in *nodejs*)
    if ! has_node; then
        echo "Node.js 20.19 or newer is needed, and this system's package is $(node --version 2>/dev/null || echo missing): https://nodejs.org says how to install one." >&2
        exit 1
    fi ;;
esac
