/**
 * The cheapest plan that never has too few ready pods, for who knows the future. A pod for level k of the need must exist from one start-up before the need reaches
 * k until it falls below; where two such times are closer than a start-up, keeping the pod costs no more than making a new one. So at each moment there are as many
 * pods as the largest need from now until one start-up later: what a search through all plans finds (test/simulator/clairvoyant.test.ts), in one
 * pass with a queue of falling maxima.
 *
 * @param needed pods at each tick
 * @param lead ticks that a pod needs to become ready
 * @returns pods that exist at each tick
 */
export function clairvoyantPlan(needed: ArrayLike<number>, lead: number, { minReplicas, maxReplicas }: Range): readonly number[] {
  const maxima = new FallingMaxima(needed);
  return Array.from(needed, (_, tick) => Math.min(maxReplicas, Math.max(minReplicas, maxima.largest(tick, tick + lead))));
}

interface Range {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** The largest of a range whose ends only move on; each value enters and leaves once. */
class FallingMaxima {
  /** Places whose value may still be the largest: later ones have smaller values. */
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
