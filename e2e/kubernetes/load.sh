#!/bin/bash
# load.sh [FILE]...   brings images to all nodes that run: OCI archives, by default those that ./weir images wrote.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$SCRIPTS/nodes.sh"
RUN=$NODE
if [ $# -eq 0 ]; then
  shopt -s nullglob
  set -- "$SCRIPTS"/../../target/images/*.tar
  [ $# -gt 0 ] || { progress 'no images yet: ./weir images, then ./weir cluster load'; exit 0; }
fi
nodes=$(parts containerd 2>/dev/null)
[ -n "$nodes" ] || fail 'no nodes run: ./weir cluster up node'
for node in $nodes; do
  for file; do on_node "${node#containerd-}" images import "$file" >/dev/null; done
done
progress "loaded ${*##*/}"
