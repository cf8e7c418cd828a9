/**
 * Reserved capacity for the next scale-out. Idle placeholder pods occupy part of a node; when the autoscaler adds real pods, the scheduler preempts the placeholders at once, and
 * the cluster autoscaler starts a node for those instead of letting users wait for one.
 */
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { placeholder as names } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { ephemeralRequest } from '../constructs/ephemeral-storage';
import { clusterScoped } from '../constructs/cluster-scoped';
import { selectorLabels } from '../constructs/labels';
import type { PlatformChart } from '../constructs/platform-chart';
import { podTemplate } from '../constructs/pod-template';
import { amounts } from '../constructs/resources';
import { restrictedContainer } from '../constructs/restricted';
import { platformChart } from './platform-charts';

/** Below pods without a priority (0), but not below -10: for pods below that the cluster autoscaler starts no node. */
const priority = -5;

export function placeholder(scope: Construct, environment: Environment): void {
  const { placeholder: settings } = environment;
  if (settings === undefined) return;
  const chart = platformChart(scope, names.deployment, { file: 'placeholder' });
  clusterScoped(
    new k8s.KubePriorityClass(chart, 'priority', {
      metadata: { name: names.priorityClass },
      value: priority,
      globalDefault: false,
      preemptionPolicy: 'Never',
      description: 'Holds room for the next scale-out; every other pod pushes these aside.',
    }),
  );
  new k8s.KubeServiceAccount(chart, 'service-account', { metadata: { name: names.deployment }, automountServiceAccountToken: false });
  deployment(chart, settings, platformImage(environment, 'pause'));
}

function deployment(chart: PlatformChart, { pods, cpu, memory }: NonNullable<Environment['placeholder']>, image: string): void {
  const labels = selectorLabels(names.deployment);
  const room = amounts(cpu, memory, ephemeralRequest);
  const template = podTemplate({
    name: names.deployment,
    // a placeholder has nothing to finish, and another pod waits for its place
    gracePeriod: 0,
    containers: [
      {
        name: names.deployment,
        image,
        imagePullPolicy: 'IfNotPresent',
        resources: { requests: room, limits: room },
        securityContext: restrictedContainer,
      },
    ],
    volumes: [],
    priorityClass: names.priorityClass,
  });
  new k8s.KubeDeployment(chart, 'deployment', {
    metadata: { name: names.deployment, labels: { ...labels } },
    spec: {
      replicas: pods,
      selector: { matchLabels: { ...labels } },
      // a new placeholder beside the old ones could need a node of its own
      strategy: { type: 'Recreate' },
      revisionHistoryLimit: 1,
      template,
    },
  });
}
