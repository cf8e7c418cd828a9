import { describeResult, verdict } from '../../../e2e/runner/told-results';

test('a run without failures ends with the number of passed scenarios', () => {
  expect(verdict(3, [])).toEqual(['3 passed, 0 failed']);
});

test('the last lines say which scenarios failed, and why', () => {
  const failed = [
    { name: 'demo', error: new Error('the page must answer, received 503\n<html>') },
    { name: 'signals', error: 'no replicas' },
  ];
  expect(verdict(34, failed)).toEqual(['FAILED demo: the page must answer, received 503', 'FAILED signals: no replicas', '32 passed, 2 failed']);
});

test('a failed scenario is reported with its error, the cause, the programs that ended and their logs', () => {
  const error = new Error('no answer', { cause: new Error('connection refused') });
  const lines = describeResult({ ok: false, took: '1500ms', error, crashes: ['prometheus ended with 1'], folder: 'logs/one' }).join('\n');
  for (const text of ['FAILED after 1.5 s', 'no answer', 'caused by', 'connection refused', 'prometheus ended with 1', 'logs: logs/one'])
    expect(lines).toContain(text);
  expect(describeResult({ ok: true, took: '900ms' })).toEqual(['  passed in 900 ms']);
});
