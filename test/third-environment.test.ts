/** An environment that is added as the how-to says gets everything that follows from its configuration, and changes nothing of the others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../charts/synthesis';
import { validated } from '../config/validate';
import { environments as shipped } from './fixtures/environments';
import { dev } from './fixtures/dev';
import { prod } from './fixtures/prod';
import { stepsOf } from '../e2e/how-tos/page';
import { oncePerEnvironment } from './once-per-environment';
import { thirdEnvironment } from './own-configurations';
import { planText } from '../stacks/plan-text';
import { recordedPlan } from './recorded-plan';
import { refusals } from './refusals';

const textOf = oncePerEnvironment((environment) =>
  synthesize(environment)
    .map(({ yaml }) => yaml)
    .join('---\n'),
);
const planOf = oncePerEnvironment(async (environment) => planText(await recordedPlan(environment)));

describe.each(['staging', 'load-test-eu'])('beside dev and prod, %s', (name) => {
  const all = validated([dev, thirdEnvironment(name), prod]);
  const own = all.find((environment) => environment.name === name);
  if (own === undefined) throw new Error(`${name} must be one of the environments`);

  test('passes every check, capacity proof and control of the audit', async () => {
    expect(await refusals(all)).toEqual([]);
  });

  test('contains no name of another environment in manifests or plan', async () => {
    const texts = `${textOf(own)}\n${await planOf(own)}`;
    expect(texts).toContain(`acme-${name}`);
    for (const other of shipped) expect(texts).not.toContain(other.google.project);
    for (const { exposure } of shipped) if (exposure.kind === 'gateway') expect(texts).not.toContain(exposure.hostname);
  });

  test('changes no line of the other environments', async () => {
    for (const other of shipped) {
      const beside = all.find((environment) => environment.name === other.name)!;
      expect(textOf(beside)).toBe(textOf(other));
      expect(await planOf(beside)).toBe(await planOf(other));
    }
  });
});

test('the how-to copies two files and adds two lines to a third', () => {
  const steps = stepsOf(readFileSync(join(__dirname, '..', 'docs', 'how-to', 'add-an-environment.md'), 'utf8'));
  const copies = steps.flatMap((step) => (step.kind === 'commands' ? step.commands.filter(({ command }) => command.startsWith('cp ')) : []));
  const edits = steps.flatMap((step) => (step.kind === 'edits' ? step.edits : [])).filter(({ file }) => file.startsWith('config/'));
  expect(copies).toHaveLength(2);
  expect([...new Set(edits.map(({ file }) => file))]).toEqual(['config/environment-sources.ts']);
  const added = edits.flatMap(({ from, to }) => to.split('\n').filter((line) => !from.split('\n').includes(line)));
  expect(added).toHaveLength(2);
});
