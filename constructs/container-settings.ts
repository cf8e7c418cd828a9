/** Variables, volumes and mounts of a pod, from the settings of its workload. */
import { dirname, basename } from 'node:path';
import { k8s } from 'cdk8s-plus-28';
import type { ContainerSetup, FoundSecret, PodField, SecretSource } from '../config/container';
import type { BroughtSecrets } from './google-secrets';
import { fromField } from './platform-container';

type KubernetesSource = Extract<SecretSource, { from: 'kubernetes' }>;

export interface SettingsInPod {
  /** Variables in this order. A variable may refer to earlier ones as `$(NAME)`, for example to put a password into a URL. */
  readonly env: readonly k8s.EnvVar[];
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

const filesVolume = 'files';
const secretsVolume = 'secrets';
const googleVolume = 'google-secrets';
/** CSI driver of GKE's Secret Manager add-on; the open-source driver has another name. */
const googleDriver = 'secrets-store-gke.csi.k8s.io';
/** File mode; the files belong to the pod's own group. */
const readableByGroup = 0o440;

/** Objects that the pod reads. */
export interface ObjectsBeside {
  /** Name of the ConfigMap with {@link filesByKey}; `undefined` where no files are stated. */
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
      // each file is mounted alone with subPath, so that other files of the image in its folder stay visible. Such a mount is never updated, but a changed text is another ConfigMap and so new pods
      ...Object.keys(files).map((path) => ({ name: filesVolume, mountPath: path, subPath: fileKey(path), readOnly: true })),
      ...secretFolders(secrets).map(([from, mountPath]) => ({ name: from === 'google' ? googleVolume : secretsVolume, mountPath, readOnly: true })),
    ],
  };
}

/** Contents of the files by their keys in the ConfigMap. */
export function filesByKey({ files }: Pick<ContainerSetup, 'files'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [fileKey(path), text]));
}

/** Names of the Kubernetes Secrets that a workload reads; people create them by hand. */
export function secretsOf({ secrets }: Pick<ContainerSetup, 'secrets'>): readonly string[] {
  return [...new Set(secrets.flatMap(({ source }) => (source.from === 'kubernetes' ? [source.secret] : [])))].sort();
}

/** Folders with secrets that are files: pairs of the source (`kubernetes`, `google`) and its folder. */
function secretFolders(secrets: readonly FoundSecret[]): readonly (readonly [from: string, folder: string])[] {
  return [...new Map(secrets.flatMap(({ source, file }) => (file === undefined ? [] : [[source.from, dirname(file)] as const])))];
}

function googleFiles(fileClass: string): k8s.Volume {
  return { name: googleVolume, csi: { driver: googleDriver, readOnly: true, volumeAttributes: { secretProviderClass: fileClass } } };
}

/** Key of a path: `/etc/app/log-ini` → `etc-app-log_2dini`. Different paths have different keys. */
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
