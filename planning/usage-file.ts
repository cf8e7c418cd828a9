/** Reads recorded usage of one pod, one sample per line: `timestamp,millicores,MiB`. */
import { readFileSync } from 'node:fs';
import { readable } from '../checks/readable';
import type { Usage } from './replayed-usage';

/** @throws Error with the line and the value received */
export function usageOfFile(file: string): Usage & { readonly days: number } {
  return usageOfText(
    readable('--usage', file, () => readFileSync(file, 'utf8')),
    file,
  );
}

export function usageOfText(text: string, file: string): Usage & { readonly days: number } {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const rows = lines.filter(({ line, number }) => line !== '' && !(number === 1 && /^timestamp/i.test(line)));
  const read = rows.map(({ line, number }) => sampleOf(line, `${file}:${number}`));
  const days = read.length < 2 ? 0 : ((read.at(-1)?.at ?? 0) - (read[0]?.at ?? 0)) / 86_400;
  return { cpu: Float64Array.from(read, ({ cpu }) => cpu), memory: Float64Array.from(read, ({ memory }) => memory), days: Math.max(days, 0) };
}

function sampleOf(line: string, place: string): { readonly at: number; readonly cpu: number; readonly memory: number } {
  const [time = '', cpu = '', memory = '', ...more] = line.split(',');
  const at = /^\d+(\.\d+)?$/.test(time) ? Number(time) : Date.parse(time) / 1000;
  const sample = { at, cpu: amount(cpu), memory: amount(memory) };
  if (more.length > 0 || Object.values(sample).some((value) => !(value >= 0)))
    throw new Error(`${place}: must be "timestamp,millicores,MiB", received ${JSON.stringify(line.slice(0, 60))}`);
  return sample;
}

function amount(cell: string): number {
  return cell.trim() === '' ? Number.NaN : Number(cell);
}
