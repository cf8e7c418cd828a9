/**
 * What lasts is told from what passes. A sample looks back over a minute, so samples a minute apart share no request, while all samples within one stall of a machine are one observation: minutes are compared, and never
 * samples. A pause of up to a minute is in two minutes at most, and harm is in all of them, so what lasted is the least of three minutes or more: an order statistic, which two outliers of three cannot move, however large.
 */

/** Seconds over which a sample looks back, and by how much two samples of a grid may be closer. */
export const minute = 60;
const slack = 1;

/** Fewest and most of the newest minutes that are judged together: a rise of the last five counts as much after ten quiet ones. */
export const [fewest, most] = [3, 5];

/** Seconds that a change must be watched at least: in a shorter watch no harm could last for the fewest minutes. The last minute is for measuring and for the tick. */
export const leastWatch = minute * (fewest + 1);

/** The newest sample, and before it those that share no request with the next. @param samples in order of time */
export function minutesBack<Sample extends { readonly at: number }>(samples: readonly Sample[]): readonly Sample[] {
  const found: Sample[] = [];
  for (const sample of samples.toReversed()) {
    const next = found.at(-1);
    if (next === undefined || next.at - sample.at >= minute - slack) found.push(sample);
  }
  return found;
}

/**
 * The most that lasted for 3, 4 and 5 minutes anywhere in the past: what a change at that moment would have been blamed for, though there was none (a placebo in time; Abadie, Diamond and Hainmueller, "Comparative
 * Politics and the Synthetic Control Method", 2015). However samples depend on each other, those of the past do so as well. Minutes with a gap between them are no stretch of time.
 *
 * @param past excesses in order of time
 */
export function mostThatLasted(past: readonly { readonly at: number; readonly excess: number }[]): readonly number[] {
  const largest = Array.from({ length: most - fewest + 1 }, () => 0);
  for (let end = 0; end < past.length; end += 1) {
    const minutes = minutesBack(past.slice(Math.max(end + 1 - 4 * most, 0), end + 1));
    for (let count = fewest; count <= Math.min(most, minutes.length); count += 1) {
      const stretch = minutes.slice(0, count);
      if ((stretch[0]?.at ?? 0) - (stretch.at(-1)?.at ?? 0) > count * minute) break;
      largest[count - fewest] = Math.max(largest[count - fewest] ?? 0, Math.min(...stretch.map(({ excess }) => excess)));
    }
  }
  return largest;
}
