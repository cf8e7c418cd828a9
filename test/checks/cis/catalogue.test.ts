import { benchmarkSections, planChecks, checksOf, sections } from '../../../checks/cis/catalogue';
import { databaseBenchmark } from '../../../checks/cis/controls/databases';
import type { Control } from '../../../checks/cis/control';

const controls = benchmarkSections.flatMap((section) => section.controls);
const numbers = (prefix: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${prefix}.${index + 1}`);

/** Number of recommendations under each heading of the benchmark: 4 + 20 + 33. */
const benchmark = [
  ...numbers('3.1', 4),
  ...numbers('4.1', 10),
  ...numbers('4.2', 1),
  ...numbers('4.3', 2),
  ...numbers('4.4', 2),
  ...numbers('4.5', 1),
  ...numbers('4.6', 4),
  ...numbers('5.1', 4),
  ...numbers('5.2', 2),
  ...numbers('5.3', 1),
  ...numbers('5.4', 1),
  ...numbers('5.5', 7),
  ...numbers('5.6', 7),
  ...numbers('5.7', 2),
  ...numbers('5.8', 3),
  ...numbers('5.9', 2),
  ...numbers('5.10', 4),
];

/** Controls that the design of the infrastructure names in its table of properties. */
const designed = [
  ...['4.1.8', '4.1.9', '4.1.10', '4.3.1', '4.4.2', '4.6.2', '5.1.4', '5.2.1', '5.2.2', '5.3.1', '5.4.1'],
  ...['5.5.1', '5.5.2', '5.5.3', '5.5.4', '5.5.6', '5.5.7', '5.6.1', '5.6.2', '5.6.3', '5.6.4', '5.6.5'],
  ...['5.7.1', '5.8.1', '5.8.2', '5.8.3', '5.9.2', '5.10.4'],
];

const isAutomated = ({ assessment }: Control): boolean => assessment.kind === 'automated';

describe('the catalogue', () => {
  test('has every recommendation of CIS GKE 1.9.0, in its order', () => {
    expect(controls.map(({ id }) => id)).toEqual(benchmark);
  });

  test('gives each the level of the benchmark: 1 for everybody, 2 where security comes first', () => {
    const second =
      '4.1.8 4.3.2 4.4.1 4.4.2 4.5.1 4.6.2 4.6.3 4.6.4 5.1.1 5.1.2 5.1.3 5.1.4 5.2.2 5.3.1 5.4.1 5.5.2 5.5.3 5.5.7 5.6.1 5.6.3 5.6.4 5.6.6 5.6.7 5.7.2 5.8.2 5.9.1 5.9.2 5.10.3 5.10.4'.split(
        ' ',
      );
    for (const { id, level } of controls) expect([id, level]).toEqual([id, second.includes(id) ? 2 : 1]);
  });

  test('gives each recommendation for Cloud SQL the level of CIS Google Cloud Platform Foundation 3.0.0', () => {
    const levels = databaseBenchmark.flatMap((section) => section.controls).map(({ id, level }) => `${id} ${level ?? 0}`);
    expect(levels).toEqual([
      '6.1 1',
      '6.2.1 2',
      '6.2.2 1',
      '6.2.3 1',
      '6.2.4 2',
      '6.2.5 1',
      '6.2.6 1',
      '6.2.7 1',
      '6.2.8 1',
      '6.3 1',
      '6.4 1',
      '6.5 1',
      '6.6 2',
      '6.7 1',
    ]);
  });

  test('automates the controls that the design names', () => {
    expect(controls.filter((control) => designed.includes(control.id) && !isAutomated(control)).map(({ id }) => id)).toEqual([]);
    expect(designed.filter((id) => !benchmark.includes(id))).toEqual([]);
  });

  test('has 28 recommendations of level 1: 24 for cluster and project, 4 for nodes', () => {
    expect(controls.filter(({ level }) => level === 1).length).toBe(28);
    expect(controls.filter(({ level }) => level === undefined)).toEqual([]);
  });

  test('says of each manual control why a person must look', () => {
    for (const { id, assessment } of controls) {
      if (assessment.kind !== 'automated') expect([id, assessment.because.length > 40]).toEqual([id, true]);
    }
  });

  test('adds only plan checks to the benchmark, so that all of them run over a live stack too', () => {
    const beyond = sections.filter((section) => !benchmarkSections.includes(section)).flatMap((section) => section.controls);
    expect(beyond.length).toBeGreaterThanOrEqual(25);
    expect(beyond.flatMap(checksOf).filter((rule) => rule.over !== 'plan')).toEqual([]);
    expect(planChecks.length).toBeGreaterThan(beyond.length);
  });
});
