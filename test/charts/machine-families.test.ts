import { dashboardsOf } from '../../charts/dashboards';
import { synthesize } from '../../charts/synthesis';
import { billOf } from '../../checks/cost/bill';
import { billText, rangeText } from '../../checks/cost/bill-text';
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import { listPrices } from '../../config/google/prices';
import { environmentWith } from '../environment-with';

/** Machine types and regions with another kind of disk or without a price. */
const places = [
  ['c4-standard-8', 'europe-west6', 'c4-standard-8 in europe-west6', 'hyperdisk'],
  ['c4-standard-8', 'asia-northeast2', 'c4-standard-8 in asia-northeast2', 'hyperdisk'],
  ['t2d-standard-8', 'europe-north2', 't2d-standard-8 in europe-north2', 'persistent'],
] as const;

function placed(machineType: string, region: string) {
  const zones = ['a', 'b', 'c'].map((letter) => `${region}-${letter}`);
  const elsewhere = environmentWith({
    'nodePool.machineType': machineType,
    google: { ...environmentWith().google, region, zones },
    'workloads[0].image': `${region}-docker.pkg.dev/${environmentWith().google.project}/${environmentWith().registry.repository}/backend:0.1.0`,
  });
  return { elsewhere, objects: synthesize(elsewhere).flatMap(({ name, yaml }) => parseObjects(yaml, name)) };
}

test.each(places)('%s in %s has no price: every check passes, and only the cost is unknown', (machineType, region, what, disks) => {
  const { elsewhere, objects } = placed(machineType, region);
  // other checks compare with the shipped environment of the same name, which has another registry, nodes and volumes
  const ofItself = runChecks(elsewhere.name, objects).violations.filter(({ check }) => !/^(identity|capacity)\/|^workloads\/image-source$/.test(check));
  expect(ofItself).toEqual([]);

  const panels = dashboardsOf(elsewhere).flatMap((dashboard) => dashboard.panels.map(({ title }) => title));
  expect(panels).not.toContain('Cost');
  expect(dashboardsOf(elsewhere).some(({ description }) => description.includes(`Cost unknown: no price for ${what}.`))).toBe(true);

  const bill = billOf({ environment: elsewhere, manifests: { environment: elsewhere.name, objects }, prices: listPrices });
  expect(bill.unknown).toContain(`no price for ${what}`);
  expect(bill.platform.floor).toBeGreaterThan(0);
  expect(billText(bill)).toContain(`no price for ${what}: sums leave it out`);
  expect(rangeText(bill)).toContain(`no price for ${what}; without it`);

  const storageClass = disks === 'hyperdisk' ? 'lyo-encrypted-hyperdisk-balanced' : 'lyo-encrypted-pd-balanced';
  const classes = objects.filter(({ kind }) => kind === 'StorageClass').map(({ name }) => name);
  const claims = objects.filter(({ kind }) => kind === 'StatefulSet').map((object) => JSON.stringify(object).includes(`"storageClassName":"${storageClass}"`));
  expect(classes).toEqual([storageClass]);
  expect(claims.length).toBeGreaterThan(0);
  expect(claims.every(Boolean)).toBe(true);
});

test('with a price there are panels of the cost', () => {
  const environment = environmentWith();
  expect(
    dashboardsOf(environment)
      .flatMap(({ panels }) => panels.map(({ title }) => title))
      .filter((title) => title === 'Cost'),
  ).toHaveLength(2);
});
