/** Checks that breaking an expression into lines does not change it: Prometheus' own formatter must print both forms alike. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { ruleGroups } from '../../charts/rule-files';
import { environments } from '../../test/fixtures/environments';
import { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';

const run = promisify(execFile);

/** @throws Error with the first changed expression */
export async function laidOutExpressions({ report }: Pick<ScenarioContext, 'report'>): Promise<void> {
  const [dev] = environments;
  if (dev === undefined) throw new Error('there must be an environment, received none');
  const files = Manifests.of(dev).configFiles(/^prometheus-rules-/);
  const pairs = Object.entries(ruleGroups(dev)).flatMap(([name, groups]) => {
    const written = (parse(files[`${name}.yaml`] ?? '') as { readonly groups: typeof groups }).groups;
    return groups.flatMap((group, g) => group.rules.map(({ expr }, r) => ({ stated: expr, laid: written[g]?.rules[r]?.expr ?? '' })));
  });
  const changed = pairs.filter(({ stated, laid }) => stated !== laid);
  if (changed.length < 10) throw new Error(`at least ten expressions are long enough for several lines, received ${changed.length}`);
  for (const { stated, laid } of changed) {
    const [one, other] = await Promise.all([formatted(stated), formatted(laid)]);
    if (one !== other) throw new Error(`an expression became another one:\n${stated}\n${laid}`);
  }
  report(`${changed.length} expressions over lines are for promtool the ones that were stated`);
}

async function formatted(expression: string): Promise<string> {
  return (await run(binaryOf('promtool'), ['--experimental', 'promql', 'format', expression])).stdout;
}
