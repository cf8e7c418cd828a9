import type { InjectionProps } from '../../../constructs/instrumentation/injection';
import { pythonEnvironment, pythonInjection } from '../../../constructs/instrumentation/python';

const props: Required<InjectionProps> = {
  name: 'backend',
  namespace: 'shop',
  image: 'ghcr.io/otel/autoinstrumentation-python:0.64b0',
  endpoint: 'http://otel-agent.observability.svc:4318',
  spanBatch: '1s',
  version: '1.2',
  untracedRoutes: ['/health$', '/metrics$'],
};
const variables = pythonEnvironment(props);

test('the packages are copied into a folder of the pod by `cp -r`: owners could not be kept', () => {
  const { initContainers, volumes, mounts } = pythonInjection(props);
  expect(initContainers).toHaveLength(1);
  const [copy] = initContainers;
  expect(copy?.command).toEqual(['cp', '-r', '/autoinstrumentation/.', '/otel-auto-instrumentation-python']);
  expect(copy?.image).toBe(props.image);
  // the same volume, written by the one and only read by the application
  expect(volumes.map(({ name }) => name)).toEqual(['python-instrumentation']);
  expect(copy?.volumeMounts).toEqual([{ name: 'python-instrumentation', mountPath: '/otel-auto-instrumentation-python' }]);
  expect(mounts).toEqual([{ name: 'python-instrumentation', mountPath: '/otel-auto-instrumentation-python', readOnly: true }]);
});

test('the container that copies is restricted and states what it needs', () => {
  const [copy] = pythonInjection(props).initContainers;
  expect(copy?.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
  expect(Object.keys(copy?.resources?.requests ?? {}).sort()).toEqual(['cpu', 'memory']);
  expect(Object.keys(copy?.resources?.limits ?? {}).sort()).toEqual(['cpu', 'memory']);
});

test('Python finds the loader before the packages, both in the folder that is mounted', () => {
  const [{ mountPath } = { mountPath: '' }] = pythonInjection(props).mounts;
  expect(variables['PYTHONPATH']).toBe(`${mountPath}/opentelemetry/instrumentation/auto_instrumentation:${mountPath}`);
});

test('spans say which service, version and pod they are of; a version that nobody knows is left out', () => {
  expect(variables['OTEL_SERVICE_NAME']).toBe('backend');
  expect(variables['OTEL_RESOURCE_ATTRIBUTES']).toBe(
    'service.namespace=shop,service.version=1.2,service.instance.id=$(POD_NAME),k8s.namespace.name=shop,k8s.deployment.name=backend,k8s.pod.name=$(POD_NAME)',
  );
  expect(pythonEnvironment({ ...props, version: undefined })['OTEL_RESOURCE_ATTRIBUTES']).not.toContain('service.version');
});

test('the pod’s name is known before it is referred to: the kubelet replaces only variables that stand above', () => {
  const names = pythonInjection(props).env.map(({ name }) => name);
  expect(names.indexOf('POD_NAME')).toBeLessThan(names.indexOf('OTEL_RESOURCE_ATTRIBUTES'));
  expect(new Set(names).size).toBe(names.length);
});

test('every span is sent over HTTP after the batch time of the delay budget; metrics and logs are not', () => {
  expect(variables).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: props.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  });
  // in milliseconds
  expect(pythonEnvironment({ ...props, spanBatch: '3s' })['OTEL_BSP_SCHEDULE_DELAY']).toBe('3000');
});

test('a full batch fits the queue, or spans of a burst are dropped before the first is sent', () => {
  expect(Number(variables['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'])).toBeLessThan(Number(variables['OTEL_BSP_MAX_QUEUE_SIZE']));
});

test('attributes have the stable names, log lines their trace’s id, and a pod one worker', () => {
  expect(variables).toMatchObject({ OTEL_SEMCONV_STABILITY_OPT_IN: 'http,database', OTEL_PYTHON_LOG_CORRELATION: 'true', WEB_CONCURRENCY: '1' });
});

test('the routes that are given, and no others, are left out', () => {
  expect(variables['OTEL_PYTHON_FASTAPI_EXCLUDED_URLS']).toBe('/health$,/metrics$');
});
