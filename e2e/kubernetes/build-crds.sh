#!/bin/bash
# Builds a current apiextensions-apiserver from Debian sid's Go packages: it treats definitions and their resources as
# today's clusters do (rules in CEL, defaults), and knows no built-in kinds. Takes etcd from trixie's package when there is
# none yet. No root, nothing installed. sid moves: delete $WEIR_CLUSTER_HOME/bin/crds.built to get what is there today.
#
#   KEEP=1              keep the sources and Go's cache
set -euo pipefail
. "$(dirname "$0")/common.sh"
require dpkg=dpkg sha256sum=coreutils "$ARCHIVE_KEYS=debian-archive-keyring"

version=$(sha256sum <"$SCRIPTS/build-crds.sh")
[ "$(cat "$BIN/crds.built" 2>/dev/null)" != "$version" ] || exit 0
work=$CLUSTER_HOME/build-crds
rm -f "$BIN/crds.built"
mkdir -p "$BIN" "$work"/{download,root}
[ -n "${KEEP:-}" ] || trap 'forget "$work"' EXIT

debian "$work/apt" 'deb trixie' 'deb sid'
package=golang-k8s-apiextensions-apiserver-dev
release=$(apt-cache show --no-all-versions $package | sed -nE 's/^Version: 0\.([0-9]+\.[0-9]+).*/v1.\1/p')
# What apt would install for it, without compilers and documentation, and without the clouds' libraries: they are more
# than half of the bytes, and nothing here imports them.
libraries=$(apt-get install -s --no-install-recommends $package | awk '/^Inst golang-/ {print $2}' |
  grep -vE '^golang-([0-9.]+-)?(go|src|doc)$|aws-sdk|google-cloud|google-api')
cd "$work/download"
# shellcheck disable=SC2086 # names are words
apt-get -qq download $libraries etcd-server/trixie
for file in golang-*.deb; do dpkg -x "$file" "$work/root"; done
source=$work/root/usr/share/gocode/src/k8s.io/apiextensions-apiserver
needed=$(sed -nE 's/^go 1\.([0-9]+).*/\1/p' "$source/go.mod")
compiler=$(apt-cache pkgnames golang-1. | sed -nE 's/^golang-1\.([0-9]+)-go$/\1/p' | sort -n | awk -v n="$needed" '$1 >= n' | sed -n 1p)
[ -n "$compiler" ] || fail "Debian has no Go 1.$needed"
apt-get -qq download "golang-1.$compiler-go" "golang-1.$compiler-src"
for file in "golang-1.$compiler"-*.deb etcd-server_*.deb; do dpkg -x "$file" "$work/root"; done
progress "downloaded and unpacked the sources of $release, $(du -sh . | cut -f 1)"

# By itself it leaves the list of groups and the OpenAPI of custom resources to another server that is not here.
change() { # change FILE THIS TO_THAT
  grep -q "$2" "$source/$1" || fail "the sources are not what they were: $1 has no '$2'"
  sed -i "s/$2/$3/" "$source/$1"
}
change pkg/apiserver/apiserver.go 'GenericConfig\.EnableDiscovery = false' 'GenericConfig.EnableDiscovery = true'
change pkg/cmd/server/options/options.go 'serverConfig\.OpenAPIV3Config = \(.*\)DefaultOpenAPIV3Config\(.*\)' \
  '&; serverConfig.OpenAPIConfig = \1DefaultOpenAPIConfig\2'

go_environment "$work" "$work/root/usr/lib/go-1.$compiler" "$work/root/usr/share/gocode"
stamp=k8s.io/component-base/version
go build -o "$BIN/apiextensions-apiserver" \
  -ldflags "-s -w -X $stamp.gitVersion=$release -X $stamp.gitMajor=1 -X $stamp.gitMinor=$(cut -d . -f 2 <<<"$release")" \
  k8s.io/apiextensions-apiserver
[ -x "$BIN/etcd" ] || cp "$work/root/usr/bin/etcd" "$BIN/etcd"
progress "built apiextensions-apiserver $release"
echo "$version" >"$BIN/crds.built"
