/** Every check of manifests, in the order of reports: the most important come first. */
import type { Environment } from '../config/environment';
import { budgetBlocksMinimum } from './autoscaling/budget-blocks-minimum';
import { budgetBlocksReplicas } from './autoscaling/budget-blocks-replicas';
import { desiredReplicas } from './autoscaling/desired-replicas';
import { emptyRange } from './autoscaling/empty-range';
import { evictedSingleton } from './autoscaling/evicted-singleton';
import { externalMetric } from './autoscaling/external-metric';
import { horizontalAndVertical } from './autoscaling/horizontal-and-vertical';
import { implicitBehavior } from './autoscaling/implicit-behavior';
import { insecureApi } from './autoscaling/insecure-api';
import { metricsApiOwners } from './autoscaling/metrics-api-owners';
import { metricsApiVersions } from './autoscaling/metrics-api-versions';
import { quotaBelowMaximum } from './autoscaling/quota-below-maximum';
import { replicasStated } from './autoscaling/replicas-stated';
import { scaleTarget } from './autoscaling/scale-target';
import { twoAutoscalers } from './autoscaling/two-autoscalers';
import { twoBudgets } from './autoscaling/two-budgets';
import { twoVerticalAutoscalers } from './autoscaling/two-vertical-autoscalers';
import { unmatchedAdapterRule } from './autoscaling/unmatched-adapter-rule';
import { unrecordedMetric } from './autoscaling/unrecorded-metric';
import { unservedMetric } from './autoscaling/unserved-metric';
import { utilizationWithoutRequest } from './autoscaling/utilization-without-request';
import { capacityChecks } from './capacity/capacity-checks';
import { soundEnvironments } from './capacity/sound-environments';
import { cisChecks } from './cis/manifest-checks/cis-checks';
import { frozen, type FrozenList } from './identity/frozen';
import { immutableField } from './identity/immutable-field';
import { notFrozen } from './identity/not-frozen';
import { vanished } from './identity/vanished';
import { adapterPath } from './network/adapter-path';
import { consoleSignIn } from './network/console-sign-in';
import { edgeProtection } from './network/edge-protection';
import { listenerNamespaces } from './network/listener-namespaces';
import { managedPath } from './network/managed-path';
import { peerExists } from './network/peer-exists';
import { portByName } from './network/port-by-name';
import { scrapePath } from './network/scrape-path';
import { telemetryPath } from './network/telemetry-path';
import { configMap } from './references/config-map';
import { duplicateObject } from './references/duplicate-object';
import { edgePolicy } from './references/edge-policy';
import { headlessService } from './references/headless-service';
import { knownMetric } from './references/known-metric';
import { listener } from './references/listener';
import { managedTarget } from './references/managed-target';
import { namespace } from './references/namespace';
import { ownSelector } from './references/own-selector';
import { policySelectsPods } from './references/policy-selects-pods';
import { priorityClass } from './references/priority-class';
import { probePort } from './references/probe-port';
import { promqlSyntax } from './references/promql-syntax';
import { recordedSeriesExist } from './references/recorded-series';
import { role } from './references/role';
import { scrapeTarget } from './references/scrape-target';
import { secret } from './references/secret';
import { secretProvider } from './references/secret-provider';
import { service } from './references/service';
import { serviceAccount } from './references/service-account';
import { servicePort } from './references/service-port';
import { serviceSelectsPods } from './references/service-selects-pods';
import { targetPort } from './references/target-port';
import { unusedConfigMap } from './references/unused-config-map';
import { volume } from './references/volume';
import { volumeClaim } from './references/volume-claim';
import type { Check } from './check';
import { componentPriority } from './workloads/component-priority';
import { collectorOrder } from './workloads/collector-order';
import { configMapSize } from './workloads/config-map-size';
import { defaultDeny } from './workloads/default-deny';
import { emptyHandler } from './workloads/empty-handler';
import { grafanaSettings } from './workloads/grafana-settings';
import { imageSource } from './workloads/image-source';
import { keepAlive } from './workloads/keep-alive';
import { limits } from './workloads/limits';
import { oneWorker } from './workloads/one-worker';
import { patientLiveness } from './workloads/patient-liveness';
import { pinnedImage } from './workloads/pinned-image';
import { plaintextSecret } from './workloads/plaintext-secret';
import { podSecurity } from './workloads/pod-security';
import { probes } from './workloads/probes';
import { requestAboveLimit } from './workloads/request-above-limit';
import { requestCounts } from './workloads/request-counts';
import { requests } from './workloads/requests';
import { rolloutPace } from './workloads/rollout-pace';
import { statefulOrder } from './workloads/stateful-order';
import { restrictedContainer } from './workloads/restricted-container';
import { restrictedPod } from './workloads/restricted-pod';
import { unreadable } from './workloads/unreadable';

/** Further input of checks, besides the manifests. */
export interface Known {
  readonly environments: readonly Environment[];
  readonly frozen: FrozenList;
}

export const checksOver = ({ environments, frozen }: Known): readonly Check[] => [
  // readable objects, on which the other checks rely
  unreadable,
  duplicateObject,
  namespace,
  // identity: changes that cannot be undone
  immutableField(frozen),
  vanished(frozen),
  notFrozen(frozen),
  // autoscaling: autoscalers and their targets
  twoAutoscalers,
  horizontalAndVertical,
  twoVerticalAutoscalers,
  evictedSingleton,
  replicasStated,
  scaleTarget,
  emptyRange,
  implicitBehavior,
  utilizationWithoutRequest,
  // autoscaling: metrics
  unservedMetric,
  unrecordedMetric,
  desiredReplicas,
  unmatchedAdapterRule,
  externalMetric,
  metricsApiOwners,
  metricsApiVersions,
  insecureApi,
  // autoscaling: bounds
  budgetBlocksMinimum,
  budgetBlocksReplicas,
  twoBudgets,
  quotaBelowMaximum,
  // capacity: whether everything fits the node pool
  ...capacityChecks(environments),
  // references
  ownSelector,
  serviceSelectsPods,
  headlessService,
  policySelectsPods,
  configMap,
  unusedConfigMap,
  secret,
  secretProvider,
  serviceAccount,
  role,
  priorityClass,
  volume,
  volumeClaim,
  service,
  servicePort,
  targetPort,
  probePort,
  listener,
  edgePolicy,
  promqlSyntax,
  recordedSeriesExist,
  knownMetric,
  scrapeTarget,
  managedTarget,
  // network: required connections, and protection of public entries
  scrapePath,
  managedPath,
  adapterPath,
  telemetryPath,
  edgeProtection,
  portByName,
  consoleSignIn,
  listenerNamespaces,
  peerExists,
  // safe settings of pods and namespaces
  plaintextSecret,
  restrictedContainer,
  restrictedPod,
  podSecurity,
  defaultDeny,
  pinnedImage,
  imageSource(environments),
  componentPriority,
  probes,
  patientLiveness,
  rolloutPace,
  statefulOrder,
  keepAlive,
  oneWorker,
  emptyHandler,
  requests,
  limits,
  requestAboveLimit,
  configMapSize,
  grafanaSettings,
  // collectors: processing of spans
  collectorOrder,
  requestCounts,
  // further CIS GKE recommendations for manifests
  ...cisChecks,
];

/** The checks with this project's environments and frozen list. */
export const checks: readonly Check[] = checksOver({ environments: soundEnvironments, frozen });
