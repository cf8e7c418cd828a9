/** What instrumentation adds to a pod; the application's image contains none of it. */
import type { k8s } from 'cdk8s-plus-28';
import type { Duration } from '../../config/quantities';

export interface Injection {
  /** Files of ours that start it, by name, and the folder of the application's container that holds them. */
  readonly program: { readonly folder: string; readonly files: Readonly<Record<string, string>> };
  /** Put into a shared folder before the application starts. */
  readonly initContainers: readonly k8s.Container[];
  readonly volumes: readonly k8s.Volume[];
  /** In the application's container, read-only. */
  readonly mounts: readonly k8s.VolumeMount[];
  readonly env: readonly k8s.EnvVar[];
}

/** Input of the injection for a language. */
export interface InjectionProps {
  /** Name of the workload; spans carry it as service name. */
  readonly name: string;
  readonly namespace: string;
  /** Kind of the object that it is in Kubernetes, as its resource attribute says (OpenTelemetry semantic conventions, `k8s.<kind>.name`). */
  readonly owner: 'deployment' | 'job' | 'cronjob';
  /** Image whose packages are copied. */
  readonly image: string;
  /** C library of the application's image, for which compiled packages are made. */
  readonly libc: 'glibc' | 'musl';
  /** The workload's own `PYTHONPATH`, which is searched as well. */
  readonly pythonPath: string | undefined;
  /** Where collectors take OTLP over HTTP. */
  readonly endpoint: string;
  /** Time that spans are collected before they are sent. */
  readonly spanBatch: Duration;
  /** Version of the application, where its image states one. */
  readonly version: string | undefined;
  /** Whether that has `$(POD_TEMPLATE_HASH)` in it. */
  readonly versionByTemplate: boolean;
  /** Where its program and its packages lie in the pod; the program's alone is in the application's search path. */
  readonly folders: { readonly program: string; readonly packages: string };
  /** Path of the readiness probe; its spans are named for it, whatever route answers. `undefined` for a workload without requests. */
  readonly heartbeatPath: string | undefined;
  /** Paths whose requests are not traced, whole: `/metrics` is not `/v1/metrics`. */
  readonly untracedPaths: readonly string[];
}
