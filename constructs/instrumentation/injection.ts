/** What instrumentation adds to a pod: nothing of it is in the application's image. */
import type { k8s } from 'cdk8s-plus-28';
import type { Duration } from '../../config/quantities';

export interface Injection {
  /** Put into a shared folder before the application starts. */
  readonly initContainers: readonly k8s.Container[];
  readonly volumes: readonly k8s.Volume[];
  /** In the application's container, read-only. */
  readonly mounts: readonly k8s.VolumeMount[];
  readonly env: readonly k8s.EnvVar[];
}

/** What a language's injection is told. */
export interface InjectionProps {
  /** Name of the workload; spans carry it as service name. */
  readonly name: string;
  readonly namespace: string;
  /** Image whose packages are copied. */
  readonly image: string;
  /** Where collectors take OTLP over HTTP. */
  readonly endpoint: string;
  /** Time that spans are collected before they are sent. */
  readonly spanBatch: Duration;
  /** Version of the application, where its image states one. */
  readonly version: string | undefined;
  /** Routes whose requests are not traced, as regular expressions that may match anywhere in the URL. */
  readonly untracedRoutes: readonly string[];
}
