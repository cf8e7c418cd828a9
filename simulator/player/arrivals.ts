/**
 * When each request of a load is due, in seconds since the start. The load alone decides it, never an answer (an open model: users do not wait for each other), and
 * requests of a second are spread evenly over it.
 *
 * @param demand requests a second, for each second
 */
export function* arrivals(demand: ArrayLike<number>): Generator<number> {
  let before = 0;
  // in the middle of what a request is, so that 1 a second is sent at 0.5, 1.5, …
  let next = 0.5;
  for (let second = 0; second < demand.length; second += 1) {
    const rate = demand[second] ?? 0;
    for (; before + rate > next; next += 1) yield second + (next - before) / rate;
    before += rate;
  }
}
