/** Starts the optimizer as a process, with settings as its chart writes them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';

const root = join(__dirname, '..', '..');

/** @param settings as optimizer/config.ts reads them; `listen.port` is where it answers */
export async function startOptimizer(processes: ProcessGroup, port: number, settings: object): Promise<Running> {
  const file = join(processes.scratchFolder('optimizer'), 'settings.json');
  await writeFile(file, JSON.stringify({ ...settings, listen: { host: '127.0.0.1', port } }));
  return processes.start({
    name: 'optimizer',
    command: process.execPath,
    args: ['--import', 'tsx', join(root, 'optimizer', 'main.ts'), file],
    workingFolder: root,
    url: `http://127.0.0.1:${port}`,
    readyPath: '/health/ready',
  });
}

const workloads = z.object({
  workloads: z.array(
    z.object({
      deployment: z.string(),
      inForce: z.boolean(),
      blind: z.string().optional(),
      frozen: z.string().optional(),
      lacking: z.string().optional(),
      published: z.object({ forecast: z.number(), headroom: z.number(), validUntil: z.number() }).optional(),
      learned: z.object({ trust: z.object({ trusted: z.boolean(), gain: z.number(), why: z.string() }) }).optional(),
    }),
  ),
});
export type SeenWorkload = z.infer<typeof workloads>['workloads'][number];

/** The state of its only workload, from its API. */
export async function seenWorkload({ url }: Pick<Running, 'url'>): Promise<SeenWorkload> {
  const answer = workloads.parse(await (await fetch(`${url}/api/v1/workloads`)).json());
  const [only] = answer.workloads;
  if (only === undefined) throw new Error('an optimizer must have a workload, received none');
  return only;
}
