/** Milliseconds since 1970, with fractions. */
export type SpanClock = () => number;

/** Milliseconds by which the two clocks may differ before the wall clock, which somebody has set, is believed again. */
const most = 2;

/**
 * The time of spans. The SDK begins a span at a whole millisecond, in which several stages of a tick begin, and Jaeger would show these in any order. This clock has the fractions of the monotonic one,
 * and never goes back while the wall clock is not set.
 * @param wall milliseconds since 1970
 * @param elapsed milliseconds of a monotonic clock
 */
export function spanClock(wall: () => number, elapsed: () => number): SpanClock {
  let offset = wall() - elapsed();
  return () => {
    const passed = elapsed();
    const measured = wall() - passed;
    if (Math.abs(measured - offset) > most) offset = measured;
    return offset + passed;
  };
}
