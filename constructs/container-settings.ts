/** What a workload's own settings make of its pod: variables, volumes and where they are mounted. */
import { dirname, basename } from 'node:path';
import { k8s } from 'cdk8s-plus-28';
import type { ContainerSetup, FoundSecret, PodField } from '../config/container';
import { fromField } from './platform-container';

export interface SettingsInPod {
  /** In this order: a variable may name those before it as `$(NAME)`, so addresses can be put together with a password. */
  readonly env: readonly k8s.EnvVar[];
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

const filesVolume = 'files';
const secretsVolume = 'secrets';
/** The group is the pod's own. */
const readableByGroup = 0o440;

/** @param filesConfigMap name of the ConfigMap with {@link filesByKey}, where files are stated */
export function settingsInPod({ secrets, podFields, files, scratch }: ContainerSetup, filesConfigMap: string | undefined): SettingsInPod {
  const folders = Object.entries(scratch).map(([path, size], index) => ({ name: path === '/tmp' ? 'tmp' : `scratch-${index}`, path, size }));
  const secretFiles = secrets.flatMap((secret) => (secret.file === undefined ? [] : [{ ...secret, file: secret.file }]));
  const secretFolders = [...new Set(secretFiles.map(({ file }) => dirname(file)))];
  return {
    env: [...Object.entries(podFields).map(([name, field]) => fieldVariable(name, field)), ...secrets.map(secretVariable)],
    volumes: [
      ...folders.map(({ name, size }) => ({ name, emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } })),
      ...(filesConfigMap === undefined ? [] : [{ name: filesVolume, configMap: { name: filesConfigMap } }]),
      ...(secretFiles.length === 0 ? [] : [{ name: secretsVolume, projected: { defaultMode: readableByGroup, sources: secretFiles.map(projection) } }]),
    ],
    mounts: [
      ...folders.map(({ name, path }) => ({ name, mountPath: path })),
      // each by itself, so that what the image has beside it stays; a changed text is another ConfigMap, so nothing has to follow it
      ...Object.keys(files).map((path) => ({ name: filesVolume, mountPath: path, subPath: fileKey(path), readOnly: true })),
      ...secretFolders.map((folder) => ({ name: secretsVolume, mountPath: folder, readOnly: true })),
    ],
  };
}

/** Texts by keys of a ConfigMap. */
export function filesByKey({ files }: Pick<ContainerSetup, 'files'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [fileKey(path), text]));
}

/** Names of the Secrets that a workload reads. */
export function secretsOf({ secrets }: Pick<ContainerSetup, 'secrets'>): readonly string[] {
  return [...new Set(secrets.map(({ secret }) => secret))].sort();
}

/** `/etc/app/log-ini` → `etc-app-log_2dini`: no two paths have one key. */
function fileKey(path: string): string {
  return path.slice(1).replaceAll(/[-_/]/g, (letter) => (letter === '/' ? '-' : `_${letter.charCodeAt(0).toString(16)}`));
}

function secretVariable({ variable, secret, key, file }: FoundSecret): k8s.EnvVar {
  return file === undefined ? { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } } : { name: variable, value: file };
}

function projection({ secret, key, file }: FoundSecret & { readonly file: string }): k8s.VolumeProjection {
  return { secret: { name: secret, items: [{ key, path: basename(file) }] } };
}

function fieldVariable(name: string, field: PodField): k8s.EnvVar {
  return /^(requests|limits)\./.test(field) ? { name, valueFrom: { resourceFieldRef: { resource: field } } } : fromField(name, field);
}
