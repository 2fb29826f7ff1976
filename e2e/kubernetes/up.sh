#!/bin/bash
# up.sh control|crds|node   starts a server on this machine, building it first where it is not there.
#   control   API server, controllers and scheduler of Kubernetes 1.20, on loopback: every object, roles, garbage
#             collection. There are no nodes, so pods stay Pending. No root.
#   crds      a current server of definitions alone, on loopback. No root.
#   node      a control plane of its own, and NODES nodes (2) that run pods. Root, and a Linux with cgroups of version 1.
# Prints how tests find it.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$SCRIPTS/control-plane.sh"
. "$SCRIPTS/nodes.sh"
require openssl=openssl setsid=util-linux curl=curl

prepare() { # prepare FOLDER COMMAND PART...   COMMAND takes down what is left of a run that did not end well
  local part up=yes
  RUN=$1
  mkdir -p "$RUN"/{pki,log,pids}
  for part in "${@:3}"; do [ -n "$(running "$part")" ] || up=no; done
  if [ $up = yes ]; then
    progress 'runs already'
    announce
    exit 0
  fi
  "$2"
}
secure() { # secure ALTERNATIVE_NAMES USER...   certificates for the server and for users of these names, once
  [ ! -e "$RUN/pki/complete" ] || return 0
  authority
  certificate server /CN=server "DNS:localhost,IP:127.0.0.1,IP:10.96.0.1$1"
  certificate admin /O=system:masters/CN=admin
  local name
  for name in "${@:2}"; do certificate "$name" "/CN=system:kube-$name"; done
  touch "$RUN/pki/complete"
}

control() {
  announce() { echo "export WEIR_TEST_KUBECONFIG=$CONTROL/admin.kubeconfig"; }
  "$SCRIPTS/build-kubernetes.sh"
  prepare "$CONTROL" control_down etcd kube-apiserver kube-controller-manager kube-scheduler
  secure '' controller-manager scheduler
  control_plane 127.0.0.1 "$CONTROL_PORT" "$CONTROL_ETCD" "$CONTROL_DATA" --endpoint-reconciler-type=none
  kubectl apply -f - >/dev/null <<'Y'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: hostpath, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/host-path
reclaimPolicy: Delete
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: growing}
provisioner: kubernetes.io/host-path
reclaimPolicy: Delete
allowVolumeExpansion: true
Y
  progress 'the control plane is ready'
}

crds() {
  announce() { echo "export WEIR_TEST_CRD_KUBECONFIG=$CRDS/admin.kubeconfig"; }
  "$SCRIPTS/build-crds.sh"
  prepare "$CRDS" crds_down etcd apiextensions-apiserver
  secure ''
  kubeconfig admin "$CRDS_PORT"
  # It wants to ask a main server who may do what. There is none; the only user here may do everything.
  sed "s/:$CRDS_PORT/:1/" "$RUN/admin.kubeconfig" >"$RUN/nobody.kubeconfig"
  start_etcd "$CRDS_DATA" "$CRDS_ETCD"
  start apiextensions-apiserver "$BIN/apiextensions-apiserver" --etcd-servers="http://127.0.0.1:$CRDS_ETCD" \
    --secure-port="$CRDS_PORT" --bind-address=127.0.0.1 --client-ca-file="$RUN/pki/ca.crt" --authentication-skip-lookup \
    --tls-cert-file="$RUN/pki/server.crt" --tls-private-key-file="$RUN/pki/server.key" \
    --kubeconfig="$RUN/nobody.kubeconfig" --authentication-kubeconfig="$RUN/nobody.kubeconfig" \
    --authorization-kubeconfig="$RUN/nobody.kubeconfig" --enable-priority-and-fairness=false \
    --disable-admission-plugins=NamespaceLifecycle,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,ValidatingAdmissionPolicy,MutatingAdmissionPolicy
  await 'the server of definitions' 150 curl -sf --cacert "$RUN/pki/ca.crt" --cert "$RUN/pki/admin.crt" \
    --key "$RUN/pki/admin.key" "https://127.0.0.1:$CRDS_PORT/healthz"
  progress 'the server of definitions is ready'
}

node() {
  local nodes=${NODES:-2} n names=() kubelets=()
  [[ $nodes =~ ^[1-9]$ ]] || fail 'NODES is from 1 to 9'
  for ((n = 1; n <= nodes; n++)); do names+=("node$n") kubelets+=("containerd-node$n" "kubelet-node$n"); done
  announce() { echo "export WEIR_TEST_NODE_KUBECONFIG=$NODE/admin.kubeconfig"; }
  can_have_nodes
  "$SCRIPTS/build-kubernetes.sh"
  prepare "$NODE" nodes_down etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy names volumes "${kubelets[@]}"
  has_no_other_nodes
  secure ",IP:$NODE_NET.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc" controller-manager scheduler proxy
  [ -e "$RUN/pki/node9.crt" ] || for n in {1..9}; do
    certificate "node$n" "/O=system:nodes/CN=system:node:node$n" "DNS:node$n,IP:$NODE_NET.$n"
  done
  lay_network "$nodes"
  control_plane "$NODE_NET.1" "$NODE_PORT" "$NODE_ETCD" "$NODE_DATA" --endpoint-reconciler-type=lease \
    --enable-admission-plugins=NodeRestriction,PodSecurityPolicy --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$RUN/pki/admin.crt" --kubelet-client-key="$RUN/pki/admin.key"
  kubectl apply -f "$SCRIPTS/node-objects.yaml" >/dev/null
  start_names
  start_volumes
  for n in "${names[@]}"; do start_containerd "$n" "$nodes"; done
  for n in "${names[@]}"; do start_kubelet "$n"; done
  start_proxy
  await 'a node' 300 all_registered "$nodes"
  kubectl wait --for=condition=Ready nodes --all --timeout=120s >/dev/null
  progress "$nodes nodes are ready"
  "$SCRIPTS/load.sh"
}

case ${1:-} in
  control | crds | node) "$1" && announce ;;
  *) fail 'say control, crds or node' ;;
esac
