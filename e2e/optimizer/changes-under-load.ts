/** Seeded changes of several shops under load, judged by what is promised of them. */
import { join } from 'node:path';
import { durationOf } from '../../config/duration';
import type { ScenarioContext } from '../runner/scenario';
import { formatDuration, sleep, Stopwatch } from '../waiting/stopwatch';
import { confusionOf } from './confusion';
import type { Hastened } from './hastened';
import type { SeededChange } from './seeded-changes';
import { startShoppers } from './shoppers';
import type { MeasuredShop } from './shop-processes';
import { tryChanges, type TriedChange } from './tried-changes';

export interface ChangesUnderLoad {
  readonly shops: readonly MeasuredShop[];
  readonly changes: readonly SeededChange[];
  readonly hastened: Hastened;
}

/** Seconds after which a harmful change is undone, and share of the harmless ones that may be undone. */
const promised = { within: 300, wrongly: 0.02 };
/** Seconds for which a change is watched: as shipped, so that what the last tick undoes is in time. */
const watch = 270;
/** Seconds of the optimizer until caches are full, and then without a change, of which it learns what is usual. */
const [warm, before] = [120, 1200];

/** @throws Error when a harmful change is kept or undone late, or when too many harmless ones are undone */
export async function changesUnderLoad(context: ScenarioContext, { shops, changes, hastened }: ChangesUnderLoad): Promise<void> {
  const hour = 3600 / hastened.factor;
  // the load rises and falls by a fifth within an hour
  const loads = shops.map(({ backend, onAnswer }, index) =>
    startShoppers({
      url: backend.url,
      seed: index,
      times: (seconds) => 1 + 0.2 * Math.sin((2 * Math.PI * seconds) / hour + index),
      ...(onAnswer === undefined ? {} : { onAnswer }),
    }),
  );
  context.report(`${shops.length} shops under load; time runs ${hastened.factor} times as fast, and ${before / 60} minutes pass without a change`);
  // first the caches fill
  await sleep(durationOf(warm / hastened.factor));
  for (const { onWarm } of shops) onWarm?.();
  await sleep(durationOf(before / hastened.factor));
  const stopwatch = new Stopwatch();
  const tried: TriedChange[] = [];
  const onTried = (change: TriedChange): void => {
    tried.push(change);
    tell(context, change, tried.length);
  };
  const options = { hastened, watch, file: join(context.folder, 'tried.jsonl'), onTried };
  await Promise.all(
    shops.map((shop, index) =>
      tryChanges(
        shop,
        changes.filter((_, number) => number % shops.length === index),
        options,
      ),
    ),
  );
  await Promise.all(loads.map((load) => load.stop()));
  const sum = (of: (load: (typeof loads)[number]) => number): number => loads.reduce((total, load) => total + of(load), 0);
  context.report(`${sum((load) => load.answered())} requests, ${sum((load) => load.failed())} of them failed, in ${formatDuration(stopwatch.elapsed())}`);
  judge(context, tried);
}

function tell(context: ScenarioContext, change: TriedChange, number: number): void {
  const { harmful, undone, again, after } = change;
  const right = harmful === undone && (!undone || after <= promised.within);
  if (!right || harmful || again) context.report(`${right ? 'right' : 'WRONG'}  ${number}. ${textOf(change)}`);
}

function textOf({ what, values, undone, again, after, why }: TriedChange): string {
  const { prewarmKeys, ...others } = values;
  const shown = JSON.stringify({ ...others, ...(prewarmKeys === undefined ? {} : { prewarmKeys: prewarmKeys.length }) });
  const end = undone ? 'undone' : 'kept';
  return `${what} ${shown}: ${again ? `undone after ${after.toFixed(0)} s, tried again and ${end}` : `${end} after ${after.toFixed(0)} s`}: ${why}`;
}

function judge(context: ScenarioContext, tried: readonly TriedChange[]): void {
  const { lines, missed, slowest, wrongly } = confusionOf(tried);
  for (const line of lines) context.report(line);
  const harmless = tried.filter(({ harmful }) => !harmful).length;
  if (missed > 0) throw new Error(`every harmful change must be undone, ${missed} were kept`);
  if (slowest > promised.within) throw new Error(`a harmful change must be undone within ${promised.within} s, one was after ${slowest.toFixed(0)} s`);
  if (wrongly > promised.wrongly * harmless)
    throw new Error(`of ${harmless} harmless changes at most ${100 * promised.wrongly} % may be undone, ${wrongly} were`);
}
