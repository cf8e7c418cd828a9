/** An edit of config/sizing/<environment>.json that changes what it must and leaves every other character as it is. */
import type { Size } from './replayed-usage';

/** @throws Error where the text has no such workload, or another form than the one that `npm run format` writes */
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
