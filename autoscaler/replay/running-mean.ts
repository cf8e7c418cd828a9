/** Means of a series over any past range, in constant time, from running sums. */
export class RunningMean {
  private readonly sums: Float64Array;
  private count = 0;

  /** @param most largest number of values */
  public constructor(most: number) {
    this.sums = new Float64Array(most + 1);
  }

  public add(value: number): void {
    this.sums[this.count + 1] = (this.sums[this.count] ?? 0) + value;
    this.count += 1;
  }

  /**
   * Mean over `window` ticks that ended `delay` ticks ago; at the start over the values that exist.
   * @returns 0 before the first value
   */
  public mean(window: number, delay: number): number {
    const end = Math.max(Math.min(1, this.count), this.count - delay);
    const begin = Math.max(0, end - window);
    return end === begin ? 0 : ((this.sums[end] ?? 0) - (this.sums[begin] ?? 0)) / (end - begin);
  }
}
