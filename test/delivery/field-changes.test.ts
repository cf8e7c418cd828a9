import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseObjects } from '../../checks/read-manifests';
import type { ManifestObject } from '../../checks/manifest';
import { synthesize } from '../../charts/synthesis';
import { seedLifecycle } from '../../config/lifecycle';
import { validated } from '../../config/validate';
import type { WebWorkload } from '../../config/workload';
import { web } from '../../config/workloads/web';
import { lostByOldPods } from '../../delivery/overlap';
import { fieldChanges, released } from '../fixtures/field-changes';
import { environmentWith, firstWorkload } from '../environment-with';

/** Fields by path, two levels deep; deeper fields have the verdict of their parent. */
function fieldsOf(shape: Readonly<Record<string, z.ZodType>>, above: readonly string[] = []): readonly string[] {
  return Object.entries(shape).flatMap(([name, type]) => {
    const inner = type instanceof z.ZodOptional ? type.unwrap() : type;
    const path = [...above, name];
    return inner instanceof z.ZodObject && above.length === 0 ? fieldsOf(inner.shape, path) : [path.join('.')];
  });
}

test('every field of a workload has an entry in the table, and every entry a field', () => {
  expect(Object.keys(fieldChanges).sort()).toEqual([...fieldsOf(web.shape)].sort());
});

const environment = environmentWith({ 'workloads[0].lifecycle': seedLifecycle });
const before = firstWorkload(environment);

function objectsOf(changed: WebWorkload): readonly ManifestObject[] {
  return synthesize(validated([{ ...environment, workloads: [changed] }])[0] ?? environment).flatMap(({ name, yaml }) => parseObjects(yaml, name));
}

const old = objectsOf(before);
const played = Object.entries(fieldChanges).flatMap(([path, { change, told }]) => (change === undefined ? [] : [{ path, change, told }]));

test.each(played)('a release that changes $path reports what its old pods lose, and no more', ({ change, told }) => {
  // other workloads may lose their connection to this one
  const lost = lostByOldPods(old, objectsOf(released(change(before)))).filter((line) => line.includes(`${before.namespace}/${before.name} `));
  expect(lost.length > 0).toBe(told !== undefined);
  if (told !== undefined) for (const line of lost) expect(line).toMatch(told);
});

test('the decision document shows the table', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'decisions', '0085-old-and-new-pods.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w.]+)` +\| (.*?) +\|$/gm)].map(([, path = '', verdict = '']) => [path, verdict]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(fieldChanges).map(([path, { verdict }]) => [path, verdict])));
});
