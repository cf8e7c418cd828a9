import { podHourPrice } from '../../../config/google/pod-price';
import { machinePrice, isKnown } from '../../../config/google/machine-price';
import { listPrices } from '../../../config/google/prices';
import { environments } from '../../fixtures/environments';

const [environment] = environments;
if (environment === undefined) throw new Error('the fixtures have an environment');
const { google, sizing } = environment;
const nodePool = { ...environment.nodePool, machineType: 'e2-standard-4' };
const usual = sizing['backend'];
if (usual === undefined) throw new Error('the fixtures have a backend');

function priceOf(cpu: `${number}m`, memory: `${number}Mi`): unknown {
  const size = { ...usual!, cpu: { ...usual!.cpu, request: cpu }, memory: { ...usual!.memory, request: memory } };
  return podHourPrice({ google, nodePool, sizing: { backend: size } }, 'backend', listPrices);
}

test('a pod costs its share of a node: of what it has more of, processors or memory', () => {
  const node = machinePrice(listPrices, google.region, 'e2-standard-4');
  if (!isKnown(node)) throw new Error(node.unknown);
  // a node of 4 processors and 16 GiB
  expect(priceOf('1000m', '1024Mi')).toBeCloseTo(node.onDemand / 4, 9);
  expect(priceOf('100m', '8192Mi')).toBeCloseTo(node.onDemand / 2, 9);
});

test('what has no price is told as unknown, and so is a workload without a size', () => {
  const elsewhere = { google: { ...google, region: 'moon-north1' }, nodePool, sizing };
  expect(podHourPrice(elsewhere, 'backend', listPrices)).toEqual({ unknown: 'no price for e2-standard-4 in moon-north1' });
  expect(podHourPrice({ google, nodePool, sizing }, 'nobody', listPrices)).toEqual({ unknown: 'no size of nobody' });
});
