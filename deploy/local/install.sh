# Makes sure of what deploy/up and tests/run need; sourced by both. Every function returns at once where the thing is there.

GATEHOUSE_POSTGRES_IMAGE=${GATEHOUSE_POSTGRES_IMAGE:-postgres:17}
GATEHOUSE_RABBITMQ_IMAGE=${GATEHOUSE_RABBITMQ_IMAGE:-rabbitmq:4}
export GATEHOUSE_POSTGRES_IMAGE GATEHOUSE_RABBITMQ_IMAGE

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): $*"; exit 1; }

# Sets $dotnet to a dotnet with an SDK that global.json accepts.
need_dotnet() {
    local candidate
    for candidate in dotnet "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" "$HOME/.dotnet/dotnet" /usr/lib/dotnet/dotnet; do
        if command -v "$candidate" >/dev/null && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
            dotnet=$(command -v "$candidate")
            export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
            return
        fi
    done
    fail "the .NET SDK 10 is missing. Install it: apt-get install dotnet-sdk-10.0 (Ubuntu), or https://dot.net/download and put dotnet on the PATH."
}

# need_server postgres|rabbitmq [docker-first]: the installed programs, else by apt as root, else Docker with an image.
# GATEHOUSE_SERVERS=native or =docker allows one way only.
need_server() {
    local server=$1 first=${2:-native-first} package image
    case $server in
        postgres) package=postgresql image=$GATEHOUSE_POSTGRES_IMAGE ;;
        rabbitmq) package=rabbitmq-server image=$GATEHOUSE_RABBITMQ_IMAGE ;;
    esac
    if [ $first = docker-first ] && docker_has "$image"; then return; fi
    if native_has "$server" "$package"; then return; fi
    if docker_has "$image"; then return; fi
    fail "$server is missing. Install it as root (apt-get install $package), or start a Docker engine that has or can pull $image" \
        "(another image: GATEHOUSE_${server^^}_IMAGE), or name a running one (deploy/up --$server URL)."
}

native_has() {
    [ "${GATEHOUSE_SERVERS:-}" != docker ] || return 1
    installed "$1" || { can_apt && apt_install "$2" && installed "$1"; }
}

docker_has() {
    [ "${GATEHOUSE_SERVERS:-}" != native ] && command -v docker >/dev/null && docker info >/dev/null 2>&1 || return 1
    docker image inspect "$1" >/dev/null 2>&1 || docker pull "$1" >&2
}

installed() {
    case $1 in
        postgres) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        rabbitmq) compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null ;;
    esac
}

# /usr/bin/python3 with pika, for the samples and the demonstrations: the interpreter that apt's package belongs to.
need_pika() {
    if /usr/bin/python3 -c 'import pika' 2>/dev/null; then return; fi
    if can_apt && apt_install python3-pika && /usr/bin/python3 -c 'import pika' 2>/dev/null; then return; fi
    fail "python3 with pika is missing. Install it as root: apt-get install python3-pika"
}

# A Chromium for the tests of the dashboard; GATEHOUSE_CHROMIUM names another one than the system's.
need_chromium() {
    if [ -x "${GATEHOUSE_CHROMIUM:-/usr/bin/chromium}" ]; then return; fi
    if can_apt && apt_install chromium && [ -x /usr/bin/chromium ]; then return; fi
    fail "Chromium is missing. Install it as root (apt-get install chromium), or say where one is: GATEHOUSE_CHROMIUM=/path."
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs without starting anything: packages of servers start a service of their own unless they are told not to.
apt_install() {
    local policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf ours=no status=0
    say "installing $* by apt ..."
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && ours=yes
    fi
    # No cluster of the system's: ours lies in the data folder. A file that is there already is the machine's own business.
    if [ ! -e $clusters ]; then
        mkdir -p "$(dirname $clusters)" && echo 'create_main_cluster = false' >$clusters
    fi
    {
        DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
                -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null
    } >&2 || status=$?
    [ $ours = no ] || rm -f $policy
    return $status
}
