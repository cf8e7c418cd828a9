/** Objects and paths of the dev environment that mutants change. */
export const deployment = 'Deployment lyo-backend/backend';
export const horizontal = 'HorizontalPodAutoscaler lyo-backend/backend';
export const vertical = 'VerticalPodAutoscaler lyo-backend/backend';
export const budget = 'PodDisruptionBudget lyo-backend/backend';
export const service = 'Service lyo-backend/backend';
export const route = 'HTTPRoute lyo-backend/backend';
export const gateway = 'Gateway lyo-backend/edge';
export const healthCheck = 'HealthCheckPolicy lyo-backend/backend';
export const backendPolicy = 'GCPBackendPolicy lyo-backend/backend';
export const gatewayPolicy = 'GCPGatewayPolicy lyo-backend/edge';
export const componentClass = 'PriorityClass lyo-component';
export const statefulSet = 'StatefulSet lyo-observability/prometheus';
export const adapter = 'Deployment lyo-observability/prometheus-adapter';
export const adapterBudget = 'PodDisruptionBudget lyo-observability/prometheus-adapter';
export const adapterService = 'Service lyo-observability/prometheus-adapter';
export const adapterConfig = 'ConfigMap lyo-observability/prometheus-adapter-*';
export const ruleFile = 'ConfigMap lyo-observability/prometheus-rules-scaling-backend';
export const jaegerRoute = 'HTTPRoute lyo-observability/jaeger-console';
export const jaegerPolicy = 'GCPBackendPolicy lyo-observability/jaeger-console';
export const alertFile = 'ConfigMap lyo-observability/prometheus-rules-alerts-backend';
export function dashboard(name: string): string {
  return `ConfigMap lyo-observability/grafana-dashboard-${name}-*`;
}
export const stateMetrics = 'Deployment lyo-observability/kube-state-metrics';
export const customV1 = 'APIService v1beta1.custom.metrics.k8s.io';
export const customV2 = 'APIService v1beta2.custom.metrics.k8s.io';

/** Paths of the first container of a pod template, and of its pod. */
export const container = 'spec.template.spec.containers.0';
export const pod = 'spec.template.spec';
/** The label by which selectors choose pods. */
export const nameLabel = 'app.kubernetes.io/name';
export const templateLabel = ['spec', 'template', 'metadata', 'labels', nameLabel];
export const selectorLabel = ['spec', 'selector', 'matchLabels', nameLabel];
