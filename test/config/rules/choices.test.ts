/** For a field with a choice, a message names the fields that the chosen kind needs, with an example. */
import { choices } from '../../../config/rules/choices';
import { validate } from '../../../config/validate';
import { altered, type Changes } from '../../altered';
import { dev } from '../../fixtures/dev';

/** Paths in the dev environment for the paths of `choices`. */
const places: Readonly<Record<string, string>> = {
  'alerting.receivers.*': 'alerting.receivers.ticket',
  'workloads[].scaling.failsafe': 'workloads[0].scaling.failsafe',
};
/** Changes that a choice needs elsewhere. */
const together: Readonly<Record<string, Changes>> = {
  'exposure ingress': { consoles: { kind: 'port-forward' } },
  'consoles oauth2-proxy': { exposure: { kind: 'ingress', hostname: 'api.lyo.example', className: 'nginx', controllerNamespace: 'ingress-nginx' } },
};

const rows = choices.flatMap(({ path, by, examples }) => examples.map((example) => [path, String(example[by]), example, by] as const));

test.each(rows)('the example of %s %s is valid', (path, kind, example) => {
  const result = validate(altered(dev, { ...together[`${path} ${kind}`], [places[path] ?? path]: example }));
  expect(result.ok ? [] : result.problems).toEqual([]);
});

test.each(rows.filter(([, , example]) => Object.keys(example).length > 1))(
  '%s %s alone is refused with every field that it needs, and no field of another choice',
  (path, kind, example, by) => {
    const at = places[path] ?? path;
    const result = validate(altered(dev, { ...together[`${path} ${kind}`], [at]: { [by]: kind } }));
    const told = result.ok ? [] : result.problems.filter((problem) => problem.path.startsWith(`dev.${at}`));
    const needed = Object.entries(example).filter(([name]) => name !== by);
    expect(told.map((problem) => problem.path)).toEqual(needed.map(([name]) => `dev.${at}.${name}`));
    for (const [index, [, value]] of needed.entries()) expect(told[index]?.rule).toContain(`, for example ${JSON.stringify(value)}`);
  },
);

test('every choice of the schema has an example', () => {
  for (const { path, by, examples } of choices) {
    const result = validate(altered(dev, { [`${places[path] ?? path}.${by}`]: 'nonesuch' }));
    const rule = (result.ok ? [] : result.problems).find((problem) => problem.path === `dev.${places[path] ?? path}.${by}`)?.rule;
    expect([path, rule]).toEqual([path, `must be ${examples.length > 1 ? 'one of ' : ''}${examples.map((example) => JSON.stringify(example[by])).join(', ')}`]);
  }
});
