/** A collector's configuration as data (opentelemetry.io/docs/collector/configuration): its components by name, and pipelines with their order. */

/** Settings of one receiver, processor, exporter, connector or extension. */
export type Settings = Readonly<Record<string, unknown>>;

/** Components by the id that pipelines use: `type` or `type/name`. */
export type Components = Readonly<Record<string, Settings>>;

export interface Pipeline {
  readonly receivers: readonly string[];
  /** In the order in which data passes through them. */
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

/** Addresses on which a collector listens. The default of each is localhost only. */
export interface ListenAddresses {
  /** OTLP over gRPC, `host:port`. */
  readonly grpc: string;
  /** OTLP over HTTP. */
  readonly http: string;
  /** Address of the health endpoint, `host:port`. */
  readonly health: string;
  /** The collector's metrics about itself. */
  readonly selfMetrics: { readonly host: string; readonly port: number };
  /** Address of the metrics that are made from spans, `host:port`. @default - none are made */
  readonly spanMetrics?: string;
}
