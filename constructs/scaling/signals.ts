import { applicationSignals } from './application-signal';
import { cpuSignal } from './cpu-signal';
import { errorSignal } from './error-signal';
import { forecastSignal } from './forecast-signal';
import { latencySignal } from './latency-signal';
import { memorySignal } from './memory-signal';
import { requestRateSignal } from './request-rate-signal';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/**
 * The policy's signals that are recorded in Prometheus, in the order of the policy, then those of the application's own metrics.
 * @throws Error when the policy has a memory signal and sizing has no idle memory
 */
export function signalsOf(workload: ScaledWorkload): readonly Signal[] {
  const { cpu, memory, requestRate, latency, errors, forecast } = workload.policy.signals;
  return [
    cpu && cpuSignal(workload, cpu),
    memory && memorySignal(workload, memory, idleMemory(workload)),
    requestRate && requestRateSignal(workload, requestRate),
    latency && latencySignal(workload, latency),
    errors && errorSignal(workload, errors),
    forecast && forecastSignal(workload, forecast),
    ...applicationSignals(workload),
  ].filter((signal) => signal !== undefined);
}

function idleMemory({ name, sizing }: ScaledWorkload): NonNullable<typeof sizing.idleMemory> {
  if (sizing.idleMemory === undefined) throw new Error(`the memory signal of ${name} needs idleMemory in its sizing, received nothing`);
  return sizing.idleMemory;
}
