/** Checks of the logs and metrics that Google Cloud records about the cluster. */
import { planTypes } from '../../plan-types';
import { be, beOff, include } from '../expectation';
import { propertyCheck } from '../plan-check';

const of = planTypes.cluster;

export const logging = propertyCheck({
  id: 'cis/logging-and-monitoring',
  title: 'logs of the system and of workloads, and metrics of the system, go to Google Cloud',
  why: 'What is only in the cluster is gone with the cluster, or with whoever broke into it.',
  of,
  requires: [
    { property: 'loggingConfig.enableComponents', must: include('SYSTEM_COMPONENTS', 'WORKLOADS') },
    { property: 'monitoringConfig.enableComponents', must: include('SYSTEM_COMPONENTS') },
  ],
});

export const autoscalerLogs = propertyCheck({
  id: 'hardening/autoscaler-logs',
  title: 'the decisions of the horizontal pod autoscaler are logged',
  why: 'Afterwards nobody can say why it scaled, or why it did not.',
  of,
  requires: [{ property: 'loggingConfig.enableComponents', must: include('KCP_HPA') }],
});

export const securityPosture = propertyCheck({
  id: 'cis/security-posture',
  title: 'workloads are watched for misconfiguration',
  why: 'What was safe when it was reviewed is found out later by others first.',
  of,
  // the registry scans for vulnerabilities (cis/image-scanning); Google has ended GKE's own basic scan
  requires: [{ property: 'securityPostureConfig.mode', must: be('BASIC', 'ENTERPRISE') }],
});

export const verticalAutoscaling = propertyCheck({
  id: 'hardening/vertical-autoscaling',
  title: 'the vertical pod autoscaler is on',
  why: 'The VerticalPodAutoscalers of the manifests are then objects without a controller.',
  of,
  requires: [{ property: 'verticalPodAutoscaling.enabled', must: be(true) }],
});

export const horizontalAutoscaling = propertyCheck({
  id: 'hardening/horizontal-autoscaling',
  title: 'the horizontal pod autoscaler runs in its fast profile',
  why: 'The other profile looks less often and at fewer autoscalers: a scale-out comes later than the policy counts on.',
  of,
  requires: [
    { property: 'podAutoscaling.hpaProfile', must: be('PERFORMANCE') },
    { property: 'addonsConfig.horizontalPodAutoscaling.disabled', must: beOff },
  ],
});
