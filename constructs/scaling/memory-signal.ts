import { bytes, type Memory } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { containers, ofPods } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';

/**
 * ceil(Σ max(working set − idle, 0) / (target · request − idle)): only memory above the idle heap counts, because an idle Python heap does not shrink when pods
 * are added. Request 512 Mi, idle 128 Mi, target 80 %: one pod may use 281.6 Mi for load; 10 pods at 400 Mi ask for ceil(2720 / 281.6) = 10.
 * @throws Error when sizing has no idle memory
 */
export function memorySignal(workload: ScaledWorkload, { utilization }: SignalShapes['memory']): Replicas {
  const idle = bytes(idleMemory(workload));
  const perPod = Math.round((utilization / 100) * bytes(workload.sizing.memory.request)) - idle;
  return {
    uncapped: zeroWhenAbsent(`ceil(sum(clamp_min((${ofPods(workload, containers(workload, 'workingSet'))}) - ${idle}, 0)) / ${perPod})`),
  };
}

function idleMemory({ name, sizing }: ScaledWorkload): Memory {
  if (sizing.idleMemory === undefined) throw new Error(`the memory signal of ${name} needs idleMemory in its sizing, received nothing`);
  return sizing.idleMemory;
}
