/** Names that injected instrumentation reserves: a workload's own variables must have other names. */

/** Variables that the injection for Python sets. `PYTHONPATH` is the exception: a workload's own is kept behind it. */
export const injectedVariables: readonly string[] = [
  'POD_NAME',
  'LYO_INSTRUMENTATION',
  'LYO_LIBC',
  'LYO_HEARTBEAT_PATH',
  'LYO_UNTRACED_PATHS',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
  'OTEL_PROPAGATORS',
  'OTEL_BSP_SCHEDULE_DELAY',
  'OTEL_BSP_MAX_QUEUE_SIZE',
  'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
  'OTEL_SEMCONV_STABILITY_OPT_IN',
  'WEB_CONCURRENCY',
];

/** Folders of the injection for Python in a pod. Only `program` is in `PYTHONPATH`, so that the application's own packages come first; the program itself adds `packages` behind them. */
export const injectedFolders = { program: '/lyo-instrumentation', packages: '/otel-auto-instrumentation-python' } as const;
