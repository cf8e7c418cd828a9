import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { listKeysOf, openApiDocument } from '../review/list-keys-of-openapi';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

const committed = join(__dirname, '..', '..', 'checks', 'objects', 'list-keys.json');
const groupVersions = z.object({ paths: z.record(z.string(), z.unknown()) });

/** The review must match entries of lists as the API server does, which a new version of Kubernetes may change. */
export const scenario: Scenario = {
  name: 'review-list-keys',
  title: 'the lists that a review reads by keys are those of the real API server’s own description',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const known = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(committed, 'utf8')));
    const { paths } = groupVersions.parse(JSON.parse(await cluster.kubectl(['get', '--raw', '/openapi/v3'])));
    const documents = [];
    for (const path of Object.keys(paths).filter((one) => /^apis?\/.*v\d+$/.test(one))) {
      documents.push(openApiDocument.parse(JSON.parse(await cluster.kubectl(['get', '--raw', `/openapi/v3/${path}`]))));
    }
    const served = listKeysOf(documents, Object.keys(known));
    const lists = Object.values(served).flatMap((one) => Object.keys(one)).length;
    context.report(`${documents.length} documents: ${Object.keys(served).length} kinds with ${lists} lists that are keyed or sets`);
    if (isDeepStrictEqual(served, known)) return;
    const file = join(context.folder, 'list-keys.json');
    await writeFile(file, `${JSON.stringify(served, undefined, 2)}\n`);
    throw new Error(`checks/objects/list-keys.json must be what the API server says: format ${file} and put it there`);
  },
};
