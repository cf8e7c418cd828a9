/** Compares two scaling policies over the same loads and pods in the simulator: the effect on requests and pods says more than a changed target. */
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../config/environment';
import { millicores } from '../../config/quantities';
import { webWorkloads, type WebWorkload } from '../../config/workload';
import { generatedLoad } from '../../simulator/load/generators';
import { History } from '../../simulator/report/history';
import { playground, type Simulation } from '../../simulator/simulate';

export interface Played {
  /** Percent of requests that came while ready pods were above the knee of latency. */
  readonly violations: number;
  readonly podHours: number;
}

export interface Replay {
  readonly workload: string;
  readonly load: string;
  readonly before: Played;
  readonly after: Played;
  /** For a chart. */
  readonly histories: readonly [before: History, after: History];
  /** Seconds of the load. */
  readonly length: number;
}

/** A daily pattern, which is easy for an autoscaler, and a crowd within minutes, which is hard. */
const loads = ['diurnal', 'flash-crowd'] as const;
const seed = 1;
/** The settings of `npm run simulate`. */
const usual = { startUp: 60, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } } as const;
const steps = 360;

/** @param before - the environment of the base */
export function replaysOf(before: Environment, after: Environment): readonly Replay[] {
  return webWorkloads(after).flatMap((workload) => {
    const old = webWorkloads(before).find(({ name, namespace }) => name === workload.name && namespace === workload.namespace);
    if (old === undefined || isDeepStrictEqual(old.scaling, workload.scaling)) return [];
    return loads.map((load) => replayOf(load, simulationOf(before, old, old), simulationOf(after, workload, old)));
  });

  function simulationOf(environment: Environment, workload: WebWorkload, old: WebWorkload): Omit<Simulation, 'load'> & { readonly name: string } {
    const cpu = before.sizing[old.name]?.cpu;
    const burst = cpu === undefined ? 1 : millicores(cpu.limit) / millicores(cpu.request);
    return { ...usual, name: workload.name, policy: workload.scaling, podsOf: old.scaling, telemetry: environment.telemetry, burst };
  }
}

function replayOf(name: (typeof loads)[number], old: Omit<Simulation, 'load'> & { readonly name: string }, fresh: Omit<Simulation, 'load'>): Replay {
  const load = generatedLoad(name, seed);
  if (load === undefined) throw new Error(`the simulator must have the load ${name}`);
  const [before, after] = [old, fresh].map((simulation) => play({ ...simulation, load })) as [Run, Run];
  return {
    ...{ workload: old.name, load: name, length: before.length },
    before: before.played,
    after: after.played,
    histories: [before.history, after.history],
  };
}

interface Run {
  readonly played: Played;
  readonly history: History;
  readonly length: number;
}

function play(simulation: Simulation): Run {
  const ground = playground(simulation);
  const history = new History(Math.max(1, Math.ceil(ground.needed.length / steps)));
  let index = 0;
  const { violations, podHours } = ground.play('policy', {
    onTick: (_, ready) => {
      history.add(ground.needed[index] ?? 0, ready);
      index += 1;
    },
  });
  return { played: { violations: rounded(violations), podHours: rounded(podHours) }, history, length: ground.needed.length * ground.tick };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
