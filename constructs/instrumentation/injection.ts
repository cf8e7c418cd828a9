/** Parts that injected instrumentation adds to a pod; the application's image contains none of them. */
import type { k8s } from 'cdk8s-plus-28';
import type { Duration } from '../../config/quantities';

export interface Injection {
  /** Our own program that starts the instrumentation: its files by name, and their folder in the application's container. */
  readonly program: { readonly folder: string; readonly files: Readonly<Record<string, string>> };
  /** Init containers that copy the packages into a shared folder before the application starts. */
  readonly initContainers: readonly k8s.Container[];
  readonly volumes: readonly k8s.Volume[];
  /** Mounts in the application's container, read-only. */
  readonly mounts: readonly k8s.VolumeMount[];
  readonly env: readonly k8s.EnvVar[];
}

/** Input of the injection for a language. */
export interface InjectionProps {
  /** Name of the workload, which is the service name of its spans. */
  readonly name: string;
  readonly namespace: string;
  /** Kind of the Kubernetes object, for the resource attribute with its name (OpenTelemetry semantic conventions, `k8s.<kind>.name`). */
  readonly owner: 'deployment' | 'job' | 'cronjob';
  /** Image from which the packages are copied. */
  readonly image: string;
  /** C library of the application's image; compiled packages exist for each. */
  readonly libc: 'glibc' | 'musl';
  /** The workload's own `PYTHONPATH`, which is searched too. */
  readonly pythonPath: string | undefined;
  /** Address at which collectors receive OTLP over HTTP. */
  readonly endpoint: string;
  /** Time for which the SDK collects spans before it sends them. */
  readonly spanBatch: Duration;
  /** Version of the application, from the tag of its image; `undefined` without a tag. */
  readonly version: string | undefined;
  /** Whether `version` contains `$(POD_TEMPLATE_HASH)`. */
  readonly versionByTemplate: boolean;
  /** Folders of program and packages in the pod; only the program's is in the application's search path. */
  readonly folders: { readonly program: string; readonly packages: string };
  /** Path of the readiness probe. The probe's spans get this name, whatever route answers. `undefined` for a workload without requests. */
  readonly heartbeatPath: string | undefined;
  /** Full paths whose requests are not traced: `/metrics` does not match `/v1/metrics`. */
  readonly untracedPaths: readonly string[];
}
