import type { Environment } from '../../config/environment';
import { settles } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { seedPolicy } from '../../test/fixtures/standard';

/** Each shorter name is how each longer one begins; no cut ends in a dash. */
const cut = (characters: number): string => 'very-long-name-of-a-service-that-nobody-abbreviating-today-ever'.slice(0, characters);

/** Replicas that the signals of each workload must ask for: a signal that counts pods of another workload would ask for more. Below ten, so that the tolerance cannot hide one pod. */
interface Asked {
  readonly byCpu: number;
  readonly byMemory: number;
}

/**
 * At 46 characters a pod's name is still whole; from 47 on the dash before its last five is gone, at 52 half the hash, at 58 all of it: pods of the last three
 * share 58 characters. And a name like a ReplicaSet of another's.
 */
const workloads: Readonly<Record<string, Asked>> = {
  [cut(46)]: { byCpu: 3, byMemory: 5 },
  [cut(47)]: { byCpu: 4, byMemory: 6 },
  [cut(52)]: { byCpu: 5, byMemory: 7 },
  [cut(58)]: { byCpu: 6, byMemory: 8 },
  [cut(62)]: { byCpu: 7, byMemory: 9 },
  [cut(63)]: { byCpu: 8, byMemory: 5 },
  shop: { byCpu: 3, byMemory: 6 },
  'shop-6d4b75cb6d': { byCpu: 5, byMemory: 8 },
};
/** Cores and mebibytes of load that one pod carries at its target: 70 % of 250m, 80 % of 384Mi less 128Mi of an idle heap. */
const [cores, mebibytes] = [0.7 * 0.25, 0.8 * 384 - 128];
/** Distance of the load from the next whole pod, in pods. */
const spare = 0.6;
/** Speed of the intervals: slow enough that the reported usage of pods is not late. */
const factor = 2.5;

export const scenario: Scenario = {
  name: 'long-names',
  title: 'CPU and memory find the pods of names of 46, 47, 52, 58, 62 and 63 characters, of which each begins like the next, and of a name like a ReplicaSet',
  tags: ['full'],
  timeout: '1200s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(environment(), factor));
    const play = (demand: (asked: Asked) => { readonly cores?: number; readonly mebibytes?: number }): void => {
      for (const [name, asked] of Object.entries(workloads)) platform.traffic.want(name, demand(asked));
    };
    try {
      play(({ byCpu }) => ({ cores: (byCpu - spare) * cores }));
      await allHave(context, platform, ['CPU', ({ byCpu }) => byCpu]);
      play(({ byMemory }) => ({ mebibytes: (byMemory - spare) * mebibytes }));
      await allHave(context, platform, ['memory', ({ byMemory }) => byMemory]);
      // a signal without data would keep the replicas
      play(() => ({}));
      await allHave(context, platform, ['nobody', () => seedPolicy.minReplicas]);
    } finally {
      await platform.traffic.stop();
    }
  },
};

async function allHave(context: ScenarioContext, platform: Platform, [who, wanted]: readonly [string, (asked: Asked) => number]): Promise<void> {
  await Promise.all(
    Object.entries(workloads).map(([name, asked]) =>
      settles(`${name} has ${wanted(asked)} replicas by ${who}`, () => platform.replicas(name), {
        until: (count) => count === wanted(asked),
        for: '15s',
        timeout: '360s',
        interval: '2s',
      }),
    ),
  );
  const all = Object.entries(workloads).map(([name, asked]) => `${wanted(asked)} of ${name.length}`);
  context.report(`${who}: ${all.join(', ')} characters`);
}

function environment(): Environment {
  const policy = fastScaleIn(seedPolicy, '60s');
  return withWorkloads(shipped('dev'), Object.fromEntries(Object.keys(workloads).map((name) => [name, policy])));
}
