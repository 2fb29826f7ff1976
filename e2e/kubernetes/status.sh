#!/bin/bash
# Tells which servers are built and which run.
set -uo pipefail
. "$(dirname "$0")/common.sh"
tell() { # tell NAME FOLDER BUILT PART...
  local name=$1 built=no part pid
  RUN=$2
  [ ! -e "$BIN/$3" ] || built=yes
  printf '%-8s built: %s\n' "$name" $built
  shift 3
  for part; do
    pid=$(running "$part") && printf '  %-26s process %s\n' "$part" "$pid"
  done
  [ -z "$(running etcd)" ] || printf '  %s\n' "$RUN/admin.kubeconfig"
}
tell control "$CONTROL" kubernetes.built etcd kube-apiserver kube-controller-manager kube-scheduler
tell crds "$CRDS" crds.built etcd apiextensions-apiserver
nodes=()
[ ! -d "$NODE/pids" ] || mapfile -t nodes < <(find "$NODE/pids" -name '*-node*' -printf '%f\n' | sort)
tell node "$NODE" kubernetes.built etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy dnsmasq names volumes "${nodes[@]}"
