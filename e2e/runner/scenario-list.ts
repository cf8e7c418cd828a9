import { SCENARIO_TAGS, type Scenario } from './scenario';

/** What `--list` prints: a line a scenario, and how many there are of each tag. */
export function scenarioList(scenarios: readonly Scenario[]): readonly string[] {
  const counts = SCENARIO_TAGS.map((tag) => `${scenarios.filter(({ tags }) => tags.includes(tag)).length} ${tag}`);
  return [
    ...scenarios.map(({ name, tags, title }) => `${name.padEnd(24)} ${tags.join(',').padEnd(12)} ${title}`),
    '',
    `${scenarios.length} scenarios: ${counts.join(', ')}`,
  ];
}
