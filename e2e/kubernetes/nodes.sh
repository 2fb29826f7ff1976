# shellcheck shell=bash
# Sourced by up.sh and down.sh: nodes, several on one machine. Each has a containerd, a kubelet, an address, a branch of
# the control groups, and a mount namespace; they share the network, and so one kube-proxy, and the file system.

can_have_nodes() {
  [ "$(id -u)" = 0 ] || fail 'nodes need root'
  [ -d /sys/fs/cgroup/memory ] || fail 'nodes need control groups of version 1 here; a cluster in Docker needs nothing of this'
  ! pidof dockerd >/dev/null || fail 'Docker runs here, and its rules for packets are not made for nodes beside it; tests use it by themselves'
  require containerd=containerd ctr=containerd runc=runc iptables-save=iptables conntrack=conntrack ip=iproute2 jq=jq \
    dnsmasq=dnsmasq-base unshare=util-linux sysctl=procps /usr/lib/cni/bridge=containernetworking-plugins
}
has_no_other_nodes() {
  [[ ! $(iptables-save 2>/dev/null) =~ KUBE-|CNI- ]] || fail 'iptables has rules of another Kubernetes (KUBE-, CNI-)'
}

# --- the machine: down.sh puts everything back ----------------------------------------------------------------------

lay_network() { # lay_network NODES
  local n
  sysctl -e net.ipv4.ip_forward net.ipv4.conf.all.route_localnet net.bridge.bridge-nf-call-iptables vm.overcommit_memory \
    vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes >"$RUN/sysctl" 2>/dev/null
  sysctl -qw net.ipv4.ip_forward=1
  # without it a pod does not reach a Service that leads to its neighbour
  sysctl -qw net.bridge.bridge-nf-call-iptables=1 2>/dev/null || progress 'warning: the kernel has no br_netfilter'
  ip link add weir-nodes type bridge # no port is ever in it: it only carries addresses
  ip link set weir-nodes up
  for ((n = 1; n <= $1; n++)); do ip address add "$NODE_NET.$n/32" dev weir-nodes; done
}
restore_machine() {
  local mounts tables rules group
  [ -e "$RUN/sysctl" ] || return 0
  while mounts=$(awk -v below="$RUN/" 'index($2, below) == 1 {print $2}' /proc/mounts | sort -r) && [ -n "$mounts" ]; do
    xargs umount -l <<<"$mounts" 2>/dev/null || break
  done
  for tables in iptables ip6tables; do
    rules=$("$tables-save" 2>/dev/null)
    [[ ! $rules =~ KUBE-|CNI- ]] || grep -vE 'KUBE-|CNI-' <<<"$rules" | "$tables-restore"
  done
  for group in /sys/fs/cgroup/*/weir-node*/; do
    [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
  done
  ip link delete weir-pods 2>/dev/null
  ip link delete weir-nodes 2>/dev/null
  sysctl -q -p "$RUN/sysctl"
  rm -f "$RUN/sysctl"
}

# --- what a cluster has beside its nodes ----------------------------------------------------------------------------

start_names() {
  : >"$RUN/hosts"
  start dnsmasq dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root --listen-address="$NODE_NET.1" \
    --bind-interfaces --no-resolv --no-hosts --local=/cluster.local/ --local-ttl=1 --addn-hosts="$RUN/hosts" --log-facility=-
  start names "$SCRIPTS/names.sh"
}
start_volumes() { start volumes "$SCRIPTS/volumes.sh"; }
start_proxy() {
  kubeconfig proxy "$NODE_PORT" "$NODE_NET.1"
  cat >"$RUN/proxy.yaml" <<Y
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: {kubeconfig: "$RUN/proxy.kubeconfig"}
hostnameOverride: node1
clusterCIDR: $POD_NET.0/24
bindAddress: $NODE_NET.1
healthzBindAddress: $NODE_NET.1:10256
metricsBindAddress: $NODE_NET.1:10249
oomScoreAdj: 0
iptables: {minSyncPeriod: 100ms, syncPeriod: 30s}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
Y
  start kube-proxy "$BIN/kube-proxy" --config="$RUN/proxy.yaml"
}

# --- nodes: NAME is node and a number -------------------------------------------------------------------------------

on_node() { ctr -a "$RUN/$1/containerd.sock" -n k8s.io "${@:2}"; } # on_node NAME ARGUMENT_OF_CTR...

start_containerd() { # start_containerd NAME NODES
  local folder=$RUN/$1 share=$((240 / $2)) first
  first=$((2 + share * (${1#node} - 1))) # its part of the addresses of pods
  mkdir -p "$folder/network" "$folder"/log/{pods,containers} /var/log/pods /var/log/containers
  cat >"$folder/network/10-weir.conflist" <<J
{"cniVersion": "0.4.0", "name": "weir", "plugins": [
  {"type": "bridge", "bridge": "weir-pods", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$folder/addresses", "routes": [{"dst": "0.0.0.0/0"}], "ranges": [[
     {"subnet": "$POD_NET.0/24", "gateway": "$POD_NET.1", "rangeStart": "$POD_NET.$first", "rangeEnd": "$POD_NET.$((first + share - 1))"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
J
  cat >"$folder/containerd.toml" <<T
version = 2
root = "$folder/containerd/root"
state = "$folder/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]
[grpc]
  address = "$folder/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/weir-pause:1"
  stream_server_address = "127.0.0.1"
  restrict_oom_score_adj = true # to lower it takes a capability that not every root has
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$folder/network"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
T
  # Where kubelets write logs cannot be chosen, and each deletes those of pods that it does not know.
  # shellcheck disable=SC2016 # the inner shell expands it
  start "containerd-$1" unshare --mount --propagation private sh -c 'mount --bind "$0/log/pods" /var/log/pods &&
    mount --bind "$0/log/containers" /var/log/containers && exec containerd --config "$0/containerd.toml"' "$folder"
}
start_kubelet() { # start_kubelet NAME
  local folder=$RUN/$1 address=$NODE_NET.${1#node} group setting
  for group in /sys/fs/cgroup/*/; do
    [ "$group" != /sys/fs/cgroup/unified/ ] || continue
    mkdir -p "${group}weir-$1"
    for setting in cpuset.cpus cpuset.mems; do # empty ones let no process in
      [ ! -e "$group$setting" ] || cat "$group$setting" >"${group}weir-$1/$setting"
    done
  done
  mkdir -p "$folder/kubelet"
  kubeconfig "$1" "$NODE_PORT" "$NODE_NET.1"
  cat >"$folder/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: "$RUN/pki/ca.crt"}}
authorization: {mode: AlwaysAllow}
tlsCertFile: "$RUN/pki/$1.crt"
tlsPrivateKeyFile: "$RUN/pki/$1.key"
cgroupDriver: cgroupfs
cgroupRoot: /weir-$1
enforceNodeAllocatable: []
oomScoreAdj: 0
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: [$NODE_NET.1]
resolvConf: ""
healthzPort: 0
readOnlyPort: 0
evictionHard: {memory.available: 50Mi, nodefs.available: "1%", imagefs.available: "1%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
nodeStatusUpdateFrequency: 4s
syncFrequency: 10s
Y
  await "containerd of $1" 150 on_node "$1" version
  on_node "$1" images import "$BIN/pause.tar" >/dev/null
  start "kubelet-$1" nsenter --mount --target "$(running "containerd-$1")" "$BIN/kubelet" --config="$folder/kubelet.yaml" \
    --root-dir="$folder/kubelet" --cert-dir="$folder/kubelet/pki" --kubeconfig="$RUN/$1.kubeconfig" \
    --container-runtime=remote --container-runtime-endpoint="unix://$folder/containerd.sock" \
    --hostname-override="$1" --node-ip="$address" --node-labels="topology.kubernetes.io/zone=zone-${1#node}"
}
all_registered() { [ "$(kubectl get nodes --no-headers | wc -l)" = "$1" ]; }

remove_pods() { # remove_pods NAME   through its containerd: processes, containers, network namespaces
  local container namespace
  on_node "$1" containers ls -q | while read -r container; do
    namespace=$(on_node "$1" containers info "$container" |
      jq -r '.Spec.linux.namespaces[]? | select(.type == "network") | .path // empty | select(contains("/cni-")) | sub(".*/"; "")')
    on_node "$1" tasks kill -s SIGKILL "$container"
    on_node "$1" tasks rm -f "$container"
    on_node "$1" containers rm "$container"
    [ -z "$namespace" ] || ip netns delete "$namespace"
  done >/dev/null 2>&1
}
nodes_down() {
  local part
  RUN=$NODE
  [ -d "$RUN/pids" ] || return 0
  # kubelets would start again what is removed
  # shellcheck disable=SC2046 # names are words
  finish 30 $(parts kubelet) kube-proxy names volumes dnsmasq
  for part in $(parts containerd); do remove_pods "${part#containerd-}" & done
  wait
  # shellcheck disable=SC2046
  finish 50 $(parts containerd)
  restore_machine
  take_down "$NODE" "$NODE_DATA"
  rm -rf "$RUN"/node[0-9] "$RUN"/hosts* "$RUN/proxy.yaml"
}
control_down() {
  take_down "$CONTROL" "$CONTROL_DATA"
  # where Kubernetes' own provisioner makes volumes, without a choice: no pod ever wrote to them
  [ ! -d /tmp/hostpath_pv ] || find /tmp/hostpath_pv -depth -type d -empty -delete
}
crds_down() { take_down "$CRDS" "$CRDS_DATA"; }
