import fc from 'fast-check';
import { startUpsOf } from '../../../simulator/start-up/start-up-option';
import { startUpName } from '../../../simulator/start-up/start-up-text';

function problems(text: string): readonly string[] {
  const found: string[] = [];
  startUpsOf(text, found);
  return found;
}

test.each([
  ['60', [60]],
  ['0', [0]],
  ['30,60, 180', [30, 60, 180]],
  ['30..90', [{ kind: 'uniform', least: 30, most: 90 }]],
  ['0.5..0.5', [{ kind: 'uniform', least: 0.5, most: 0.5 }]],
  ['median=60,p95=120', [{ kind: 'log-normal', median: 60, p95: 120 }]],
  ['p95=120,median=60', [{ kind: 'log-normal', median: 60, p95: 120 }]],
  [
    '60,30..90,median=60,p95=120,median=30,p95=30,180',
    [60, { kind: 'uniform', least: 30, most: 90 }, { kind: 'log-normal', median: 60, p95: 120 }, { kind: 'log-normal', median: 30, p95: 30 }, 180],
  ],
])('%s is read', (text, expected) => {
  const found: string[] = [];
  expect([startUpsOf(text, found), found]).toEqual([expected, []]);
});

const form = 'must be seconds (60), a range (30..90), or a median with a P95 (median=60,p95=120)';

test.each([
  ['', `--start-up: ${form}, received nothing`],
  ['60s', `--start-up: ${form}, received 60s`],
  ['1m', `--start-up: ${form}, received 1m`],
  ['0x3c', `--start-up: ${form}, received 0x3c`],
  ['NaN', `--start-up: ${form}, received NaN`],
  ['-1', '--start-up: must be seconds from 0 to 86400, received -1'],
  ['86401', '--start-up: must be seconds from 0 to 86400, received 86401'],
  ['Infinity', '--start-up: must be seconds from 0 to 86400, received Infinity'],
  ['90..30', '--start-up: a range must end at or after its begin, received 90..30'],
  ['-5..30', '--start-up: must be seconds from 0 to 86400, received -5..30'],
  ['30..90000', '--start-up: must be seconds from 0 to 86400, received 30..90000'],
  ['30s..90s', `--start-up: ${form}, received 30s..90s`],
  ['30..', `--start-up: ${form}, received 30..`],
  ['30...90', `--start-up: ${form}, received 30...90`],
  ['30..60..90', `--start-up: ${form}, received 30..60..90`],
  ['30-90', `--start-up: ${form}, received 30-90`],
  ['median=60', `--start-up: ${form}, received median=60`],
  ['p95=60', `--start-up: ${form}, received p95=60`],
  ['mean=60,p95=90', `--start-up: ${form}, received mean=60`],
  ['median=60s,p95=90', `--start-up: ${form}, received median=60s,p95=90`],
  ['median=NaN,p95=90', `--start-up: ${form}, received median=NaN,p95=90`],
  ['median=-60,p95=90', '--start-up: must be seconds from 0 to 86400, received median=-60,p95=90'],
  ['median=60,p95=30', '--start-up: p95 must be at least the median, received median=60,p95=30'],
  ['median=0,p95=30', '--start-up: a median beside a P95 must be above 0, received median=0,p95=30'],
  ['median=1,p95=21', '--start-up: p95 must be at most 20 times the median, received median=1,p95=21'],
])('%j is refused: %s', (text, expected) => expect(problems(text)).toContain(expected));

test('everything that is wrong is told at once', () => expect(problems('90..30,soon,median=60,p95=30')).toHaveLength(3));

test('a start-up is named as the option is written', () => {
  const seconds = fc.double({ min: 0.01, max: 1000, noNaN: true }).map((one) => Number(one.toFixed(2)));
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      const [least, most] = [Math.min(one, other), Math.max(one, other)];
      for (const startUp of [one, { kind: 'uniform', least, most } as const, { kind: 'log-normal', median: least, p95: Math.min(most, 20 * least) } as const]) {
        const found: string[] = [];
        expect([startUpsOf(startUpName(startUp), found), found]).toEqual([[startUp], []]);
      }
    }),
  );
});
