/**
 * OpenTelemetry for Python, injected by the manifest alone. An init container copies the packages from the OpenTelemetry operator's image, and a small program of ours
 * (python/, beside this file) starts them in the application's interpreter. It needs no operator, no webhook and no change of the application's image.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { k8s } from 'cdk8s-plus-28';
import { milliseconds } from '../../config/quantities';
import { ephemeralStorageOf } from '../ephemeral-storage';
import { fromField } from '../platform-container';
import { amounts } from '../resources';
import { restrictedContainer } from '../restricted';
import type { Injection, InjectionProps } from './injection';

const volume = 'python-instrumentation';
/** Source folders: the image contains each compiled package for both C libraries. */
const halves = { glibc: '/autoinstrumentation/.', musl: '/autoinstrumentation-musl/.' } as const satisfies Record<InjectionProps['libc'], string>;

export function pythonInjection(props: InjectionProps): Injection {
  const { program, packages } = props.folders;
  return {
    program: { folder: program, files: programFiles },
    initContainers: [copy(props)],
    volumes: [{ name: volume, emptyDir: { sizeLimit: k8s.Quantity.fromString('200Mi') } }],
    mounts: [{ name: volume, mountPath: packages, readOnly: true }],
    env: [
      fromField('POD_NAME', 'metadata.name'),
      ...(props.versionByTemplate ? [fromField('POD_TEMPLATE_HASH', "metadata.labels['pod-template-hash']")] : []),
      ...Object.entries(pythonEnvironment(props)).map(([name, value]) => ({ name, value })),
    ],
  };
}

/** Folder of the program in this repository. */
export const programFolder = join(__dirname, 'python');

/** Contents of the program's files by name; read once, however many workloads are instrumented. */
const programFiles: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(programFolder)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => [name, readFileSync(join(programFolder, name), 'utf8')]),
);

/**
 * Variables of the instrumented process, by name. Kubernetes replaces `$(POD_NAME)`.
 *
 * Metrics and logs are not sent: collectors compute rate, errors and duration from spans, and log lines go to stdout. Every span is recorded, whatever
 * the caller's sampling flag is. The program fixes this and there is no variable for it, because it must not be changed.
 */
export function pythonEnvironment(props: InjectionProps): Readonly<Record<string, string>> {
  const { name, namespace, owner, libc, pythonPath, endpoint, spanBatch, version, heartbeatPath, untracedPaths } = props;
  const { program, packages } = props.folders;
  return {
    PYTHONPATH: pythonPath === undefined ? program : `${program}:${pythonPath}`,
    LYO_INSTRUMENTATION: packages,
    LYO_LIBC: libc,
    ...(heartbeatPath === undefined ? {} : { LYO_HEARTBEAT_PATH: heartbeatPath }),
    LYO_UNTRACED_PATHS: untracedPaths.join(','),
    OTEL_SERVICE_NAME: name,
    // collectors overwrite the attributes about the cluster with what they determine themselves
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.namespace=${namespace}`,
      ...(version === undefined ? [] : [`service.version=${version}`]),
      'service.instance.id=$(POD_NAME)',
      `k8s.namespace.name=${namespace}`,
      `k8s.${owner}.name=${name}`,
      'k8s.pod.name=$(POD_NAME)',
    ].join(','),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: '2',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    // 1 s instead of the default of 5 s: the first wait of the delay budget
    OTEL_BSP_SCHEDULE_DELAY: String(milliseconds(spanBatch)),
    OTEL_BSP_MAX_QUEUE_SIZE: '8192',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2048',
    // the stable names of HTTP and database attributes, which the service graph and the span-name guard read
    OTEL_SEMCONV_STABILITY_OPT_IN: 'http,database',
    // a second worker process would have a second SDK: scale with pods, not with worker processes
    WEB_CONCURRENCY: '1',
  };
}

/** Init container that copies the packages. `cp -r`, never `-a`: an unprivileged user cannot preserve the owners of files. */
function copy({ image, libc, folders: { packages } }: InjectionProps): k8s.Container {
  const disk = ephemeralStorageOf({});
  return {
    name: volume,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-r', halves[libc], packages],
    resources: { requests: amounts('50m', '64Mi', disk.request), limits: amounts('500m', '64Mi', disk.limit) },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: volume, mountPath: packages }],
  };
}
