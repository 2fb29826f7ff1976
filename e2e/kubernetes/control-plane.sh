# shellcheck shell=bash disable=SC2154 # up.sh sets what is not set here
# Sourced by up.sh: API server, controllers and scheduler.

kubectl() { "$BIN/kubectl" --kubeconfig="$RUN/admin.kubeconfig" --cache-dir="$RUN/cache" "$@"; }

# control_plane ADDRESS PORT ETCD_PORT ETCD_DATA API_SERVER_OPTION...
control_plane() {
  local user option pki=$RUN/pki address=$1 port=$2
  start_etcd "$4" "$3"
  for user in admin controller-manager scheduler; do kubeconfig "$user" "$port" "$address"; done
  [ -e "$pki/accounts.key" ] || openssl genrsa -out "$pki/accounts.key" 2048 2>/dev/null
  start kube-apiserver "$BIN/kube-apiserver" --etcd-servers="http://127.0.0.1:$3" --secure-port="$port" \
    --bind-address="$address" --advertise-address="$address" --profiling=false \
    --tls-cert-file="$pki/server.crt" --tls-private-key-file="$pki/server.key" --client-ca-file="$pki/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/accounts.key" \
    --service-account-signing-key-file="$pki/accounts.key" --service-cluster-ip-range=10.96.0.0/16 \
    --authorization-mode=Node,RBAC --allow-privileged=true "${@:5}"
  await 'the API server' 300 kubectl get --raw /readyz
  progress 'the API server is ready'
  for user in controller-manager scheduler; do
    local options=(--leader-elect=false --bind-address=127.0.0.1 --port=0 --secure-port="$((++port))")
    for option in kubeconfig authentication-kubeconfig authorization-kubeconfig; do options+=("--$option=$RUN/$user.kubeconfig"); done
    if [ $user = controller-manager ]; then
      # a node that is gone is noticed within twenty seconds, not within five minutes
      options+=(--use-service-account-credentials --service-account-private-key-file="$pki/accounts.key"
        --root-ca-file="$pki/ca.crt" --enable-hostpath-provisioner=true
        --node-monitor-grace-period=20s --pod-eviction-timeout=20s)
    fi
    start kube-$user "$BIN/kube-$user" "${options[@]}"
  done
  await 'the controllers' 300 kubectl get serviceaccount default
}
