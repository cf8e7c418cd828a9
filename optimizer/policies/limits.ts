/** What holds every decision, whatever it follows from. */

export interface Limited {
  readonly value: number;
  /** What was taken away, and by which limit. */
  readonly reasons: readonly string[];
}

export function bounded(asked: number, least: number, most: number): Limited {
  const value = Math.min(Math.max(asked, least), most);
  return { value, reasons: value === asked ? [] : [`from ${least} to ${most} are allowed: ${value} in place of ${asked}`] };
}

/** Of what the present load needs, at most this many times as many replicas. A forecast that is wrong by more must not be paid for. */
const largestStep = 3;
/** Below this a step is none. */
const smallFleet = 6;

export function stepLimited(asked: number, present: number): Limited {
  const most = Math.max(largestStep * present, smallFleet);
  return asked <= most
    ? { value: asked, reasons: [] }
    : { value: most, reasons: [`at most ${largestStep} times what the load needs now (${present}): ${most} in place of ${asked}`] };
}
