/** A collector's configuration as data (opentelemetry.io/docs/collector/configuration): its components by name, and pipelines with their order. */

/** Settings of one receiver, processor, exporter, connector or extension. */
export type Settings = Readonly<Record<string, unknown>>;

/** Components by the name under which pipelines refer to them: `type` or `type/name`. */
export type Components = Readonly<Record<string, Settings>>;

export interface Pipeline {
  readonly receivers: readonly string[];
  /** In the order in which data passes. */
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

export interface CollectorConfig {
  readonly extensions: Components;
  readonly receivers: Components;
  readonly processors: Components;
  readonly connectors: Components;
  readonly exporters: Components;
  readonly service: {
    readonly extensions: readonly string[];
    readonly telemetry: Settings;
    /** `traces/<name>` or `metrics/<name>`. */
    readonly pipelines: Readonly<Record<string, Pipeline>>;
  };
}

/** Where a collector listens; every one of them is bound to localhost unless told otherwise. */
export interface ListenAddresses {
  /** OTLP over gRPC, `host:port`. */
  readonly grpc: string;
  /** OTLP over HTTP. */
  readonly http: string;
  /** Health of the process. */
  readonly health: string;
  /** The collector's metrics about itself. */
  readonly selfMetrics: { readonly host: string; readonly port: number };
  /** Metrics that it makes of spans. @default - it makes none */
  readonly spanMetrics?: string;
}
