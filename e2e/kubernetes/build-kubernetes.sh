#!/bin/bash
# Builds Kubernetes 1.20, control plane and node, from Debian bookworm's source package with bookworm's Go, and takes etcd from
# trixie's package: no container registry and no root is needed, and what is downloaded is unpacked, not installed. Minutes
# the first time, and 2.5 GB of disk while it lasts; afterwards only when this script changed.
#
#   WEIR_CLUSTER_HOME   where everything goes
#   KEEP=1              keep the sources and Go's cache
set -euo pipefail
. "$(dirname "$0")/common.sh"
require dpkg-source=dpkg-dev sha256sum=coreutils "$ARCHIVE_KEYS=debian-archive-keyring"

version=$(cat "$SCRIPTS"/{build-kubernetes.sh,pack-image.sh,kubernetes.go,pause.go} | sha256sum)
[ "$(cat "$BIN/kubernetes.built" 2>/dev/null)" != "$version" ] || exit 0
work=$CLUSTER_HOME/build-kubernetes
rm -f "$BIN/kubernetes.built"
mkdir -p "$BIN" "$work"/{download,tools,gopath/src/k8s.io}
[ -n "${KEEP:-}" ] || trap 'forget "$work"' EXIT

debian "$work/apt" 'deb bookworm' 'deb-src bookworm' 'deb trixie'
cd "$work/download"
apt-get -qq source --download-only kubernetes
apt-get -qq download golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev/bookworm etcd-server/trixie
progress "downloaded Kubernetes' sources, $(du -sh . | cut -f 1)"

for package in ./*.deb; do dpkg -x "$package" "$work/tools"; done
source=$work/gopath/src/k8s.io/kubernetes
rm -rf "$source"
description=$(find . -name 'kubernetes_*.dsc' | sort -V | tail -n 1)
release=v$(sed -n 's/^Version: //p' "$description" | tail -n 1 | sed -E 's/.*really//; s/[-+].*//')
dpkg-source --no-check -x "$description" "$source" >/dev/null # apt has checked it
# The vendored reflect2 reads maps in a way that Go 1.18 ended: the server would crash on its first custom resource.
vendored=$source/vendor/github.com/modern-go/reflect2
rm -f "$vendored"/*.{go,s}
cp "$work/tools/usr/share/gocode/src/github.com/modern-go/reflect2"/*.{go,s} "$vendored/"
mkdir -p "$source/cmd/kubernetes"
cp "$SCRIPTS/kubernetes.go" "$source/cmd/kubernetes/main.go"
progress 'unpacked'

go_environment "$work" "$work/tools/usr/lib/go-1.19" "$work/gopath"
cd "$source"
# The package lacks one file that upstream's build generates: the OpenAPI definitions of the built-in kinds.
go build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
kinds=$(grep -rl --include='*.go' '+k8s:openapi-gen=' pkg staging/src/k8s.io | xargs -n 1 dirname | sort -u |
  grep -vE 'code-generator|sample-apiserver|apiserver/pkg/apis/example' |
  sed -e 's#^staging/src/#vendor/#' -e 's#^#k8s.io/kubernetes/#' | paste -sd ,)
PATH=$GOROOT/bin:$PATH nice -n 19 "$work/openapi-gen" --v 0 --logtostderr -i "$kinds" -O zz_generated.openapi \
  -p k8s.io/kubernetes/pkg/generated/openapi -h hack/boilerplate/boilerplate.generatego.txt \
  --output-base "$GOPATH/src" -r "$work/openapi-violations.txt"
progress 'generated the OpenAPI definitions'
flags='-s -w'
for package in component-base/version client-go/pkg/version; do
  package=k8s.io/kubernetes/vendor/k8s.io/$package
  flags+=" -X $package.gitVersion=$release -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d . -f 2 <<<"$release")"
  flags+=" -X $package.gitCommit=unknown -X $package.gitTreeState=archive"
done
components=(kube-apiserver kube-controller-manager kubelet kube-scheduler kube-proxy)
for component in "${components[@]}"; do # one by one: Go's temporary files go after each
  go build "./cmd/$component/app"
  progress "compiled $component"
done
go build -o "$BIN/kubernetes" -ldflags "$flags" ./cmd/kubernetes
for component in "${components[@]}" kubectl; do ln -sf kubernetes "$BIN/$component"; done
cp --remove-destination "$work/tools/usr/bin/etcd" "$BIN/etcd"
go build -o "$work/pause" -ldflags '-s -w' "$SCRIPTS/pause.go"
"$SCRIPTS/pack-image.sh" "$work/pause" localhost/weir-pause:1 "$BIN/pause.tar"
progress "built Kubernetes $release"
echo "$version" >"$BIN/kubernetes.built"
