/** The replicas that one metric proposes, or why it proposes none. */
export type Proposal =
  | { readonly ok: true; readonly replicas: number }
  | {
      readonly ok: false;
      /** Reason of the condition ScalingActive. */
      readonly reason: string;
      readonly why: 'unavailable' | 'no pods' | 'no sample of a ready pod' | 'a container without request' | 'requests of zero' | 'a target of another type';
    };

/** Whether a usage ratio is within the tolerance, so that nothing changes (replica_calculator.go, `Tolerances.isWithin`). */
export function isWithin({ up, down }: { readonly up: number; readonly down: number }, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}
