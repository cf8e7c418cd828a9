/** Rules of databases and of the workloads that use them. */
import { connectionBudget, sharesText } from '../budgets/connection-budget';
import { ipRange, overlaps } from '../ip-range';
import { when, type Rule } from './draft';

const known: Rule = ({ databases = {}, workloads }) =>
  workloads.flatMap(({ index, workload: { uses = {} } }) =>
    Object.keys(uses).flatMap((name) =>
      when(!(name in databases), {
        path: `workloads[${index}].uses.${name}`,
        rule: `must name one of databases (${Object.keys(databases).join(', ') || 'there are none'})`,
        received: name,
      }),
    ),
  );

/** All pools of all workloads together must fit the server; otherwise a pod waits or fails for want of a connection. */
const connectionsFit: Rule = ({ databases = {}, workloads, allWorkloads }) =>
  Object.entries(databases).flatMap(([name, database]) => {
    const budget = connectionBudget(
      name,
      database,
      workloads.map(({ workload }) => workload),
    );
    const { shares, needed, most } = budget;
    const smaller = shares
      .filter(({ largestPool }) => largestPool > 0)
      .map(({ workload, largestPool }) => `pool and overflow of ${workload} at most ${largestPool}`);
    const way = smaller.length === 0 ? 'a lower maxReplicas, or a pooler such as PgBouncer in front' : `${smaller.join(', or ')}, or a lower maxReplicas`;
    return when(allWorkloads && needed > most, {
      path: `databases.${name}.connections.most`,
      rule: `must be at least ${needed}, what is asked for in a release at the maximum (${sharesText(budget)}); instead: ${way}`,
      received: most,
    });
  });

const used: Rule = ({ databases = {}, workloads, allWorkloads }) =>
  Object.keys(databases).flatMap((name) =>
    when(allWorkloads && !workloads.some(({ workload: { uses = {} } }) => name in uses), {
      path: `databases.${name}`,
      rule: 'must be used by a workload (workloads[].uses), or left out',
      received: name,
    }),
  );

/**
 * Two databases at one address are one server, whose connections each of the budgets would count as its own. Two that Google runs have another rule: their addresses must not
 * overlap at all.
 */
const serversApart: Rule = ({ databases = {} }) => {
  const all = Object.entries(databases);
  return all.flatMap(([name, { network, google }], index) =>
    all
      .slice(0, index)
      .filter(([, other]) => isServer(network.cidr) && isServer(other.network.cidr) && network.port === other.network.port)
      .filter(([, other]) => (google === undefined || other.google === undefined) && overlaps(ipRange(network.cidr), ipRange(other.network.cidr)))
      .map(([other]) => ({
        path: `databases.${name}.network`,
        rule: `must be another server than ${other}, or be left out: state a server once, with all connections to it as the pools of its users`,
        received: `${network.cidr}, port ${network.port}`,
      })),
  );
};

/** A larger range may hold several servers. */
function isServer(cidr: string): boolean {
  return ipRange(cidr).prefix >= 31;
}

export const databaseRules: readonly Rule[] = [known, connectionsFit, used, serversApart];
