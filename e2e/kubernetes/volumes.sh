#!/bin/bash
# Makes, grows and removes the volumes of a cluster with nodes: each is a folder of the node that its pod was placed on, and
# the pod must come back there, as with disks of a node. Nothing holds a volume to its size.
set -uo pipefail
. "$(dirname "$0")/common.sh"
. "$SCRIPTS/control-plane.sh"
. "$SCRIPTS/cluster-api.sh"

# shellcheck disable=SC2016 # jq expands it
make='
  .items[] | select(.status.phase == "Pending" and .spec.storageClassName == "local")
  | (.metadata.annotations["volume.kubernetes.io/selected-node"] | values) as $node | "pvc-\(.metadata.uid)" as $name
  | {apiVersion: "v1", kind: "PersistentVolume",
     metadata: {name: $name, annotations: {"pv.kubernetes.io/provisioned-by": "weir.dev/local"}},
     spec: {capacity: .spec.resources.requests, accessModes: ["ReadWriteOnce"], storageClassName: "local",
       persistentVolumeReclaimPolicy: "Delete", local: {path: "\($run)/\($node)/volumes/\($name)"},
       claimRef: ({apiVersion: "v1", kind: "PersistentVolumeClaim"} + (.metadata | {namespace, name, uid})),
       nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [
         {key: "kubernetes.io/hostname", operator: "In", values: [$node]}]}]}}}}'
# shellcheck disable=SC2016
grow='
  .items[] | select(.status.phase == "Bound" and .spec.storageClassName == "local"
    and .spec.resources.requests.storage != .status.capacity.storage)
  | "\(.metadata.namespace) \(.metadata.name) \(.spec.volumeName) \(.spec.resources.requests.storage)"'
remove='
  .items[] | select(.status.phase == "Released" and .spec.storageClassName == "local") | "\(.metadata.name) \(.spec.local.path)"'

resize() { # resize PATH SPEC_OR_STATUS SIZE
  api -X PATCH -H 'Content-Type: application/merge-patch+json' "$API$1" \
    -d "{\"$2\": {\"capacity\": {\"storage\": \"$3\"}}}" >/dev/null
}
refresh() {
  local claims volume namespace name size folder
  claims=$(api "$API/api/v1/persistentvolumeclaims") || return
  jq -c --arg run "$RUN" "$make" <<<"$claims" | while read -r volume; do
    install -d -m 755 "$(jq -r .spec.local.path <<<"$volume")"
    kubectl create -f - <<<"$volume"
  done
  jq -r "$grow" <<<"$claims" | while read -r namespace name volume size; do
    resize "/api/v1/persistentvolumes/$volume" spec "$size" &&
      resize "/api/v1/namespaces/$namespace/persistentvolumeclaims/$name/status" status "$size"
  done
  api "$API/api/v1/persistentvolumes" | jq -r "$remove" | while read -r name folder; do
    rm -rf "$folder"
    kubectl delete --wait=false persistentvolume "$name"
  done
}
on_change refresh /api/v1/persistentvolumeclaims /api/v1/persistentvolumes
