/** Effects of a size on recorded usage: unused requests, samples that would have been throttled, and samples at which a pod would have been killed. */

/** Usage of one pod, sample by sample, in millicores and MiB. */
export interface Usage {
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

export interface Size {
  readonly cpu: { readonly request: number; readonly limit: number };
  readonly memory: { readonly request: number; readonly limit: number };
}

export interface UsageOutcome {
  /** Unused share of the requests of CPU and memory. */
  readonly slack: { readonly cpu: number; readonly memory: number };
  /** Share of the samples that use more CPU than the limit. */
  readonly throttled: number;
  /** Number of samples with more memory than the limit. */
  readonly killed: number;
}

export function usageUnder({ cpu, memory }: Usage, size: Size): UsageOutcome {
  const unused = (used: Float64Array, { request }: { readonly request: number }): number =>
    1 - used.reduce((sum, value) => sum + Math.min(value, request), 0) / Math.max(used.length, 1) / request;
  return {
    slack: { cpu: unused(cpu, size.cpu), memory: unused(memory, size.memory) },
    throttled: cpu.reduce((count, value) => count + (value > size.cpu.limit ? 1 : 0), 0) / Math.max(cpu.length, 1),
    killed: memory.reduce((count, value) => count + (value > size.memory.limit ? 1 : 0), 0),
  };
}
