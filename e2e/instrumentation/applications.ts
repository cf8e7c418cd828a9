/** Applications with package versions that injected packages used to replace, or that the instrumentation does not support. */

export interface Application {
  /** Its name in spans. */
  readonly name: string;
  /** Installed packages, as requirements of pip. */
  readonly requirements: readonly string[];
  /** Imported modules that must be the application's own. */
  readonly imports: readonly string[];
  /** Pattern of the first log line. */
  readonly said: RegExp;
  /** Whether its requests can be counted. @default true */
  readonly counted?: boolean;
}

const traced = /^traced: starlette, fastapi/;
const web = 'fastapi==0.110.3';

export const applications: readonly Application[] = [
  {
    name: 'toolbelt',
    requirements: [web, 'requests-toolbelt==0.10.1', 'requests==2.28.2', 'urllib3==1.26.20'],
    imports: ['requests_toolbelt', 'requests', 'urllib3'],
    said: traced,
  },
  {
    name: 'pydantic-1',
    requirements: ['fastapi==0.95.2', 'pydantic==1.10.26', 'httpx==0.27.2'],
    imports: ['pydantic', 'httpx', 'typing_extensions'],
    said: /^traced: .*httpx/,
  },
  {
    name: 'protobuf-3',
    requirements: [web, 'protobuf==3.20.3', 'googleapis-common-protos==1.56.4'],
    imports: ['google.protobuf', 'google.rpc.status_pb2'],
    said: traced,
  },
  { name: 'grpc', requirements: [web, 'protobuf==4.25.8', 'grpcio==1.62.3'], imports: ['grpc', 'google.protobuf'], said: traced },
  { name: 'celery', requirements: [web, 'celery==5.3.6', 'redis==4.6.0'], imports: ['celery', 'redis', 'kombu'], said: /^traced: .*redis/ },
  {
    name: 'sqlalchemy-1',
    requirements: [web, 'sqlalchemy==1.4.54', 'psycopg2-binary==2.9.10'],
    imports: ['sqlalchemy', 'psycopg2'],
    said: /^traced: .*sqlalchemy/,
  },
  { name: 'old-api', requirements: [web, 'opentelemetry-api==1.20.0'], imports: ['deprecated', 'importlib_metadata'], said: traced },
  {
    name: 'own-sdk',
    requirements: [web, 'opentelemetry-sdk==1.25.0', 'opentelemetry-exporter-otlp-proto-http==1.25.0'],
    imports: ['opentelemetry.sdk.trace', 'opentelemetry.trace', 'opentelemetry.exporter.otlp.proto.http.trace_exporter', 'google.protobuf'],
    said: /^traced: starlette, fastapi; left out: .*threading \(/,
  },
  { name: 'boto', requirements: [web, 'boto3==1.28.85'], imports: ['boto3', 'botocore', 'urllib3'], said: traced },
  {
    name: 'logs',
    requirements: [web, 'loguru==0.7.2', 'structlog==23.2.0', 'python-json-logger==2.0.7'],
    imports: ['loguru', 'structlog', 'pythonjsonlogger'],
    said: traced,
  },
  {
    name: 'sentry',
    requirements: [web, 'sentry-sdk==1.40.6', 'prometheus-fastapi-instrumentator==6.1.0'],
    imports: ['sentry_sdk', 'prometheus_fastapi_instrumentator'],
    said: traced,
  },
  { name: 'wrapt-1', requirements: [web, 'wrapt==1.14.1', 'Deprecated==1.2.14'], imports: ['wrapt', 'deprecated'], said: traced },
  {
    name: 'typing-4.4',
    requirements: ['fastapi==0.92.0', 'pydantic==1.10.4', 'typing_extensions==4.4.0', 'starlette==0.25.0'],
    imports: ['typing_extensions', 'pydantic'],
    said: /^not instrumented: .*typing_extensions/,
    counted: false,
  },
];
