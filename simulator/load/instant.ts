/** Numbers and moments as people and files write them. */

/** A decimal number; other notations such as 0x10 are not accepted. */
export function numberOf(cell: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell.trim()) || /^[+-]?infinity$/i.test(cell.trim()) ? Number(cell) : Number.NaN;
}

/** Seconds since 1970. Times without a zone are UTC. A number above 1e11 is in milliseconds: as seconds it would be after the year 5138, as milliseconds it is after 1973. */
export function secondsOf(cell: string): number {
  const number = numberOf(cell);
  if (!Number.isNaN(number)) return number < 1e11 ? number : number / (number < 1e14 ? 1e3 : number < 1e17 ? 1e6 : 1e9);
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(cell) ? cell : `${cell.replace(' ', 'T')}Z`;
  return isDay(cell) ? Date.parse(zoned) / 1000 : Number.NaN;
}

/** Whether a date exists: JavaScript would turn February 30 into a day in March. */
function isDay(cell: string): boolean {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(cell) ?? [];
  const read = new Date(`${day ?? ''}T00:00:00Z`);
  return day !== undefined && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}
