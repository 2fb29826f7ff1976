#!/bin/bash
# Stops what up.sh started, and forgets its data. What was built stays, and so do the certificates.
set -uo pipefail
. "$(dirname "$0")/common.sh"
take_down "$CONTROL" "$CONTROL_DATA"
take_down "$CRDS" "$CRDS_DATA"
