import { dev } from '../config/dev';
import type { Environment } from '../config/environment';
import { validated } from '../config/validate';

/** Development with `count` copies of its backend, each with a name and a path of its own, sized and scaled like the first. */
export function environmentOf(count: number): Environment {
  const [shipped] = validated([dev]);
  const original = shipped?.workloads[0];
  const size = original === undefined ? undefined : shipped?.sizing[original.name];
  if (shipped === undefined || original === undefined || size === undefined) throw new Error('development must have a workload with sizing');
  const { [original.name]: _, ...components } = shipped.sizing;
  const names = Array.from({ length: count }, (_, index) => `${original.name}-${String(index).padStart(4, '0')}`);
  const [copies] = validated([
    {
      ...shipped,
      workloads: names.map((name) => ({ ...original, name, path: `/${name}` })),
      sizing: { ...components, ...Object.fromEntries(names.map((name) => [name, size])) },
    },
  ]);
  if (copies === undefined) throw new Error('the copies must be valid');
  return copies;
}
