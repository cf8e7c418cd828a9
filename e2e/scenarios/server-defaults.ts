import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { z } from 'zod';
import type { Scenario } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';

const committed = join(__dirname, '..', '..', 'delivery', 'ownership', 'server-defaults.json');
const table = z.record(z.string(), z.record(z.string(), z.array(z.unknown())));

/** Drift must know what the API server sets by itself, which a new version of Kubernetes may change. */
export const scenario: Scenario = {
  name: 'server-defaults',
  title: 'the defaults that drift knows are those of Kubernetes’ own defaulting functions, for every kind that it stores',
  tags: ['full'],
  needs: ['server-defaults'],
  timeout: '60s',
  async run(context) {
    const { stdout } = await promisify(execFile)(binaryOf('server-defaults'), [], { maxBuffer: 64 * 1024 ** 2 });
    const set = table.parse(JSON.parse(stdout));
    const known = table.parse(JSON.parse(await readFile(committed, 'utf8')));
    const fields = Object.values(set).flatMap((one) => Object.keys(one)).length;
    context.report(`${Object.keys(set).length} kinds with ${fields} fields that have defaults`);
    if (isDeepStrictEqual(set, known)) return;
    const file = join(context.folder, 'server-defaults.json');
    await writeFile(file, `${JSON.stringify(set, undefined, 2)}\n`);
    throw new Error(`delivery/ownership/server-defaults.json must be what Kubernetes sets: format ${file} and put it there`);
  },
};
