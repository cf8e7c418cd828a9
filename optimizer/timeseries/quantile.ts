/** The value below which a share of the known values lies, interpolated between its neighbours; NaN where none is known. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = known(values).sort();
  if (sorted.length === 0) return Number.NaN;
  const place = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

/** A copy without gaps; a loop, because a callback for each value takes longer than sorting them. */
function known(values: Float64Array): Float64Array {
  const found = new Float64Array(values.length);
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    found[count] = value;
    count += 1;
  }
  return found.subarray(0, count);
}
