#!/bin/bash
# Gives dnsmasq the names of a cluster, as they are at any time: a Service's address, the addresses behind a headless one,
# and the pods that have a name of their own. IPv4 alone.
set -uo pipefail
. "$(dirname "$0")/common.sh"
. "$SCRIPTS/cluster-api.sh"

# shellcheck disable=SC2016 # jq expands it
names='
  def name: "\(.metadata.name).\(.metadata.namespace).svc.cluster.local";
  (input.items | map(select(.spec.clusterIP // "None" | . != "None" and . != "") | {(name): .spec.clusterIP}) | add // {}) as $services
  | ($services | to_entries[] | "\(.value) \(.key)"),
    (input.items[] | name as $name | .subsets[]?.addresses[]?
      | (if $services[$name] then empty else "\(.ip) \($name)" end),
        (if .hostname then "\(.ip) \(.hostname).\($name)" else empty end))'

refresh() {
  jq -nr "$names" <(api "$API/api/v1/services") <(api "$API/api/v1/endpoints") >"$RUN/hosts.new" || return
  if ! cmp -s "$RUN/hosts.new" "$RUN/hosts"; then
    cat "$RUN/hosts.new" >"$RUN/hosts"
    kill -HUP "$(running dnsmasq)" # reads it again
  fi
}
on_change refresh /api/v1/endpoints
