import { k8s } from 'cdk8s-plus-28';
import { seconds, type Duration } from '../config/quantities';

export interface RollingUpdateProps {
  /** Pods, or a percentage of pods rounded up, that may run in addition to all old ones. */
  readonly surge: number | `${number}%`;
  /** How long a new pod must have been ready before an old one is stopped. */
  readonly settle: Duration;
  /** The containers of a pod. From their longest start follows when a rollout counts as stuck. */
  readonly containers: readonly k8s.Container[];
}

/** For the platform's own Deployments, which have only a few pods each. */
export const oneAtATime: Pick<RollingUpdateProps, 'surge' | 'settle'> & { readonly surge: number } = { surge: 1, settle: '10s' };

/** Seconds until a new node runs a pod: GKE needs two to three minutes for the node, and pulling an image takes up to one. */
const newNode = 240;

/**
 * Starts new pods before it stops old ones, in steps of a share that the capacity proof uses too. After `progressDeadlineSeconds` without a new ready pod the rollout
 * counts as stuck, and `npm run apply` reports it: newNode + longest start that the probes allow + settle, rounded up to a minute.
 */
export function rollingUpdate({
  surge,
  settle,
  containers,
}: RollingUpdateProps): Pick<k8s.DeploymentSpec, 'strategy' | 'minReadySeconds' | 'progressDeadlineSeconds'> {
  const slowest = Math.max(0, ...containers.map(longestStart));
  return {
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: {
        maxSurge: typeof surge === 'number' ? k8s.IntOrString.fromNumber(surge) : k8s.IntOrString.fromString(surge),
        maxUnavailable: k8s.IntOrString.fromNumber(0),
      },
    },
    minReadySeconds: seconds(settle),
    progressDeadlineSeconds: Math.ceil((newNode + slowest + seconds(settle)) / 60) * 60,
  };
}

/** Most seconds until a container is ready: the time until its start-up probe fails, and the time until its readiness probe fails. */
function longestStart({ startupProbe, readinessProbe }: k8s.Container): number {
  return lasting(startupProbe) + lasting(readinessProbe);
}

/** Seconds until a probe has failed: initial delay + period · failures. Kubernetes' defaults are 10 s and three failures. */
function lasting(probe: k8s.Probe | undefined): number {
  if (probe === undefined) return 0;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  return initialDelaySeconds + periodSeconds * failureThreshold;
}
