/** Variables, volumes and mounts of a pod, from the settings of its workload. */
import { dirname, basename } from 'node:path';
import { k8s } from 'cdk8s-plus-28';
import type { ContainerSetup, FoundSecret, PodField, SecretSource } from '../config/container';
import type { BroughtSecrets } from './google-secrets';
import { fromField } from './platform-container';

type KubernetesSource = Extract<SecretSource, { from: 'kubernetes' }>;

export interface SettingsInPod {
  /** In this order: a variable may name those before it as `$(NAME)`, so addresses can be put together with a password. */
  readonly env: readonly k8s.EnvVar[];
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

const filesVolume = 'files';
const secretsVolume = 'secrets';
const googleVolume = 'google-secrets';
/** Of GKE's Secret Manager add-on; the open-source driver has another name. */
const googleDriver = 'secrets-store-gke.csi.k8s.io';
/** The group is the pod's own. */
const readableByGroup = 0o440;

/** Objects beside the pod that hold what it reads. */
export interface ObjectsBeside {
  /** ConfigMap with {@link filesByKey}, where files are stated. */
  readonly files: string | undefined;
  readonly google: BroughtSecrets;
}

export function settingsInPod({ secrets, podFields, files, scratch }: ContainerSetup, beside: ObjectsBeside): SettingsInPod {
  const folders = Object.entries(scratch).map(([path, size], index) => ({ name: path === '/tmp' ? 'tmp' : `scratch-${index}`, path, size }));
  const ofKubernetes = secrets.flatMap(({ source, file }) => (file !== undefined && source.from === 'kubernetes' ? [{ source, file }] : []));
  return {
    env: [...Object.entries(podFields).map(([name, field]) => fieldVariable(name, field)), ...secrets.map((secret) => secretVariable(secret, beside.google))],
    volumes: [
      ...folders.map(({ name, size }) => ({ name, emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } })),
      ...(beside.files === undefined ? [] : [{ name: filesVolume, configMap: { name: beside.files } }]),
      ...(ofKubernetes.length === 0 ? [] : [{ name: secretsVolume, projected: { defaultMode: readableByGroup, sources: ofKubernetes.map(projection) } }]),
      ...(beside.google.fileClass === undefined ? [] : [googleFiles(beside.google.fileClass)]),
    ],
    mounts: [
      ...folders.map(({ name, path }) => ({ name, mountPath: path })),
      // each by itself, so that what the image has beside it stays; a changed text is another ConfigMap, so nothing has to follow it
      ...Object.keys(files).map((path) => ({ name: filesVolume, mountPath: path, subPath: fileKey(path), readOnly: true })),
      ...secretFolders(secrets).map(([from, mountPath]) => ({ name: from === 'google' ? googleVolume : secretsVolume, mountPath, readOnly: true })),
    ],
  };
}

/** Texts by keys of a ConfigMap. */
export function filesByKey({ files }: Pick<ContainerSetup, 'files'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [fileKey(path), text]));
}

/** Names of the Secrets that a workload reads and that people create by hand. */
export function secretsOf({ secrets }: Pick<ContainerSetup, 'secrets'>): readonly string[] {
  return [...new Set(secrets.flatMap(({ source }) => (source.from === 'kubernetes' ? [source.secret] : [])))].sort();
}

/** Folders with secrets that are files, by where those come from. */
function secretFolders(secrets: readonly FoundSecret[]): readonly (readonly [from: string, folder: string])[] {
  return [...new Map(secrets.flatMap(({ source, file }) => (file === undefined ? [] : [[source.from, dirname(file)] as const])))];
}

function googleFiles(fileClass: string): k8s.Volume {
  return { name: googleVolume, csi: { driver: googleDriver, readOnly: true, volumeAttributes: { secretProviderClass: fileClass } } };
}

/** `/etc/app/log-ini` → `etc-app-log_2dini`: no two paths have one key. */
function fileKey(path: string): string {
  return path.slice(1).replaceAll(/[-_/]/g, (letter) => (letter === '/' ? '-' : `_${letter.charCodeAt(0).toString(16)}`));
}

function secretVariable({ name, variable, source, file }: FoundSecret, { variableSecret }: BroughtSecrets): k8s.EnvVar {
  if (file !== undefined) return { name: variable, value: file };
  const reference = source.from === 'kubernetes' ? { name: source.secret, key: source.key } : { name: variableSecret, key: name };
  return { name: variable, valueFrom: { secretKeyRef: reference } };
}

function projection({ source, file }: { readonly source: KubernetesSource; readonly file: string }): k8s.VolumeProjection {
  return { secret: { name: source.secret, items: [{ key: source.key, path: basename(file) }] } };
}

function fieldVariable(name: string, field: PodField): k8s.EnvVar {
  return /^(requests|limits)\./.test(field) ? { name, valueFrom: { resourceFieldRef: { resource: field } } } : fromField(name, field);
}
