import { type Cluster } from '../cluster/cluster';
import { type ComponentName } from '../toolchain/components';
import type { Duration } from '../../config/duration';
import { type ProcessGroup } from '../processes/process-group';
import { type ClusterOptions } from '../cluster/start-cluster';

export const SCENARIO_TAGS = ['smoke', 'full'] as const;

/** `smoke` runs by default and must stay short; `full` is everything worth running before a release. */
export type ScenarioTag = (typeof SCENARIO_TAGS)[number];

/** Context of a scenario. Processes that it starts through this end with it. */
export interface ScenarioContext {
  /** Empty at first; logs end up here and stay. */
  readonly folder: string;
  readonly processes: ProcessGroup;
  /** Tells the reader what happens; printed with the time since the scenario began. */
  report(line: string): void;
  startCluster(options?: Omit<ClusterOptions, 'processes'>): Promise<Cluster>;
}

/** One claim, shown on real components. Its file `e2e/scenarios/<name>.ts` exports it as `scenario`. */
export interface Scenario {
  readonly name: string;
  /** What it proves, as a sentence. */
  readonly title: string;
  readonly tags: readonly ScenarioTag[];
  /** Programs that must be built before its start. @default - every component */
  readonly needs?: readonly ComponentName[];
  /** On an idle machine; a loaded one gets the time that its load takes away. @default 15 min */
  readonly timeout?: Duration;
  /** Rejects if the claim does not hold. */
  run(context: ScenarioContext): Promise<void>;
}
