# shellcheck shell=bash
# Sourced by the small services of a cluster with nodes: asking its API server.

RUN=$NODE
API=https://$NODE_NET.1:$NODE_PORT
api() { curl -sS --fail --cacert "$RUN/pki/ca.crt" --cert "$RUN/pki/admin.crt" --key "$RUN/pki/admin.key" "$@"; } # api ADDRESS

# on_change COMMAND PATH...   runs it at first, after changes of what is listed at the paths, and every five minutes
on_change() {
  local command=$1 path
  shift
  while :; do
    "$command"
    {
      for path; do api -N --max-time 300 "$API$path?watch=1" & done
      wait
    } 2>/dev/null | while read -r _; do
      while read -r -t 0.05 _; do :; done # what changes together is looked at once
      "$command"
    done
    sleep 1
  done
}
