/** Metrics of the cluster: the kubelet's about containers, nodes and volumes, and kube-state-metrics' about objects. */
import { jobs, type MetricContract } from './contract';

export const kubernetesMetrics = {
  cpuUsage: { name: 'container_cpu_usage_seconds_total', unit: 'seconds', job: jobs.kubelet },
  workingSet: { name: 'container_memory_working_set_bytes', unit: 'bytes', job: jobs.kubelet },
  nodeCpuUsage: { name: 'node_cpu_usage_seconds_total', unit: 'seconds', job: jobs.kubelet },
  nodeWorkingSet: { name: 'node_memory_working_set_bytes', unit: 'bytes', job: jobs.kubelet },
  volumeAvailable: { name: 'kubelet_volume_stats_available_bytes', unit: 'bytes', job: jobs.kubeletSelf },
  volumeCapacity: { name: 'kubelet_volume_stats_capacity_bytes', unit: 'bytes', job: jobs.kubeletSelf },
  readyReplicas: { name: 'kube_deployment_status_replicas_ready', unit: 'replicas', job: jobs.kubeStateMetrics },
  wantedReplicas: { name: 'kube_deployment_spec_replicas', unit: 'replicas', job: jobs.kubeStateMetrics },
  readyStatefulReplicas: { name: 'kube_statefulset_status_replicas_ready', unit: 'replicas', job: jobs.kubeStateMetrics },
  wantedStatefulReplicas: { name: 'kube_statefulset_replicas', unit: 'replicas', job: jobs.kubeStateMetrics },
  autoscalerCurrent: { name: 'kube_horizontalpodautoscaler_status_current_replicas', unit: 'replicas', job: jobs.kubeStateMetrics },
  autoscalerDesired: { name: 'kube_horizontalpodautoscaler_status_desired_replicas', unit: 'replicas', job: jobs.kubeStateMetrics },
  /** What an autoscaler saw of each of its metrics, for each pod where that is its target. */
  autoscalerMetric: { name: 'kube_horizontalpodautoscaler_status_target_metric', unit: 'count', job: jobs.kubeStateMetrics },
  autoscalerMaximum: { name: 'kube_horizontalpodautoscaler_spec_max_replicas', unit: 'replicas', job: jobs.kubeStateMetrics },
  autoscalerCondition: { name: 'kube_horizontalpodautoscaler_status_condition', unit: 'boolean', job: jobs.kubeStateMetrics },
  /** Labels of pods: only those that kube-state-metrics is configured to show. */
  podLabels: { name: 'kube_pod_labels', unit: 'boolean', job: jobs.kubeStateMetrics },
  /** When the running container started, or last restarted. */
  containerStarted: { name: 'kube_pod_container_state_started', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  /** Since when a pod is ready; absent while it is not. */
  podReadySince: { name: 'kube_pod_status_ready_time', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  podPhase: { name: 'kube_pod_status_phase', unit: 'boolean', job: jobs.kubeStateMetrics },
  /** 1 for the reason for which a container waits, such as CrashLoopBackOff. */
  waitingReason: { name: 'kube_pod_container_status_waiting_reason', unit: 'boolean', job: jobs.kubeStateMetrics },
  deploymentCondition: { name: 'kube_deployment_status_condition', unit: 'boolean', job: jobs.kubeStateMetrics },
  restarts: { name: 'kube_pod_container_status_restarts_total', unit: 'count', job: jobs.kubeStateMetrics },
  /** Restarts of init containers, including sidecars (init containers that keep running). */
  initRestarts: { name: 'kube_pod_init_container_status_restarts_total', unit: 'count', job: jobs.kubeStateMetrics },
  nodeCondition: { name: 'kube_node_status_condition', unit: 'boolean', job: jobs.kubeStateMetrics },
  nodeAllocatable: { name: 'kube_node_status_allocatable', unit: 'count', job: jobs.kubeStateMetrics },
  /** When a Lease was last renewed; the serving certificates of aggregated APIs have one each. */
  leaseRenewed: { name: 'kube_lease_renew_time', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  /** When a run of a CronJob last succeeded; absent before the first success. */
  scheduleSucceeded: { name: 'kube_cronjob_status_last_successful_time', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  scheduleCreated: { name: 'kube_cronjob_created', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  jobStarted: { name: 'kube_job_status_start_time', unit: 'unix seconds', job: jobs.kubeStateMetrics },
  /** Running pods of a Job. */
  jobActive: { name: 'kube_job_status_active', unit: 'count', job: jobs.kubeStateMetrics },
  podRequests: { name: 'kube_pod_container_resource_requests', unit: 'count', job: jobs.kubeStateMetrics },
} as const satisfies Record<string, MetricContract>;
