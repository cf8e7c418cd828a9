/** The pod of every kind of workload: one container with its settings, and what is injected into it. */
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
  /** Google project whose secrets it reads. */
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  /** How it is started, what it reads and where it writes. */
  readonly setup: ContainerSetup;
  readonly sizing: Sizing;
  /** What is added to the pod so that what it does is traced. @default - nothing */
  readonly injection?: Injection;
  /** Containers beside it. @default - none */
  readonly sidecars?: readonly SidecarProps[] | undefined;
}

/** Volumes of the pod with their places in the container. */
export interface MountedVolumes {
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

export interface WorkloadPod {
  /** Without ports and probes. */
  readonly container: k8s.Container;
  readonly pod: Pick<PodTemplateProps, 'initContainers' | 'volumes' | 'user'>;
}

/** With the ConfigMaps that the pod needs, as constructs of `scope`. */
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

/** What is copied before it starts, then what stays beside it. */
function initContainers({ injection, sidecars = [] }: WorkloadPodProps): Pick<PodTemplateProps, 'initContainers'> {
  const containers = [...(injection?.initContainers ?? []), ...sidecars.map(sidecarContainer)];
  return containers.length === 0 ? {} : { initContainers: containers };
}

/** Name of the ConfigMap with the workload's texts, where it has some. */
function textsOf(scope: Construct, { name, setup }: WorkloadPodProps): string | undefined {
  const files = filesByKey(setup);
  return Object.keys(files).length === 0 ? undefined : new ConfigFiles(scope, 'files', { name: `${name}-files`, files }).configMapName;
}

/** The workload's own, but for those that the injection sets: it was given their values. Two of one name would be refused. */
function variables(env: WorkloadPodProps['env'], injection: Injection | undefined): k8s.EnvVar[] {
  const injected = injection?.env ?? [];
  const own = Object.entries(env).filter(([key]) => !injected.some(({ name }) => name === key));
  return [...own.map(([key, value]) => ({ name: key, value })), ...injected];
}
