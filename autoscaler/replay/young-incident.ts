import { seconds } from '../../config/quantities';
import type { SignalShapes } from '../../config/scaling';

/** The time limit of the error signal: it asks for pods for at most `longest` in any `incident`, counted in evaluations (constructs/scaling/error-signal.ts). */
export function youngIncident(errors: SignalShapes['errors'] | undefined): (now: number) => boolean {
  if (errors === undefined) return () => false;
  const [longest, span] = [seconds(errors.longest), seconds(errors.incident)];
  let asked: readonly number[] = [];
  return (now) => {
    asked = [...asked.filter((at) => at > now - span), now];
    const period = asked.length < 2 ? 0 : now - (asked.at(-2) ?? now);
    return asked.length * period <= longest;
  };
}
