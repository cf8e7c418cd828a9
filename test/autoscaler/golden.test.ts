import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerCase } from '../../simulator/hpa/answer-case';
import { readCases } from '../../simulator/hpa/read-cases';

/**
 * Cases with the answers of the real controller (Kubernetes 1.36.3), so that the comparison needs no Go. Written by `npm run hpa:golden`. The cases are random
 * ones from e2e/hpa-oracle, chosen so that every reason of every condition occurs.
 */
const folder = join(__dirname, 'golden');
const cases = readCases(readFileSync(join(folder, 'cases.jsonl'), 'utf8'), 'cases.jsonl');
const answers = readFileSync(join(folder, 'answers.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown);

test('each case has an answer of the controller', () => {
  expect(cases.length).toBeGreaterThanOrEqual(15);
  expect(answers).toHaveLength(cases.length);
});

test.each(cases.map((one, index) => ({ one, index, id: one.id })))('case $id is decided as the controller decided it', ({ one, index }) => {
  expect(answerCase(one)).toEqual(answers[index]);
});

test('every reason of every condition occurs in the cases', () => {
  const reached = new Set(cases.flatMap((one) => answerCase(one).conditions.flatMap(({ conditions }) => conditions)));
  expect([...reached].sort()).toEqual([
    'AbleToScale=True ReadyForNewScale',
    'AbleToScale=True ScaleDownStabilized',
    'AbleToScale=True ScaleUpStabilized',
    'AbleToScale=True SucceededGetScale',
    'AbleToScale=True SucceededRescale',
    'ScalingActive=False FailedGetContainerResourceMetric',
    'ScalingActive=False FailedGetExternalMetric',
    'ScalingActive=False FailedGetObjectMetric',
    'ScalingActive=False FailedGetPodsMetric',
    'ScalingActive=False FailedGetResourceMetric',
    'ScalingActive=False ScalingDisabled',
    'ScalingActive=True ValidMetricFound',
    'ScalingLimited=False DesiredWithinRange',
    'ScalingLimited=True ScaleDownLimit',
    'ScalingLimited=True ScaleUpLimit',
    'ScalingLimited=True TooFewReplicas',
    'ScalingLimited=True TooManyReplicas',
  ]);
});
