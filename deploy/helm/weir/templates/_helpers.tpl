{{/* The reference of an image: takes the image and the chart. */}}
{{- define "weir.image" -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ .image.tag | default .chart.AppVersion }}
{{- end -}}
{{- end }}

{{/*
The objects of files/, which are those of deploy/operator, in the namespace of this release: takes the root and the name
of a file.
*/}}
{{- define "weir.objects" -}}
{{- $root := .root -}}
{{- range $text := $root.Files.Get (printf "files/%s" .file) | splitList "\n---\n" -}}
{{- $object := fromYaml $text -}}
{{- if hasKey $object.metadata "namespace" -}}
{{- $_ := set $object.metadata "namespace" $root.Release.Namespace -}}
{{- end -}}
{{- range $object.subjects -}}
{{- $_ := set . "namespace" $root.Release.Namespace -}}
{{- end }}
---
{{ toYaml $object }}
{{- end -}}
{{- end }}
