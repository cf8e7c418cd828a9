/**
 * Times at which the requests of a load are due, in seconds since the start. Only the load decides them, never the answers (an open model: users do not wait for each other). The
 * requests of a second are spread evenly over it.
 *
 * @param demand requests per second, for each second
 */
export function* arrivals(demand: ArrayLike<number>): Generator<number> {
  let before = 0;
  // each request is due in the middle of its interval: at 1 per second, at 0.5, 1.5, …
  let next = 0.5;
  for (let second = 0; second < demand.length; second += 1) {
    const rate = demand[second] ?? 0;
    for (; before + rate > next; next += 1) yield second + (next - before) / rate;
    before += rate;
  }
}
