import { hastened, hastenedDuration } from '../../../e2e/alerts/hastened';
import { shipped } from '../../../e2e/platform/environment';
import { burnRate } from '../../../constructs/slo/burn-rate';

test('a hastened duration is a thirtieth, and at least a second', () => {
  expect((['300s', '45s', '10s', '0s'] as const).map(hastenedDuration)).toEqual(['10s', '2s', '1s', '1s']);
});

test('burn rates stay unchanged, because the period shrinks with the windows', () => {
  const rates = ({ alerting: { timing, objectives } }: ReturnType<typeof shipped>) => timing.burns.map((burn) => burnRate(burn, objectives.period));
  const [fastPage, , fastTicket] = rates(shipped('prod'));
  expect(rates(hastened(shipped('prod')))).toEqual([fastPage, fastTicket]);
});
