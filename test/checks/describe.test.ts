import { describe as describeReport } from '../../checks/describe';
import { nameOf } from '../../checks/manifest';
import { parseObjects } from '../../checks/read-manifests';
import { check } from '../../checks/check';
import { runChecks } from '../../checks/run';

const objects = parseObjects('apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b }\n', 'manifests/dev/a.yaml');
const holds = check({ id: 'workloads/holds', title: 'it holds', why: 'It does.', find: () => [] });
const fires = check({
  id: 'workloads/fires',
  title: 'it never holds',
  why: 'It is a test.',
  find: (manifests) => manifests.objects.map((subject) => ({ subject, problem: 'the port is 80\nand 81', fix: `rename ${nameOf(subject)}` })),
});

test('one line when every check passes', () => {
  expect(describeReport(runChecks('dev', objects, [holds]))).toBe('dev: 1 of 1 checks hold for 1 object');
});

test('check, reason, object, values, fix and place of each violation', () => {
  expect(describeReport(runChecks('dev', objects, [holds, fires]))).toBe(
    [
      'dev: 1 of 2 checks hold for 1 object, 1 violation',
      '',
      '  workloads/fires: it never holds',
      '    why    It is a test.',
      '    Service b/a',
      '      what   the port is 80',
      '             and 81',
      '      fix    rename Service b/a',
      '      where  manifests/dev/a.yaml',
    ].join('\n'),
  );
});

test('the place is the source file and the construct, if they are known', () => {
  const located = objects.map((object) => ({ ...object, origin: { ...object.origin, constructPath: 'chart/a', source: 'charts/a.ts' } }));
  expect(describeReport(runChecks('dev', located, [fires]))).toContain('where  charts/a.ts (construct chart/a), written to manifests/dev/a.yaml');
});

test('a violation has every field that a report needs', () => {
  expect(runChecks('dev', objects, [fires]).violations).toEqual([
    {
      check: 'workloads/fires',
      object: 'Service b/a',
      key: 'dev/Service/b/a',
      environment: 'dev',
      file: 'manifests/dev/a.yaml',
      constructPath: undefined,
      source: undefined,
      problem: 'the port is 80\nand 81',
      fix: 'rename Service b/a',
    },
  ]);
});
