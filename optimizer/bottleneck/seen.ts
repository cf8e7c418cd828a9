import type { ServiceGraph } from '../incidents/service-graph';
import type { Vital } from '../incidents/vital';

/** What was seen last of all services. */
export interface Seen {
  /** By `vitalKey`. */
  readonly vitals: ReadonlyMap<string, Vital>;
  readonly graph: ServiceGraph;
  /** Names of callees that answer as databases do: SQL servers, caches. */
  readonly databases: ReadonlySet<string>;
  readonly isUsual: (at: number) => boolean;
}
