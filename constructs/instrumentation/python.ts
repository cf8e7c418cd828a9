/**
 * OpenTelemetry's auto-instrumentation for Python, injected by the manifest alone: what the operator's webhook does to a pod
 * (opentelemetry-operator, internal/instrumentation/python.go), without an operator, a webhook or a certificate for it.
 */
import { k8s } from 'cdk8s-plus-28';
import { milliseconds } from '../../config/quantities';
import { fromField } from '../platform-container';
import { restrictedContainer } from '../restricted';
import type { Injection, InjectionProps } from './injection';

const volume = 'python-instrumentation';
const folder = '/otel-auto-instrumentation-python';

export function pythonInjection(props: InjectionProps): Injection {
  return {
    initContainers: [copy(props.image)],
    volumes: [{ name: volume, emptyDir: { sizeLimit: k8s.Quantity.fromString('200Mi') } }],
    mounts: [{ name: volume, mountPath: folder, readOnly: true }],
    env: [fromField('POD_NAME', 'metadata.name'), ...Object.entries(pythonEnvironment(props)).map(([name, value]) => ({ name, value }))],
  };
}

/**
 * Variables of the instrumented process, by name. `$(POD_NAME)` is filled in by the kubelet.
 *
 * Metrics and logs are not sent: rate, errors and duration are made of spans by the collectors, and log lines go to stdout with their trace's id.
 */
export function pythonEnvironment({ name, namespace, endpoint, spanBatch, version, untracedRoutes }: InjectionProps): Readonly<Record<string, string>> {
  return {
    PYTHONPATH: `${folder}/opentelemetry/instrumentation/auto_instrumentation:${folder}`,
    OTEL_SERVICE_NAME: name,
    // the collectors replace what is said of the cluster here by what they see
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.namespace=${namespace}`,
      ...(version === undefined ? [] : [`service.version=${version}`]),
      'service.instance.id=$(POD_NAME)',
      `k8s.namespace.name=${namespace}`,
      `k8s.deployment.name=${name}`,
      'k8s.pod.name=$(POD_NAME)',
    ].join(','),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TIMEOUT: '2',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    // a second instead of five: the first wait of the delay budget
    OTEL_BSP_SCHEDULE_DELAY: String(milliseconds(spanBatch)),
    OTEL_BSP_MAX_QUEUE_SIZE: '8192',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2048',
    // the stable names of HTTP and database attributes, which the service graph and the span-name guard read
    OTEL_SEMCONV_STABILITY_OPT_IN: 'http,database',
    OTEL_PYTHON_FASTAPI_EXCLUDED_URLS: untracedRoutes.join(','),
    // the trace's id on every log record, and in the line of an application that formats none itself
    OTEL_PYTHON_LOG_CORRELATION: 'true',
    // a second worker would be a second SDK with counters of its own: more pods, not more workers
    WEB_CONCURRENCY: '1',
  };
}

/** `cp -r`, never `-a`: owners cannot be kept by a user who may not change them. */
function copy(image: string): k8s.Container {
  const amounts = { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('64Mi') };
  return {
    name: volume,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-r', '/autoinstrumentation/.', folder],
    resources: { requests: amounts, limits: { ...amounts, cpu: k8s.Quantity.fromString('500m') } },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: volume, mountPath: folder }],
  };
}
