import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { injectedVariables } from '../../../config/instrumentation';
import type { InjectionProps } from '../../../constructs/instrumentation/injection';
import { programFolder, pythonEnvironment, pythonInjection } from '../../../constructs/instrumentation/python';

const props: Required<InjectionProps> = {
  name: 'backend',
  namespace: 'shop',
  owner: 'deployment',
  folders: { program: '/lyo-instrumentation', packages: '/otel-auto-instrumentation-python' },
  image: 'ghcr.io/otel/autoinstrumentation-python:0.64b0',
  endpoint: 'http://otel-agent.observability.svc:4318',
  spanBatch: '1s',
  version: '1.2',
  versionByTemplate: false,
  libc: 'glibc',
  pythonPath: undefined,
  heartbeatPath: '/health/ready',
  untracedPaths: ['/health', '/metrics'],
};
const variables = pythonEnvironment(props);

test('the packages are copied into a volume of the pod by `cp -r`, because file owners could not be kept', () => {
  const { initContainers, volumes, mounts } = pythonInjection(props);
  expect(initContainers).toHaveLength(1);
  const [copy] = initContainers;
  expect(copy?.command).toEqual(['cp', '-r', '/autoinstrumentation/.', '/otel-auto-instrumentation-python']);
  expect(copy?.image).toBe(props.image);
  // the same volume, read-only for the application
  expect(volumes.map(({ name }) => name)).toEqual(['python-instrumentation']);
  expect(copy?.volumeMounts).toEqual([{ name: 'python-instrumentation', mountPath: '/otel-auto-instrumentation-python' }]);
  expect(mounts).toEqual([{ name: 'python-instrumentation', mountPath: '/otel-auto-instrumentation-python', readOnly: true }]);
});

test('the container that copies is restricted and has requests and limits', () => {
  const [copy] = pythonInjection(props).initContainers;
  expect(copy?.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
  expect(Object.keys(copy?.resources?.requests ?? {}).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
  expect(Object.keys(copy?.resources?.limits ?? {}).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
});

test('an image on musl gets the packages compiled for it, in the same folder', () => {
  const [musl] = pythonInjection({ ...props, libc: 'musl' }).initContainers;
  expect(musl?.command).toEqual(['cp', '-r', '/autoinstrumentation-musl/.', '/otel-auto-instrumentation-python']);
  expect(variables['LYO_LIBC']).toBe('glibc');
  expect(pythonEnvironment({ ...props, libc: 'musl' })['LYO_LIBC']).toBe('musl');
});

test('PYTHONPATH begins with the program alone, without the injected packages, and ends with the workload’s own path', () => {
  const { program, mounts } = pythonInjection(props);
  expect(variables['PYTHONPATH']).toBe(program.folder);
  expect(pythonEnvironment({ ...props, pythonPath: '/srv/lib' })['PYTHONPATH']).toBe(`${program.folder}:/srv/lib`);
  expect(mounts.map(({ mountPath }) => mountPath)).toEqual([variables['LYO_INSTRUMENTATION']]);
});

test('the program consists of every Python file beside the construct, unchanged, and starts with the module that Python imports at start', () => {
  const { files } = pythonInjection(props).program;
  expect(Object.keys(files)).toEqual(
    readdirSync(programFolder)
      .filter((name) => name.endsWith('.py'))
      .sort(),
  );
  for (const [name, text] of Object.entries(files)) expect(text).toBe(readFileSync(join(programFolder, name), 'utf8'));
  expect(files).toHaveProperty(['sitecustomize.py']);
});

test('modules of the program have names that no application uses, and are short', () => {
  for (const [name, text] of Object.entries(pythonInjection(props).program.files)) {
    expect(name).toMatch(/^(sitecustomize|lyo_[a-z]+)\.py$/);
    expect(text.split('\n').length).toBeLessThanOrEqual(170);
  }
});

test('the configuration reserves every variable of the injection, so that a workload cannot set it too', () => {
  const names = pythonInjection(props).env.map(({ name }) => name);
  expect(names.filter((name) => name !== 'PYTHONPATH').sort()).toEqual([...injectedVariables].sort());
});

test('spans carry service, version and pod; an unknown version is left out', () => {
  expect(variables['OTEL_SERVICE_NAME']).toBe('backend');
  expect(variables['OTEL_RESOURCE_ATTRIBUTES']).toBe(
    'service.namespace=shop,service.version=1.2,service.instance.id=$(POD_NAME),k8s.namespace.name=shop,k8s.deployment.name=backend,k8s.pod.name=$(POD_NAME)',
  );
  expect(pythonEnvironment({ ...props, version: undefined })['OTEL_RESOURCE_ATTRIBUTES']).not.toContain('service.version');
});

test('the variable of the pod’s name is before its use, because the kubelet replaces only references to earlier variables', () => {
  const names = pythonInjection(props).env.map(({ name }) => name);
  expect(names.indexOf('POD_NAME')).toBeLessThan(names.indexOf('OTEL_RESOURCE_ATTRIBUTES'));
  expect(new Set(names).size).toBe(names.length);
});

test('spans are sent to the collectors after the batch time of the delay budget', () => {
  expect(variables['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe(props.endpoint);
  // milliseconds
  expect(pythonEnvironment({ ...props, spanBatch: '3s' })['OTEL_BSP_SCHEDULE_DELAY']).toBe('3000');
});

test('a full batch fits the queue, or spans of a burst are dropped before the first is sent', () => {
  expect(Number(variables['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'])).toBeLessThan(Number(variables['OTEL_BSP_MAX_QUEUE_SIZE']));
});

test('attributes have the stable names, a pod has one worker, and the log format is left to the application', () => {
  expect(variables).toMatchObject({ OTEL_SEMCONV_STABILITY_OPT_IN: 'http,database', WEB_CONCURRENCY: '1' });
  expect(Object.keys(variables).filter((name) => name.includes('LOG'))).toEqual([]);
});

test('no variable sets a sampler, so that neither callers nor settings decide which requests are counted', () => {
  expect(Object.keys(variables).filter((name) => /SAMPLER|EXCLUDED/.test(name))).toEqual([]);
});

test('only the given paths are left out, and the heartbeat path has its own variable', () => {
  expect(variables['LYO_UNTRACED_PATHS']).toBe('/health,/metrics');
  expect(variables['LYO_HEARTBEAT_PATH']).toBe('/health/ready');
});
