/** Result of a sweep, for a terminal. */
import type { ScalingPolicy } from '../config/scaling';
import { textTable } from '../command-line/text-table';
import type { Outcome } from './simulate';
import type { Sweep, Swept } from './sweep';

const titles = ['policy', 'headroom', 'up tolerance', 'down tolerance', 'down % a period', 'violations %', 'cost/oracle', 'actions/day'];

export function sweepText(swept: Sweep, { env, policy }: { readonly env: string; readonly policy: ScalingPolicy }): string {
  const { allowed, mostActions, plain, present, frontier, chosen, refused } = swept;
  const rows = [
    titles,
    ['as configured', '1.00', ...behaviour(policy.behavior), ...point(present)],
    ...(plain === undefined ? [] : [[plain.name, '', '0.1', '0.1', '100', ...point(plain)]]),
    ...frontier.map((one) => [one === chosen ? 'frontier, chosen' : 'frontier', one.headroom.toFixed(2), ...behaviour(one), ...point(one.outcome)]),
    ...(chosen === undefined || frontier.includes(chosen) ? [] : [['chosen', chosen.headroom.toFixed(2), ...behaviour(chosen), ...point(chosen.outcome)]]),
  ];
  return [
    ...textTable(rows),
    '',
    ...(refused === 0 ? [] : [`${refused} policies were not played, because the rules of config/ refuse them: pods would pass the knee of latency.`]),
    chosen === undefined
      ? `No policy violates at most ${allowed.toFixed(2)} % with at most ${mostActions.toFixed(0)} changes a day (1.2 times HPA 70 %).`
      : `Chosen: the cheapest with at most ${allowed.toFixed(2)} % violating requests and ${mostActions.toFixed(0)} changes a day (1.2 times HPA 70 %)${against(chosen, plain)}.`,
    ...(chosen === undefined ? [] : ['', `config/${env}.ts, \`scaling\` of the workload:`, ...edit(policy, chosen.policy)]),
  ].join('\n');
}

function behaviour({ up, down }: ScalingPolicy['behavior']): readonly string[] {
  return [String(up.tolerance), String(down.tolerance), String(down.percent)];
}

function point({ violations, costOverOracle, actionsPerDay }: Outcome): readonly string[] {
  return [violations.toFixed(2), costOverOracle.toFixed(2), actionsPerDay.toFixed(0)];
}

function against({ outcome }: Swept, plain: Outcome | undefined): string {
  return plain === undefined ? '' : `; ${(outcome.costOverOracle / plain.costOverOracle).toFixed(2)} times the cost of ${plain.name}`;
}

/** One line for each changed field, with its path. */
function edit(from: unknown, to: unknown, path = ''): readonly string[] {
  if (typeof from === 'object' && from !== null && typeof to === 'object' && to !== null) {
    const [before, after] = [new Map<string, unknown>(Object.entries(from)), new Map<string, unknown>(Object.entries(to))];
    const keys = [...new Set([...before.keys(), ...after.keys()])];
    return keys.flatMap((key) => edit(before.get(key), after.get(key), path === '' ? key : `${path}.${key}`));
  }
  return from === to ? [] : [`  ${path}: ${String(from)} → ${String(to)}`];
}
