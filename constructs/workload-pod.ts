/** The pod of every kind of workload: the application's container with its settings, sidecars, and injected instrumentation. */
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { ContainerSetup } from '../config/container';
import type { Sizing } from '../config/sizing';
import { ConfigFiles } from './config-files';
import { googleSecrets } from './google-secrets';
import { filesByKey, settingsInPod } from './container-settings';
import type { Injection } from './instrumentation/injection';
import type { PodTemplateProps } from './pod-template';
import { containerResources } from './resources';
import { restrictedContainer } from './restricted';
import { sidecarContainer, type SidecarProps } from './sidecar-containers';

export interface WorkloadPodProps {
  /** Name of the workload, and of its own container. */
  readonly name: string;
  readonly image: string;
  /** Google project of the secrets that the workload reads. */
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  /** Command, variables, files and folders of the application's container. */
  readonly setup: ContainerSetup;
  readonly sizing: Sizing;
  /** Injected instrumentation. @default - none */
  readonly injection?: Injection;
  /** Sidecars. @default - none */
  readonly sidecars?: readonly SidecarProps[] | undefined;
}

/** Volumes of the pod and their mounts in the application's container. */
export interface MountedVolumes {
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

export interface WorkloadPod {
  /** The application's container, still without ports and probes. */
  readonly container: k8s.Container;
  readonly pod: Pick<PodTemplateProps, 'initContainers' | 'volumes' | 'user'>;
}

/** The pod. The ConfigMaps that it needs are created as constructs of `scope`. */
export function workloadPod(scope: Construct, props: WorkloadPodProps, more: MountedVolumes = { volumes: [], mounts: [] }): WorkloadPod {
  const { name, image, env, setup, sizing, injection } = props;
  const program = injection && new ConfigFiles(scope, 'instrumentation', { name: `${name}-instrumentation`, files: injection.program.files });
  const own = settingsInPod(setup, { files: textsOf(scope, props), google: googleSecrets(scope, { name, project: props.project, secrets: setup.secrets }) });
  const { command, args } = setup;
  return {
    container: {
      name,
      image,
      imagePullPolicy: 'IfNotPresent',
      ...(command === undefined ? {} : { command: [...command] }),
      ...(args === undefined ? {} : { args: [...args] }),
      env: [...own.env, ...variables(env, injection)],
      resources: containerResources(sizing),
      securityContext: restrictedContainer,
      volumeMounts: [
        ...own.mounts,
        ...more.mounts,
        ...(injection === undefined ? [] : [...injection.mounts, { name: 'instrumentation', mountPath: injection.program.folder, readOnly: true }]),
      ],
    },
    pod: {
      ...initContainers(props),
      volumes: [
        ...own.volumes,
        ...more.volumes,
        ...(injection?.volumes ?? []),
        ...(program === undefined ? [] : [{ name: 'instrumentation', configMap: { name: program.configMapName } }]),
      ],
      user: setup.user,
    },
  };
}

/** Init containers that copy the instrumentation, then sidecars. */
function initContainers({ injection, sidecars = [] }: WorkloadPodProps): Pick<PodTemplateProps, 'initContainers'> {
  const containers = [...(injection?.initContainers ?? []), ...sidecars.map(sidecarContainer)];
  return containers.length === 0 ? {} : { initContainers: containers };
}

/** Name of the ConfigMap with the workload's files; `undefined` without files. */
function textsOf(scope: Construct, { name, setup }: WorkloadPodProps): string | undefined {
  const files = filesByKey(setup);
  return Object.keys(files).length === 0 ? undefined : new ConfigFiles(scope, 'files', { name: `${name}-files`, files }).configMapName;
}

/** The workload's variables without those that the injection sets, which already got their values. Two variables with one name would be refused. */
function variables(env: WorkloadPodProps['env'], injection: Injection | undefined): k8s.EnvVar[] {
  const injected = injection?.env ?? [];
  const own = Object.entries(env).filter(([key]) => !injected.some(({ name }) => name === key));
  return [...own.map(([key, value]) => ({ name: key, value })), ...injected];
}
