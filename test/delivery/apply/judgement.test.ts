import { checksOver } from '../../../checks/checks';
import { notFrozenId } from '../../../checks/identity/not-frozen';
import { objection } from '../../../delivery/apply/judgement';
import { environments } from '../../fixtures/environments';
import { deployment, releaseOf, shop } from './played-release';

const checks = checksOver({ environments, frozen: {} }).filter(({ id }) => id !== notFrozenId);

test('violations in a release are reported by check, object and file', () => {
  const said = objection(releaseOf('a1', shop, deployment('web'), deployment('web')), checks);
  expect(said).toContain('references/duplicate-object');
  expect(said).toContain('Deployment shop/web');
  expect(said).toContain('manifests/dev/shop.yaml');
});

test('a release that passes every check has no report', () => {
  expect(
    objection(
      releaseOf('a1', shop, deployment('web')),
      checks.filter(({ id }) => id === 'references/duplicate-object'),
    ),
  ).toBeUndefined();
});
