/**
 * The cheapest plan that never has too few ready pods, for who knows the future. A pod for level k of the need must exist from one start-up before the need reaches
 * k until it falls below; where two such times are closer than a start-up, keeping the pod costs no more than making a new one. So at each moment there are as many
 * pods as the largest need from now until one start-up later: what the dynamic programme over all plans finds (test/simulator/policies/clairvoyant.test.ts), in one
 * pass with a queue of falling maxima.
 *
 * @param needed pods at each tick
 * @param lead ticks that a pod needs to become ready
 * @returns pods that exist at each tick
 */
export function clairvoyantPlan(
  needed: ArrayLike<number>,
  lead: number,
  { minReplicas, maxReplicas }: { readonly minReplicas: number; readonly maxReplicas: number },
): readonly number[] {
  const plan = new Array<number>(needed.length);
  /** Ticks whose need may still be the largest, from later to sooner ones. */
  const maxima: number[] = [];
  let first = 0;
  let coming = 0;
  for (let tick = 0; tick < needed.length; tick += 1) {
    for (; coming < needed.length && coming <= tick + lead; coming += 1) {
      while (maxima.length > first && (needed[maxima[maxima.length - 1] ?? 0] ?? 0) <= (needed[coming] ?? 0)) maxima.pop();
      maxima.push(coming);
    }
    while ((maxima[first] ?? tick) < tick) first += 1;
    plan[tick] = Math.min(maxReplicas, Math.max(minReplicas, needed[maxima[first] ?? tick] ?? 0));
  }
  return plan;
}
