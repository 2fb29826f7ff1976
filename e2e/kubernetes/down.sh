#!/bin/bash
# Stops what up.sh started, and forgets its data. What was built stays, and so do the certificates.
set -uo pipefail
. "$(dirname "$0")/common.sh"
for RUN in "$CONTROL" "$CRDS"; do
  [ -d "$RUN/pids" ] || continue
  # the API server would drain for a minute
  finish 30 kube-controller-manager kube-scheduler kube-apiserver apiextensions-apiserver
  finish 50 etcd
done
rm -rf $CONTROL_DATA $CRDS_DATA "$CONTROL/cache" "$CONTROL"/*.kubeconfig "$CRDS"/*.kubeconfig # tests take these for a sign
