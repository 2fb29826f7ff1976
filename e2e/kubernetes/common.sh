# shellcheck shell=bash disable=SC2034 # what is set here is used by those who source this
# Shared by the scripts of this folder; sourced, never run by itself.
# Everything that they make and keep is under CLUSTER_HOME.

export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CLUSTER_HOME=${WEIR_CLUSTER_HOME:-${XDG_CACHE_HOME:-${HOME:?neither HOME nor WEIR_CLUSTER_HOME is set}/.cache}/weir/cluster}
BIN=$CLUSTER_HOME/bin
ARCHIVE_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

# What is run: each server has its own folder, ports, and etcd in memory.
CONTROL=$CLUSTER_HOME/control CONTROL_PORT=26443 CONTROL_ETCD=22379 CONTROL_DATA=/dev/shm/weir-control-etcd
CRDS=$CLUSTER_HOME/crds CRDS_PORT=27443 CRDS_ETCD=23379 CRDS_DATA=/dev/shm/weir-crds-etcd
NODE=$CLUSTER_HOME/node NODE_PORT=28443 NODE_ETCD=24379 NODE_DATA=/dev/shm/weir-node-etcd
# the first three bytes of the addresses of nodes, which are all this machine, and of pods
NODE_NET=10.94.0 POD_NET=10.95.0

SECONDS=0
progress() { printf '  %4ds  %s\n' "$SECONDS" "$*" >&2; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# require WHAT=PACKAGE...   WHAT is a command or the path of a file. Root installs what is missing, others are told all of it.
require() {
  local pair missing=()
  for pair; do command -v "${pair%%=*}" >/dev/null || [ -r "${pair%%=*}" ] || missing+=("${pair#*=}"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "these packages are missing: ${missing[*]}"
  fi
  progress "installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
}

# --- Debian packages, without a trace in the system's package manager -----------------------------------------------

# debian FOLDER ENTRY...   makes apt-get work below FOLDER only, for entries such as 'deb trixie' or 'deb-src bookworm'
# The mirror, proxies and the like are those of the system; signatures are checked.
debian() {
  local folder=$1 entry mirror
  shift
  # shellcheck disable=SC2016 # apt expands it
  mirror=${DEBIAN_MIRROR:-$({
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm'
    apt-get indextargets --no-release-info --format '$(SITE)' 'Created-By: Packages' 'Release: bookworm'
  } 2>/dev/null | sed -n 1p)}
  [ -n "$mirror" ] || fail "the system's apt knows no mirror of Debian bookworm; name one with DEBIAN_MIRROR"
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  : >"$folder/status"
  for entry; do printf '%s [signed-by=%s] %s %s main\n' "${entry%% *}" "$ARCHIVE_KEYS" "$mirror" "${entry#* }"; done >"$folder/sources.list"
  {
    apt-config dump | grep '^Acquire::' | grep -v -e '^Acquire::IndexTargets' -e '^Acquire::Languages'
    printf '%s "%s";\n' \
      APT::Architecture "$(dpkg --print-architecture)" APT::Install-Recommends false APT::Sandbox::User '' \
      Acquire::Languages none Dir::Etc::main /dev/null Dir::Etc::parts /dev/null \
      Dir::Etc::sourcelist "$folder/sources.list" Dir::Etc::sourceparts /dev/null Dir::Etc::preferences /dev/null \
      Dir::Etc::preferencesparts /dev/null Dir::State "$folder" Dir::State::lists "$folder/lists" \
      Dir::State::status "$folder/status" Dir::Cache "$folder/cache"
  } >"$folder/apt.conf"
  export APT_CONFIG=$folder/apt.conf
  apt-get -qq update
}

# go_environment WORK GOROOT GOPATH   Go as a package left it, with nothing of the user's and no network
go_environment() {
  mkdir -p "$1"/{home,tmp}
  export GOROOT=$2 GOPATH=$3 GOCACHE=$1/gocache GOTMPDIR=$1/tmp HOME=$1/home
  export GOENV=off GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=0
  export GOFLAGS='-trimpath -gcflags=all=-dwarf=false' # debug information would only fill the disk: it is stripped in the end
}
go() { nice -n 19 "$GOROOT/bin/go" "$@"; }

# forget FOLDER   Go makes what it keeps read-only
forget() { [ ! -d "$1" ] || { chmod -R u+w "$1" && rm -rf "$1"; }; }

# --- certificates of a server in $RUN/pki, and kubeconfigs for their users ------------------------------------------

authority() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$RUN/pki/ca.key"
  openssl req -x509 -new -key "$RUN/pki/ca.key" -subj /CN=weir-test -days 3650 -out "$RUN/pki/ca.crt"
}
certificate() { # certificate NAME SUBJECT [ALTERNATIVE_NAMES]
  local extensions=extendedKeyUsage=clientAuth,serverAuth
  [ -z "${3:-}" ] || extensions+=$'\n'subjectAltName=$3
  openssl ecparam -name prime256v1 -genkey -noout -out "$RUN/pki/$1.key"
  openssl req -new -key "$RUN/pki/$1.key" -subj "$2" |
    openssl x509 -req -CA "$RUN/pki/ca.crt" -CAkey "$RUN/pki/ca.key" -CAcreateserial -days 3650 \
      -extfile <(echo "$extensions") -out "$RUN/pki/$1.crt" 2>/dev/null
}
kubeconfig() { # kubeconfig NAME PORT [ADDRESS]
  cat >"$RUN/$1.kubeconfig" <<Y
apiVersion: v1
kind: Config
current-context: weir
contexts: [{name: weir, context: {cluster: weir, user: $1}}]
clusters: [{name: weir, cluster: {server: "https://${3:-127.0.0.1}:$2", certificate-authority: "$RUN/pki/ca.crt"}}]
users: [{name: $1, user: {client-certificate: "$RUN/pki/$1.crt", client-key: "$RUN/pki/$1.key"}}]
Y
}

# --- processes of a server: logs in $RUN/log, and in $RUN/pids the id and the start time of each, so that an id which
# --- the system gave to somebody else since is never signalled ------------------------------------------------------

started_at() { sed -n '/) [^Z]/s/.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; } # of one that has not ended
start() { # start NAME COMMAND...   with no file that is open here: a lock that the caller holds would last as long as the process
  local name=$1 open
  shift
  {
    for open in "/proc/$BASHPID/fd"/*; do
      open=${open##*/}
      [ "$open" -le 2 ] || exec {open}>&-
    done
    exec setsid "$@" >"$RUN/log/$name.log" 2>&1 </dev/null
  } &
  echo "$! $(started_at $!)" >"$RUN/pids/$name"
}
running() { # running NAME   its process id, or nothing
  local pid since
  [ -r "$RUN/pids/$1" ] && read -r pid since <"$RUN/pids/$1" && [ -n "$since" ] && [ "$since" = "$(started_at "$pid")" ] && echo "$pid"
}
finish() { # finish TENTHS NAME...   asks them to stop, and after that time makes them
  local tenths=$1 name pid
  shift
  for name; do
    pid=$(running "$name") || continue
    kill -TERM -- "-$pid" || true
  done
  for name; do
    while pid=$(running "$name") && [ $((tenths--)) -gt 0 ]; do sleep 0.1; done
    [ -z "$pid" ] || kill -KILL -- "-$pid" || true
    rm -f "$RUN/pids/$name"
  done
}
take_down() { # take_down FOLDER DATA   stops a server and forgets its data, and the kubeconfigs, which tests take for a sign of life
  RUN=$1
  [ -d "$RUN/pids" ] || return 0
  # the API server would drain for a minute
  finish 30 kube-controller-manager kube-scheduler kube-apiserver apiextensions-apiserver
  finish 50 etcd
  rm -rf "$2" "$RUN/cache" "$RUN"/*.kubeconfig
}
# The parts of a server that start with a word, of those that were started
parts() { find "$RUN/pids" -name "$1*" -printf '%f\n'; }
await() { # await WHAT TRIES COMMAND...   five tries a second
  local what=$1 tries=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((tries--)) -gt 0 ] || fail "$what did not come up; see $RUN/log, then: ./weir cluster down"
    sleep 0.2
  done
}
start_etcd() { # start_etcd FOLDER PORT   in memory and without syncing: it is thrown away
  mkdir -p "$1" && chmod 700 "$1"
  start etcd "$BIN/etcd" --name weir --data-dir "$1" --unsafe-no-fsync --logger zap --log-level warn \
    --listen-client-urls "http://127.0.0.1:$2" --advertise-client-urls "http://127.0.0.1:$2" \
    --listen-peer-urls "http://127.0.0.1:$(($2 + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$(($2 + 1))" \
    --initial-cluster "weir=http://127.0.0.1:$(($2 + 1))"
}
