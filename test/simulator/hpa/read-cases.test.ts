import { CaseError, readCases } from '../../../simulator/hpa/read-cases';

const sound = { id: 'a', spec: { maxReplicas: 5 }, initialReplicas: 1, syncSeconds: 15, until: 60, steps: [] };

function problems(text: string): readonly string[] {
  try {
    readCases(text, 'cases.jsonl');
  } catch (error) {
    if (error instanceof CaseError) return error.problems;
    throw error;
  }
  return [];
}

test('every problem of every line is reported with path, rule and value', () => {
  const text = [sound, { ...sound, until: -1, spec: { maxReplicas: 2, minReplicas: 3 } }, { ...sound, steps: [{ t: 30 }, { t: 15 }] }]
    .map((one) => JSON.stringify(one))
    .concat('{')
    .join('\n');
  const found = problems(text).join('\n');
  expect(found).toContain('cases.jsonl:2: until: ');
  expect(found).toContain('cases.jsonl:2: spec.maxReplicas: must be at least minReplicas, received');
  expect(found).toContain('cases.jsonl:3: steps: must be in the order of their times');
  expect(found).toContain('cases.jsonl:4: must be JSON');
  expect(found).not.toContain('cases.jsonl:1:');
});

test.each([
  [{ minReplicas: 0, maxReplicas: 3 }, 'spec.minReplicas'],
  [{ maxReplicas: 0 }, 'spec.maxReplicas'],
  [{ maxReplicas: 3, metrics: [{ type: 'Queue' }] }, 'spec.metrics.0'],
  [{ maxReplicas: 3, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }] }, 'averageUtilization or averageValue'],
  [{ maxReplicas: 3, metrics: [{ type: 'External', external: { metric: { name: 'm' }, target: { type: 'Value', value: '0' } } }] }, 'must be positive'],
  [{ maxReplicas: 3, behavior: { scaleUp: { policies: [] } } }, 'spec.behavior.scaleUp.policies'],
  [{ maxReplicas: 3, behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } }, 'spec.behavior.scaleDown.stabilizationWindowSeconds'],
  [{ maxReplicas: 3, behavior: { scaleUp: { tolerance: '-0.1' } } }, 'must not be negative'],
])('a spec that the API server refuses is refused: %j', (spec, told) => {
  expect(problems(JSON.stringify({ ...sound, spec })).join('\n')).toContain(told);
});

test('an empty file is an error', () => expect(problems('\n')).toEqual(['cases.jsonl: must have at least one case, received an empty file']));
