import { k8s } from 'cdk8s-plus-28';
import { seconds, type Duration } from '../config/quantities';

export interface RollingUpdateProps {
  /** Pods, or a percentage of pods rounded up, that may be there beside all of the old ones. */
  readonly surge: number | `${number}%`;
  /** How long a new pod must have been ready before an old one may go. */
  readonly settle: Duration;
  /** The containers of a pod: how long they may take to start decides when a rollout counts as stuck. */
  readonly containers: readonly k8s.Container[];
}

/** The platform's own Deployments have a handful of pods each. */
export const oneAtATime: Pick<RollingUpdateProps, 'surge' | 'settle'> & { readonly surge: number } = { surge: 1, settle: '10s' };

/** Seconds for a node to be made, and for images to be pulled on it: GKE takes two to three minutes for the one, a cold image up to one for the other. */
const newNode = 240;

/**
 * New pods first, none of the old missing, in steps of a share that the capacity proof holds. After `progressDeadlineSeconds` without a new ready pod the rollout
 * counts as stuck, and `npm run apply` says so: a node, the longest start that the probes allow, the settling, rounded up to a minute.
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

/** Seconds until a container is ready at the latest: its start-up probe gives up, or readiness has been asked as often as it may fail. */
function longestStart({ startupProbe, readinessProbe }: k8s.Container): number {
  return lasting(startupProbe) + lasting(readinessProbe);
}

/** Seconds that a probe may go on failing; Kubernetes' own defaults are every 10 s, three times. */
function lasting(probe: k8s.Probe | undefined): number {
  if (probe === undefined) return 0;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  return initialDelaySeconds + periodSeconds * failureThreshold;
}
