/**
 * The cheapest plan that never has too few ready pods, with knowledge of the future (the oracle). The k-th pod must exist from one start-up before the need reaches
 * k until the need falls below k; between two such times that are closer than a start-up, keeping the pod costs no more than starting a new one. So the plan at each moment
 * is the largest need from now until one start-up later. An exhaustive search finds the same (test/simulator/clairvoyant.test.ts); this is one
 * pass with a monotonic queue.
 *
 * @param needed needed pods at each tick
 * @param lead start-up of a pod in ticks
 * @returns existing pods at each tick
 */
export function clairvoyantPlan(needed: ArrayLike<number>, lead: number, { minReplicas, maxReplicas }: Range): readonly number[] {
  const maxima = new FallingMaxima(needed);
  return Array.from(needed, (_, tick) => Math.min(maxReplicas, Math.max(minReplicas, maxima.largest(tick, tick + lead))));
}

interface Range {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** The maximum of a sliding window; each value enters and leaves the queue once. */
class FallingMaxima {
  /** Indices of values that may still become the maximum, in order of falling values. */
  private readonly places: number[] = [];
  private first = 0;
  private coming = 0;

  public constructor(private readonly values: ArrayLike<number>) {}

  public largest(from: number, to: number): number {
    for (; this.coming < this.values.length && this.coming <= to; this.coming += 1) this.enter(this.coming);
    while (this.places.length > this.first && this.at(this.first) < from) this.first += 1;
    return this.value(this.at(this.first));
  }

  private enter(place: number): void {
    while (this.places.length > this.first && this.value(this.at(this.places.length - 1)) <= this.value(place)) this.places.pop();
    this.places.push(place);
  }

  private at(index: number): number {
    return this.places[index] ?? 0;
  }

  private value(place: number): number {
    return this.values[place] ?? 0;
  }
}
