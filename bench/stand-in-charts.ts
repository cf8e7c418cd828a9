/**
 * Helm charts that render to the same objects as ours, one chart for each file. They replace the public charts of the same components, which are not published as packages
 * that this program may install. Each object has its own template with the idioms of public charts: shared labels from a helper, a switch, names and the
 * rest from values. Public charts have far more logic in their templates, so these charts favour Helm.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { SynthesizedFile } from '../charts/synthesis';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: unknown };
}

/** Writes one chart for each file under `folder`. @returns the charts' folders */
export function writeStandInCharts(folder: string, files: readonly SynthesizedFile[]): readonly string[] {
  return files.map(({ name, yaml }) => writeChart(join(folder, name.replace('.yaml', '')), name.replace('.yaml', ''), yaml));
}

function writeChart(folder: string, name: string, yaml: string): string {
  const objects = parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), stringify({ apiVersion: 'v2', name, version: '0.1.0', type: 'application' }));
  writeFileSync(join(folder, 'values.yaml'), stringify({ objects: objects.map(values) }, { aliasDuplicateObjects: false }));
  writeFileSync(join(folder, 'templates', '_helpers.tpl'), helpers);
  objects.forEach((object, index) => {
    writeFileSync(join(folder, 'templates', `${String(index).padStart(2, '0')}-${object.kind.toLowerCase()}.yaml`), template(object, index));
  });
  return folder;
}

function values({ apiVersion: _, kind: __, metadata, ...body }: KubernetesObject): unknown {
  return {
    enabled: true,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    body,
  };
}

const helpers = `{{- define "standin.name" -}}
{{- default .root.Chart.Name .object.name | trunc 253 | trimSuffix "-" -}}
{{- end -}}
{{- define "standin.labels" -}}
{{- range $key, $value := .object.labels }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}
`;

function template({ apiVersion, kind }: KubernetesObject, index: number): string {
  return `{{- $object := index .Values.objects ${index} -}}
{{- $context := dict "root" . "object" $object -}}
{{- if $object.enabled }}
apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: {{ include "standin.name" $context }}
  {{- if $object.namespace }}
  namespace: {{ $object.namespace }}
  {{- end }}
  labels:
    {{- include "standin.labels" $context | nindent 4 }}
  {{- with $object.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with $object.body }}
{{ toYaml . }}
{{- end }}
{{- end }}
`;
}
