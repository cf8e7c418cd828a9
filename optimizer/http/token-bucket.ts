/** Token bucket: a burst of so many at once, then so many a second. */
export class TokenBucket {
  private left: number;
  private since: number;

  /** @param elapsed seconds of a monotonic clock */
  public constructor(
    private readonly perSecond: number,
    private readonly most: number,
    private readonly elapsed: () => number,
  ) {
    this.left = most;
    this.since = elapsed();
  }

  /** Whether one more may be done now. */
  public take(): boolean {
    const now = this.elapsed();
    this.left = Math.min(this.most, this.left + (now - this.since) * this.perSecond);
    this.since = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
