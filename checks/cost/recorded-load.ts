/** A recorded load: lines `timestamp,value`, the value in requests per second. */
export interface LoadSample {
  readonly rate: number;
  /** Seconds until the next sample, for which the rate counts. */
  readonly seconds: number;
}

/** @throws Error that names the line, the rule and what was received */
export function recordedLoad(csv: string, file: string): readonly LoadSample[] {
  const lines = csv.split(/\r?\n/).map((text, index) => ({ text: text.trim(), number: index + 1 }));
  const [first, ...rest] = lines.filter(({ text }) => text !== '');
  const rows = (first !== undefined && /^[a-z_ ]+,[a-z_ ]+$/i.test(first.text) ? rest : [first, ...rest])
    .filter((line) => line !== undefined)
    .map(({ text, number }) => sample(text, `${file}:${number}`));
  if (rows.length < 2) throw new Error(`--load must have at least two samples, received ${rows.length} in ${file}`);
  return rows.flatMap(({ time, rate, place }, index) => {
    const next = rows[index + 1];
    if (next === undefined) return [];
    if (next.time <= time) throw new Error(`${next.place}: --load must have rising timestamps, received ${next.time} after ${time} at ${place}`);
    return [{ rate, seconds: next.time - time }];
  });
}

function sample(text: string, place: string): { readonly time: number; readonly rate: number; readonly place: string } {
  const [stamp = '', value = '', ...more] = text.split(',');
  const rate = value.trim() === '' ? Number.NaN : Number(value);
  const time = timeOf(stamp);
  if (more.length > 0 || !Number.isFinite(rate) || rate < 0 || time === undefined)
    throw new Error(`${place}: --load must have lines "timestamp,requests per second", received ${JSON.stringify(text)}`);
  return { time, rate, place };
}

/** Time of a line in seconds since 1970: a number of seconds, a number of milliseconds (if too large for seconds of this century), or a date. */
function timeOf(stamp: string): number | undefined {
  const number = stamp.trim() === '' ? Number.NaN : Number(stamp);
  if (Number.isFinite(number)) return number > 1e11 ? number / 1000 : number;
  const date = Date.parse(stamp);
  return Number.isNaN(date) ? undefined : date / 1000;
}
