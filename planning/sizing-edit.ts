/** Edits config/sizing/<environment>.json: changes only the numbers of one workload and no other character. */
import type { Size } from './replayed-usage';

/** @throws Error where the text has no such workload, or is not formatted as by `npm run format` */
export function sizedText(text: string, workload: string, { cpu, memory }: Size): string {
  const begin = text.indexOf(`"${workload}": {`);
  const end = text.indexOf('\n  }', begin);
  if (begin < 0 || end < 0) throw new Error(`the sizing must have a block "${workload}", received none`);
  const block = text.slice(begin, end);
  const edited = withSides(withSides(block, 'cpu', [`${cpu.request}m`, `${cpu.limit}m`]), 'memory', [`${memory.request}Mi`, `${memory.limit}Mi`]);
  return text.slice(0, begin) + edited + text.slice(end);
}

function withSides(block: string, resource: 'cpu' | 'memory', [request, limit]: readonly [string, string]): string {
  const sides = new RegExp(`("${resource}": \\{\\s*"request": )"[^"]*"(,\\s*"limit": )"[^"]*"`);
  if (!sides.test(block)) throw new Error(`"${resource}" must begin with request and limit, received ${JSON.stringify(block.slice(0, 80))}`);
  return block.replace(sides, `$1"${request}"$2"${limit}"`);
}
