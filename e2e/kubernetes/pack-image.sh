#!/bin/bash
# pack-image.sh PROGRAM NAME FILE   makes an image of one static program: an archive in OCI's layout, of one layer, as
# `ctr images import` takes it. The same program gives the same bytes.
set -euo pipefail
program=$1 name=$2 file=$3
layout=$(mktemp -d)
trap 'rm -rf "$layout"' EXIT
mkdir -p "$layout"/{root,image/blobs/sha256}
blobs=$layout/image/blobs/sha256

archive() { tar --numeric-owner --owner=0 --group=0 --sort=name --mtime=@0 -C "$1" -c "${@:2}"; }
sum() { sha256sum "$1" | cut -d ' ' -f 1; }
store() { # store KIND FILE   moves it to where its content says, and describes it
  local digest size
  digest=$(sum "$2") size=$(stat -c %s "$2")
  mv "$2" "$blobs/$digest"
  printf '"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%s' "$1" "$digest" "$size"
}

install -m 755 "$program" "$layout/root/program"
archive "$layout/root" . >"$layout/layer"
content=$(sum "$layout/layer")
layer=$(store layer.v1.tar "$layout/layer")
printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/program"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$(dpkg --print-architecture)" "$content" >"$layout/config"
config=$(store config.v1+json "$layout/config")
printf '{"schemaVersion":2,"config":{%s},"layers":[{%s}]}' "$config" "$layer" >"$layout/manifest"
manifest=$(store manifest.v1+json "$layout/manifest")
printf '{"schemaVersion":2,"manifests":[{%s,"annotations":{"io.containerd.image.name":"%s","org.opencontainers.image.ref.name":"%s"}}]}' \
  "$manifest" "$name" "${name##*:}" >"$layout/image/index.json"
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/image/oci-layout"
archive "$layout/image" oci-layout index.json blobs >"$file"
