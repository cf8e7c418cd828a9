import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectionBudget, sharesText } from '../../config/budgets/connection-budget';
import { mostPods } from '../../config/most-pods';
import type { ConnectionPool, Database } from '../../config/database';
import { webWorkloads, type WebWorkload } from '../../config/workload';
import { shipped } from '../platform/environment';
import { startPostgres } from '../processes/postgresql';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { examplePython } from '../toolchain/python';

const run = promisify(execFile);

/** Connections that PostgreSQL reserves for superusers. */
const reserved = 3;
/** How long each connection is busy: longer than it takes to open all. */
const busySeconds = 8;

/** Pools of several shapes, one and several workloads; the largest replicas of their policies are theirs too. */
const cases: readonly { readonly title: string; readonly users: readonly { readonly maxReplicas: number; readonly pool: ConnectionPool }[] }[] = [
  { title: 'one service', users: [{ maxReplicas: 4, pool: { pool: 2, overflow: 1 } }] },
  {
    title: 'a service without overflow beside one of two processes',
    users: [
      { maxReplicas: 3, pool: { pool: 3 } },
      { maxReplicas: 2, pool: { pool: 1, overflow: 4, processes: 2 } },
    ],
  },
];

export const scenario: Scenario = {
  name: 'connection-budget',
  title: 'PostgreSQL with as many connections as the proof asks for serves every pool of a release at the maximum, and with one less it refuses one',
  tags: ['full'],
  needs: [],
  async run(context) {
    for (const { title, users } of cases) {
      const [first] = webWorkloads(shipped('dev'));
      if (first === undefined) throw new Error('this scenario starts from the first workload of dev');
      const workloads = users.map(({ maxReplicas, pool }, index): WebWorkload => ({
        ...first,
        name: `service-${index}`,
        scaling: { ...first.scaling, maxReplicas },
        uses: { shop: pool },
      }));
      const database: Database = { kind: 'postgresql', network: { cidr: '10.10.16.7/32', port: 5432 }, connections: { most: 1000, reserved } };
      const budget = connectionBudget('shop', database, workloads);
      const groups = workloads.map((workload) => groupOf(workload));
      const [enough, oneLess] = [await play(context, budget.needed, groups), await play(context, budget.needed - 1, groups)];
      const asked = budget.needed - reserved;
      if (enough.served !== asked || enough.refused > 0)
        throw new Error(`${title}: ${budget.needed} connections must serve ${asked}, they served ${JSON.stringify(enough)}`);
      if (oneLess.refused !== 1 || !/too many clients|remaining connection slots/.test(oneLess.words)) {
        throw new Error(`${title}: one connection less must refuse one, it refused ${JSON.stringify(oneLess)}`);
      }
      context.report(`${title}: ${sharesText(budget)}: ${budget.needed} serve all ${asked}; of ${budget.needed - 1}, one is refused: ${oneLess.words}`);
    }
  },
};

/** As many engines as the pods of a workload have, each by its own process. */
function groupOf(workload: WebWorkload): string {
  const { pool = 1, overflow = 0, processes = 1 } = workload.uses?.['shop'] ?? {};
  return `${mostPods(workload) * processes}x${pool}+${overflow}`;
}

interface Answers {
  readonly served: number;
  readonly refused: number;
  /** PostgreSQL's message to refused clients. */
  readonly words: string;
}

async function play({ processes }: ScenarioContext, connections: number, groups: readonly string[]): Promise<Answers> {
  const postgres = await startPostgres(processes, { max_connections: connections, superuser_reserved_connections: reserved });
  try {
    const url = (user: string): string => `postgresql+asyncpg://${user}@127.0.0.1:${postgres.port}/postgres`;
    const python = await examplePython();
    await run(python, ['-c', asSuperuser, `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`]);
    const { stdout } = await run(python, [join(__dirname, '..', 'databases', 'pools.py'), url('shop'), String(busySeconds), ...groups]);
    const { served = 0, ...others } = JSON.parse(stdout) as Record<string, number>;
    return { served, refused: Object.values(others).reduce((sum, count) => sum + count, 0), words: Object.keys(others).join('; ') };
  } finally {
    await postgres.stop();
  }
}

/** An application is no superuser. */
const asSuperuser = `
import asyncio, sys, asyncpg
async def main():
    connection = await asyncpg.connect(sys.argv[1])
    await connection.execute('CREATE ROLE shop LOGIN')
    await connection.close()
asyncio.run(main())
`;
