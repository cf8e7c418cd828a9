/** Seeded changes, tried one after the other as the optimizer tries its own: it measures, changes the tunables, watches, and keeps the change or undoes it. Only what is wanted is not its own. */
import { appendFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { settingsOf, type OptimizerSettings } from '../../optimizer/config';
import type { TunablesRecord } from '../../optimizer/acting/tunables';
import type { Decision } from '../../optimizer/policies/policy';
import { acting } from '../../optimizer/stages/acting';
import { measuring } from '../../optimizer/stages/measuring';
import type { Stage, World } from '../../optimizer/stages/stage';
import { tick } from '../../optimizer/tick';
import { newState } from '../../optimizer/workload-state';
import { durationOf } from '../../config/duration';
import { sleep } from '../waiting/stopwatch';
import { dailySettings } from './optimizer-pair';
import type { Hastened } from './hastened';
import { usual, type SeededChange } from './seeded-changes';
import type { MeasuredShop, ShopProcess } from './shop-processes';

export interface TriedChange extends SeededChange {
  /** In the end. */
  readonly undone: boolean;
  /** Whether it was undone once, and tried again because its harm did not end with it. */
  readonly again: boolean;
  /** Seconds from the change to its first end, in the optimizer's time. */
  readonly after: number;
  /** Of its first end. */
  readonly why: string;
}

export interface TryingOptions {
  readonly hastened: Hastened;
  /** Seconds for which a change is watched. */
  readonly watch: number;
  /** Where what was measured is written, a line for each change. @default - nowhere */
  readonly file?: string;
  readonly onTried: (change: TriedChange) => void;
}

/** Seconds of the optimizer between two of its ticks. */
const pace = 30;
/** Seconds of the optimizer in which a change must begin and end. */
const patience = 3600;

export async function tryChanges(shop: MeasuredShop, changes: readonly SeededChange[], options: TryingOptions): Promise<readonly TriedChange[]> {
  const { hastened, watch, onTried } = options;
  const settings = settingsFor(shop, watch);
  const [workload] = settings.workloads;
  if (workload === undefined) throw new Error('settings must have a workload');
  const state = newState(workload);
  const world: World = {
    settings,
    source: hastened.source(shop.source),
    clock: hastened.clock,
    log: () => undefined,
    tunables: shop.tunables,
    breathe: () => nextTurn(),
  };
  let wanted: Decision | undefined;
  const seeded: Stage = {
    name: 'decide',
    run: () => {
      state.outcomes = wanted === undefined ? [] : [wanted];
      return Promise.resolve();
    },
  };
  const tried: TriedChange[] = [];
  for (const [index, change] of changes.entries()) {
    shop.tunables.reset(usual);
    const policy = `seeded-${index}`;
    wanted = decisionOf(policy, change);
    const since = hastened.clock();
    const endsOf = ({ finished }: TunablesRecord): TunablesRecord['finished'] => finished.filter((one) => one.policy === policy);
    // what was undone is looked at once more, when it has settled, and may then be tried again
    const isOver = (record: TunablesRecord): boolean => {
      const ends = endsOf(record);
      return record.undone === undefined && (ends.length > 1 || (ends.length === 1 && ends[0]?.confirmed !== false));
    };
    while (!isOver(shop.tunables.present)) {
      const began = performance.now();
      const report = await tick(world, [state], () => performance.now() / 1000, [measuring, seeded, acting]);
      if (report.fault !== undefined) throw new Error(`a tick must not fail: ${report.fault}`);
      if (hastened.clock() - since > patience) throw new Error(`${shop.name}: change ${index} must end, after ${patience} s it has not`);
      await sleep(durationOf(Math.max(pace / hastened.factor - (performance.now() - began) / 1000, 0)));
    }
    wanted = undefined;
    const ends = endsOf(shop.tunables.present);
    const [first, last] = [ends[0], ends.at(-1)];
    if (first === undefined || last === undefined) continue;
    const one = { ...change, undone: last.outcome === 'rolled back', again: ends.length > 1, after: first.ended - first.at, why: first.why };
    if (options.file !== undefined) appendFileSync(options.file, `${JSON.stringify({ shop: shop.name, ...one, ends, signals: state.measured.signals })}\n`);
    tried.push(one);
    onTried(one);
  }
  return tried;
}

function decisionOf(policy: string, { values }: SeededChange): Decision {
  return { kind: 'decision', policy, value: 0, confidence: 1, risk: 'medium', tunables: values, acts: true, reasons: ['seeded'] };
}

function settingsFor({ name, namespace }: ShopProcess, watch: number): OptimizerSettings {
  const daily = dailySettings('http://127.0.0.1:9090');
  const tuned = { prefix: 'backend', pool: { mode: 'act', connections: { least: 1, most: 50 } }, watch };
  const result = settingsOf({
    ...daily,
    listen: { host: '127.0.0.1', port: 0 },
    workloads: daily.workloads.map((one) => ({ ...one, namespace, deployment: name, tuned })),
  });
  if (!result.ok) throw new Error(`the settings must be right: ${JSON.stringify(result.problems)}`);
  return result.settings;
}
