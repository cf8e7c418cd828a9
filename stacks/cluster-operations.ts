/** How the cluster is upgraded, scaled and watched. */
import type * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';
import { maintenancePolicy } from './maintenance-policy';

type Args = Partial<gcp.container.ClusterArgs>;

/** @param topic Pub/Sub topic for notifications of upgrades and security bulletins */
export function upgrades({ cluster }: Environment, topic: pulumi.Input<string>): Args {
  return {
    minMasterVersion: cluster.version,
    releaseChannel: { channel: cluster.releaseChannel.toUpperCase() },
    gkeAutoUpgradeConfig: { patchMode: 'ACCELERATED' },
    maintenancePolicy: maintenancePolicy(cluster),
    rollbackSafeUpgrade: { controlPlaneSoakDuration: cluster.rollbackSoak },
    notificationConfig: {
      pubsub: { enabled: true, topic, filter: { eventTypes: ['UPGRADE_AVAILABLE_EVENT', 'UPGRADE_EVENT', 'UPGRADE_INFO_EVENT', 'SECURITY_BULLETIN_EVENT'] } },
    },
  };
}

export function autoscaling({ nodePool }: Environment): Args {
  return {
    verticalPodAutoscaling: { enabled: true },
    // the controller works on HPAs in parallel, with fresher metrics
    podAutoscaling: { hpaProfile: 'PERFORMANCE' },
    // this program defines the node pools: only the profile is set, node auto-provisioning stays off
    clusterAutoscaling: { enabled: false, autoscalingProfile: nodePool.autoscalingProfile === 'balanced' ? 'BALANCED' : 'OPTIMIZE_UTILIZATION' },
  };
}

/**
 * Logs and metrics that GKE collects. Metrics beyond the system's come from the platform's own scrape jobs, in Prometheus and in Google's copy. GKE's metric packages would be
 * the same again, billed per sample.
 */
export function observability({ cluster: { managedPrometheus } }: Environment): Args {
  return {
    loggingConfig: {
      // KCP_HPA: logs of the HPA controller with its decisions
      enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER', 'KCP_HPA', 'KCP_CONNECTION', 'KCP_SSHD'],
    },
    monitoringConfig: {
      enableComponents: ['SYSTEM_COMPONENTS'],
      managedPrometheus: { enabled: managedPrometheus.kind === 'copy', autoMonitoringConfig: { scope: 'NONE' } },
      advancedDatapathObservabilityConfig: { enableMetrics: false, enableRelay: false },
    },
    managedOpentelemetryConfig: { scope: 'NONE' },
    costManagementConfig: { enabled: true },
  };
}

export const addons: gcp.types.input.container.ClusterAddonsConfig = {
  horizontalPodAutoscaling: { disabled: false },
  httpLoadBalancing: { disabled: false },
  // the older network policy controller, which Dataplane V2 replaces
  networkPolicyConfig: { disabled: true },
  dnsCacheConfig: { enabled: true },
  gcePersistentDiskCsiDriverConfig: { enabled: true },
  gkeBackupAgentConfig: { enabled: true },
};
