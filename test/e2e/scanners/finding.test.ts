import type { Exception } from '../../../e2e/scanners/exceptions';
import { exceptions as stated } from '../../../e2e/scanners/exceptions';
import { unexcepted, unneeded, type ScannerFinding } from '../../../e2e/scanners/finding';

const exceptions: readonly Exception[] = [
  { scanner: 'checkov', check: 'A', reason: 'all' },
  { scanner: 'kube-score', check: 'B', objects: ['Deployment/one', 'Deployment/two'], reason: 'two' },
];
const found = (scanner: ScannerFinding['scanner'], check: string, object: string): ScannerFinding => ({ scanner, check, object });

test('an exception applies to its scanner, its check and its objects', () => {
  const others = [found('kube-score', 'A', 'Deployment/one'), found('kube-score', 'B', 'Deployment/three'), found('checkov', 'AB', 'Deployment/one')];
  expect(unexcepted([found('checkov', 'A', 'Service/any'), found('kube-score', 'B', 'Deployment/two'), ...others], exceptions)).toEqual(others);
});

test('an unneeded exception is reported by its object', () => {
  expect(unneeded([found('kube-score', 'B', 'Deployment/one')], exceptions)).toEqual(['checkov A', 'kube-score B of Deployment/two']);
  expect(unneeded([found('checkov', 'A', 'Service/any'), ...['one', 'two'].map((name) => found('kube-score', 'B', `Deployment/${name}`))], exceptions)).toEqual(
    [],
  );
});

test('every exception has a reason and is unique', () => {
  for (const { reason } of stated) expect(reason.length).toBeGreaterThan(20);
  expect(new Set(stated.map(({ scanner, check }) => `${scanner} ${check}`)).size).toBe(stated.length);
});
