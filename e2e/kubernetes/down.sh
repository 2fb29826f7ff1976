#!/bin/bash
# Stops what up.sh started, pods and their volumes included, forgets its data, and puts the settings of the machine back.
# What was built stays, and so do the certificates.
set -uo pipefail
. "$(dirname "$0")/common.sh"
. "$SCRIPTS/nodes.sh"
nodes_down
control_down
crds_down
