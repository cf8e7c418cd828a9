import { binaryOf } from '../toolchain/build';
import type { Duration } from '../../config/duration';
import { type ControlPlaneClientOptions, controlPlaneClient } from './control-plane-client';
import { mergeFlags } from './flags';
import { type Running } from './process';

export interface KubeControllerManagerOptions extends ControlPlaneClientOptions {
  /** How often each HorizontalPodAutoscaler is evaluated. @default 15 s, as on GKE */
  readonly hpaSyncPeriod?: Duration;
  /** Age below which a pod's CPU is ignored while it is not ready. @default 5 min, Kubernetes' own */
  readonly hpaCpuInitializationPeriod?: Duration;
  /** Age below which an unready pod counts as never having been ready. @default 30 s, Kubernetes' own */
  readonly hpaInitialReadinessDelay?: Duration;
}

/** Node address ranges come from a cloud; Kubernetes' own allocation would only fail here. */
const CONTROLLERS = ['*', '-node-ipam-controller'];

/** Deployments, HorizontalPodAutoscalers and the rest of the controllers, each with its own ServiceAccount as in a real cluster. */
export async function startKubeControllerManager(options: KubeControllerManagerOptions): Promise<Running> {
  const client = await controlPlaneClient('kube-controller-manager', options);
  return options.processes.start({
    name: 'kube-controller-manager',
    command: binaryOf('kube-controller-manager'),
    args: mergeFlags(
      [
        ...client.args,
        `--controllers=${CONTROLLERS.join(',')}`,
        '--use-service-account-credentials',
        // At the default of 20 requests a second the controllers take five seconds just to create their ServiceAccounts.
        '--kube-api-qps=200',
        '--kube-api-burst=400',
        `--service-account-private-key-file=${options.pki.serviceAccountKey.privateFile}`,
        `--root-ca-file=${options.pki.authority.certificateFile}`,
        `--horizontal-pod-autoscaler-sync-period=${options.hpaSyncPeriod ?? '15s'}`,
        ...optionalFlag('horizontal-pod-autoscaler-cpu-initialization-period', options.hpaCpuInitializationPeriod),
        ...optionalFlag('horizontal-pod-autoscaler-initial-readiness-delay', options.hpaInitialReadinessDelay),
      ],
      options.flags ?? [],
    ),
    url: client.url,
    readyPath: '/healthz',
    caFile: options.pki.authority.certificateFile,
  });
}

function optionalFlag(name: string, duration: Duration | undefined): readonly string[] {
  return duration === undefined ? [] : [`--${name}=${duration}`];
}
