#!/bin/bash
# up.sh control|crds   starts a server on this machine's loopback, building it first where it is not there. No root.
#   control   API server, controllers and scheduler of Kubernetes 1.20: every object, roles, garbage collection. There are
#             no nodes, so pods stay Pending.
#   crds      a current server of definitions alone
# Prints how tests find it.
set -euo pipefail
. "$(dirname "$0")/common.sh"
require openssl=openssl setsid=util-linux curl=curl

prepare() { # prepare FOLDER DATA PART...
  local part up=yes
  RUN=$1
  mkdir -p "$RUN"/{pki,log,pids}
  for part in "${@:3}"; do [ -n "$(running "$part")" ] || up=no; done
  if [ $up = yes ]; then
    progress 'runs already'
    announce
    exit 0
  fi
  take_down "$1" "$2" # what is left of a run that did not end well
}
secure() { # secure NAME...   certificates for the server and for users of these names, once
  [ ! -e "$RUN/pki/complete" ] || return 0
  authority
  certificate server /CN=server "DNS:localhost,IP:127.0.0.1,IP:10.96.0.1"
  certificate admin /O=system:masters/CN=admin
  local name
  for name; do certificate "$name" "/CN=system:kube-$name"; done
  touch "$RUN/pki/complete"
}

control() {
  announce() { echo "export WEIR_TEST_KUBECONFIG=$CONTROL/admin.kubeconfig"; }
  "$SCRIPTS/build-control.sh"
  prepare "$CONTROL" "$CONTROL_DATA" etcd kube-apiserver kube-controller-manager kube-scheduler
  secure controller-manager scheduler
  [ -e "$RUN/pki/accounts.key" ] || openssl genrsa -out "$RUN/pki/accounts.key" 2048 2>/dev/null
  local user pki=$RUN/pki
  for user in admin controller-manager scheduler; do kubeconfig "$user" "$CONTROL_PORT"; done
  start_etcd "$CONTROL_DATA" "$CONTROL_ETCD"
  start kube-apiserver "$BIN/kube-apiserver" --etcd-servers="http://127.0.0.1:$CONTROL_ETCD" --secure-port="$CONTROL_PORT" \
    --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --endpoint-reconciler-type=none --profiling=false \
    --tls-cert-file="$pki/server.crt" --tls-private-key-file="$pki/server.key" --client-ca-file="$pki/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/accounts.key" \
    --service-account-signing-key-file="$pki/accounts.key" --service-cluster-ip-range=10.96.0.0/16 \
    --authorization-mode=Node,RBAC --allow-privileged=true
  kubectl() { "$BIN/kubectl" --kubeconfig="$CONTROL/admin.kubeconfig" --cache-dir="$CONTROL/cache" "$@"; }
  await 'the API server' 300 kubectl get --raw /readyz
  progress 'the API server is ready'
  for user in controller-manager scheduler; do
    local options=(--leader-elect=false --bind-address=127.0.0.1)
    for option in kubeconfig authentication-kubeconfig authorization-kubeconfig; do options+=("--$option=$RUN/$user.kubeconfig"); done
    if [ $user = controller-manager ]; then
      options+=(--use-service-account-credentials --service-account-private-key-file="$pki/accounts.key"
        --root-ca-file="$pki/ca.crt" --enable-hostpath-provisioner=true)
    fi
    start kube-$user "$BIN/kube-$user" "${options[@]}"
  done
  await 'the controllers' 300 kubectl get serviceaccount default
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
  prepare "$CRDS" "$CRDS_DATA" etcd apiextensions-apiserver
  secure
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

case ${1:-} in
  control | crds) "$1" && announce ;;
  *) fail 'say control or crds' ;;
esac
