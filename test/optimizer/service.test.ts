import type { LabelledSeries, MetricsAnswer } from '../../optimizer/ports';
import type { WorkloadState } from '../../optimizer/workload-state';
import { daily, day, hour, noon, playedWorld, validSettings, workloadSettings, type PlayedWorld } from './played-world';

function stateOf({ service }: PlayedWorld, deployment = 'backend'): WorkloadState {
  const state = service.view().states.find(({ settings }) => settings.deployment === deployment);
  if (state === undefined) throw new Error(`no ${deployment}`);
  return state;
}

/** A world after learning: the first tick queries and learns, the second forecasts. */
async function learned(world = playedWorld()): Promise<PlayedWorld> {
  await world.ticks(2);
  return world;
}

const withSamples =
  (change: (samples: LabelledSeries['samples']) => LabelledSeries['samples']) =>
  (answer: MetricsAnswer): MetricsAnswer =>
    answer.kind === 'series' ? { ...answer, series: answer.series.map(({ labels, samples }) => ({ labels, samples: change(samples) })) } : answer;

describe('a load that repeats daily', () => {
  test('is trusted and forecast: replicas for the coming load, ahead of it, and not below the present load', async () => {
    const world = await learned();
    const { published, lesson } = stateOf(world);
    expect(lesson?.verdict).toMatchObject({ trusted: true });
    // at noon the load is 1000 and rises by 3.5 requests/s per minute; in the next half hour it is at most 1105
    const headroom = published?.headroom ?? 0;
    expect(headroom).toBeGreaterThanOrEqual(1);
    expect(published?.forecast).toBeGreaterThanOrEqual(Math.ceil(1000 / (100 * headroom)));
    expect(published?.forecast).toBeLessThanOrEqual(Math.ceil(1250 / (100 * headroom)));
    expect(published?.validUntil).toBe(world.now + 45);
  });

  test('is learned again after six hours, not earlier', async () => {
    const world = await learned();
    const first = stateOf(world).lesson?.at ?? 0;
    world.now += 5 * hour;
    await world.ticks(1);
    expect(stateOf(world).lesson?.at).toBe(first);
    world.now += hour;
    await world.ticks(1);
    expect(stateOf(world).lesson?.at).toBeGreaterThan(first);
  });

  test('that changes is no longer forecast', async () => {
    const world = await learned();
    // hours of a load that has never occurred before
    const since = world.now;
    world.load = (at) => (at < since ? daily(at) : daily(at) * (1 + 4 * Math.abs(Math.sin(at / 1300))));
    let drifted = false;
    for (let quarter = 0; quarter < 20; quarter += 1) {
      world.now += 870;
      await world.ticks(1);
      drifted ||= stateOf(world).outcomes.some((outcome) => outcome.kind === 'refusal' && outcome.because === 'drifted');
    }
    expect(drifted).toBe(true);
  });

  test('whose level shifts is learned again before six hours are over, and the lesson says why, how wrong the one before was, and what each model weighs', async () => {
    const world = await learned();
    const since = world.now;
    world.load = (at) => (at < since ? daily(at) : daily(at) * (1 + 4 * Math.abs(Math.sin(at / 1300))));
    for (let quarter = 0; quarter < 20; quarter += 1) {
      world.now += 870;
      await world.ticks(1);
    }
    const lessons = stateOf(world).verdicts.map(({ at, lesson }) => ({ at, ...lesson }));
    expect(lessons[0]).toMatchObject({ because: 'first', at: since - 30 });
    const [drift] = lessons.filter(({ because }) => because === 'drift');
    expect(drift?.at).toBeLessThan(since + 6 * hour);
    expect(drift?.error).toBeGreaterThan(0.1);
    expect(Object.values(drift?.weights ?? {}).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 2);
  });
});

describe('advice', () => {
  test('is logged and changes nothing', async () => {
    const world = await learned(playedWorld(validSettings({ workloads: [workloadSettings('backend', { forecast: 'advise' })] })));
    const state = stateOf(world);
    expect(state.outcomes[0]).toMatchObject({ kind: 'decision', acts: false });
    expect(state.published).toMatchObject({ forecast: 0, headroom: 1 });
  });

  test('headroom beside a forecast acts only together with it', async () => {
    const world = await learned(playedWorld(validSettings({ workloads: [workloadSettings('backend', { forecast: 'advise' })] })));
    expect(stateOf(world).published?.headroom).toBe(1);
  });

  test('with the forecast off, headroom acts by itself where the last days allow it: no replicas are asked for, and the values are valid', async () => {
    const world = await learned(playedWorld(validSettings({ workloads: [workloadSettings('backend', { forecast: 'off' })] })));
    const { published, lesson, verdicts } = stateOf(world);
    expect(lesson?.verdict).toMatchObject({ trusted: false, stance: { of: 'nothing' } });
    expect(published).toEqual({ forecast: 0, headroom: 1.1, validUntil: world.now + 45 });
    expect(verdicts.at(-1)).toMatchObject({ trusted: false, alone: 1.1 });
  });

  test('is refused when it is off, and the gauges are neutral and valid', async () => {
    const world = await learned(
      playedWorld(validSettings({ workloads: [workloadSettings('backend', { forecast: 'off', headroom: { mode: 'off', most: 1 } })] })),
    );
    expect(new Set(stateOf(world).outcomes.map((outcome) => outcome.kind === 'refusal' && outcome.because))).toEqual(new Set(['off']));
    expect(stateOf(world).published).toEqual({ forecast: 0, headroom: 1, validUntil: world.now + 45 });
  });
});

/** Without data nothing is published: the last publication expires after 45 s. */
const blindnesses: readonly { readonly title: string; readonly tampered: PlayedWorld['tampered']; readonly why: RegExp }[] = [
  { title: 'Prometheus is gone', tampered: () => ({ kind: 'unavailable', why: 'connection refused' }), why: /does not answer: connection refused/ },
  { title: 'an answer is refused', tampered: () => ({ kind: 'refused', why: 'too long' }), why: /refused: too long/ },
  {
    title: 'an answer is partial',
    tampered: (answer) => (answer.kind === 'series' ? { ...answer, warnings: ['a store is away'] } : answer),
    why: /partial: a store is away/,
  },
  { title: 'there are no series', tampered: (answer) => (answer.kind === 'series' ? { ...answer, series: [] } : answer), why: /received none/ },
  { title: 'there are no samples', tampered: withSamples(() => []), why: /never|received none/ },
  {
    title: 'the metric is there twice',
    tampered: (answer) =>
      answer.kind === 'series'
        ? { ...answer, series: answer.series.flatMap((series) => [series, { ...series, labels: { ...series.labels, instance: 'b' } }]) }
        : answer,
    why: /one series of lyo-backend\/backend, received 2/,
  },
  { title: 'all values are NaN', tampered: withSamples((samples) => samples.map(({ at }) => ({ at, value: Number.NaN }))), why: /never|no load/ },
  {
    title: 'the load is NaN',
    tampered: (answer, expression) =>
      expression.startsWith('timestamp') ? answer : withSamples((all) => all.map(({ at }) => ({ at, value: Number.NaN })))(answer),
    why: /no load/,
  },
  {
    title: 'the load is infinite',
    tampered: (answer, expression) =>
      expression.startsWith('timestamp') ? answer : withSamples((all) => all.map(({ at }) => ({ at, value: Number.POSITIVE_INFINITY })))(answer),
    why: /no load/,
  },
  {
    title: 'the load is negative',
    tampered: (answer, expression) => (expression.startsWith('timestamp') ? answer : withSamples((all) => all.map(({ at }) => ({ at, value: -5 })))(answer)),
    why: /no load/,
  },
  {
    title: 'the last measurement is two minutes old',
    tampered: (answer, expression) =>
      expression.startsWith('timestamp') ? withSamples((all) => all.map(({ at, value }) => ({ at, value: value - 120 })))(answer) : answer,
    why: /within 60 s, was 125 s ago/,
  },
  {
    title: 'the last measurement is of tomorrow',
    tampered: (answer, expression) =>
      expression.startsWith('timestamp') ? withSamples((all) => all.map(({ at, value }) => ({ at, value: value + day })))(answer) : answer,
    why: /within 60 s/,
  },
  {
    title: 'times are out of order',
    tampered: (answer, expression) => (expression.startsWith('timestamp') ? answer : withSamples((all) => [...all].reverse())(answer)),
    why: /in order/,
  },
  {
    title: 'two samples are of one step',
    tampered: (answer, expression) => (expression.startsWith('timestamp') ? answer : withSamples((all) => all.flatMap((sample) => [sample, sample]))(answer)),
    why: /one sample/,
  },
  {
    title: 'the last bins are missing',
    tampered: (answer, expression) => (expression.startsWith('timestamp') ? answer : withSamples((all) => all.slice(0, -2))(answer)),
    why: /no load/,
  },
];

/** One world goes through all cases in turn; each must leave it unchanged. */
let seeing: PlayedWorld;
beforeAll(async () => {
  seeing = await learned();
});

describe.each(blindnesses)('when $title', ({ tampered, why }) => {
  test('the publication is not renewed, with the reason, and is renewed when it is over', async () => {
    const world = seeing;
    const before = stateOf(world).published;
    expect(before?.forecast).toBeGreaterThan(0);
    world.tampered = tampered;
    await world.ticks(4);
    expect(stateOf(world).blind).toMatch(why);
    expect(stateOf(world).published).toEqual(before);
    expect(before?.validUntil).toBeLessThan(world.now);
    world.tampered = (answer) => answer;
    await world.ticks(2);
    expect(stateOf(world).blind).toBeUndefined();
    expect(stateOf(world).published?.forecast).toBeGreaterThan(0);
    expect(stateOf(world).published?.validUntil).toBe(world.now + 45);
  });

  test('from the start, nothing is ever published', async () => {
    const world = playedWorld();
    world.tampered = tampered;
    await world.ticks(3);
    expect(stateOf(world).published).toBeUndefined();
  });
});

/** With too little data the forecast is refused, with the reason. */
const tooLittle: readonly { readonly title: string; readonly load: (at: number) => number; readonly because: string; readonly why: RegExp }[] = [
  { title: 'two days alone', load: (at) => (at < noon - 2 * day ? Number.NaN : daily(at)), because: 'lacking', why: /3 days are needed/ },
  { title: 'ten points alone', load: (at) => (at < noon - 10 * 900 ? Number.NaN : daily(at)), because: 'lacking', why: /3 days are needed/ },
  {
    title: 'days of which half is gaps',
    load: (at) => (Math.floor(at / (6 * hour)) % 2 === 0 || at > noon - hour ? daily(at) : Number.NaN),
    because: 'lacking',
    why: /four fifths/,
  },
  { title: 'a load that never changes', load: () => 500, because: 'lacking', why: /always 500/ },
  { title: 'a load that is always zero', load: () => 0, because: 'lacking', why: /always 0/ },
  { title: 'a load that the least replicas carry', load: (at) => daily(at) / 20, because: 'untrusted', why: /no stance/ },
];

describe.each(tooLittle)('of $title', ({ load, because, why }) => {
  test('there is no forecast: 0 replicas and a headroom of 1, both valid', async () => {
    const world = playedWorld();
    world.load = load;
    await world.ticks(3);
    const { published, outcomes } = stateOf(world);
    expect(published).toEqual({ forecast: 0, headroom: 1, validUntil: world.now + 45 });
    expect(outcomes[0]).toMatchObject({ kind: 'refusal', because, why: expect.stringMatching(why) });
  });
});

describe('one workload', () => {
  test('without measurements does not affect the others', async () => {
    const world = playedWorld(validSettings({ workloads: [workloadSettings('backend'), workloadSettings('orders')] }));
    world.tampered = (answer) =>
      answer.kind === 'series' ? { ...answer, series: answer.series.filter(({ labels }) => labels['deployment'] !== 'orders') } : answer;
    await world.ticks(3);
    expect(stateOf(world, 'orders').published).toBeUndefined();
    expect(stateOf(world, 'backend').published?.forecast).toBeGreaterThan(0);
  });
});

describe.each([
  { title: 'forward by a day', jump: day },
  { title: 'forward by forty days', jump: 40 * day },
  { title: 'back by an hour', jump: -hour },
  { title: 'back by ten days', jump: -10 * day },
])('a clock that is set $title', ({ jump }) => {
  test('does not stop the service, which starts anew', async () => {
    const world = seeing;
    world.now += jump;
    await world.ticks(3);
    const { published, blind } = stateOf(world);
    expect(blind).toBeUndefined();
    expect(published?.validUntil).toBe(world.now + 45);
  });
});

test('a tick with a failing stage renews nothing, and the next tick works', async () => {
  const world = seeing;
  const before = stateOf(world).published;
  const { broken } = world.service.view().counts;
  world.tampered = () => {
    throw new Error('a bug');
  };
  await world.ticks(1);
  expect(stateOf(world).published).toBe(before);
  expect(world.service.view().counts).toMatchObject({ broken: broken + 1, last: { fault: 'observe: a bug' } });
  world.tampered = (answer) => answer;
  await world.ticks(1);
  expect(stateOf(world).published?.validUntil).toBe(world.now + 45);
});

test('the same input gives exactly the same output', async () => {
  const [first, second] = [await learned(), await learned()];
  expect(stateOf(first).forecasts).toEqual(stateOf(second).forecasts);
  expect(stateOf(first).published).toEqual(stateOf(second).published);
});

test('a decision is logged when it changes, and at most two hundred are kept', async () => {
  const world = await learned(playedWorld(validSettings({ relearn: day })));
  const before = stateOf(world).decisions.length;
  await world.ticks(2);
  expect(stateOf(world).decisions.length).toBe(before);
  for (let quarter = 0; quarter < 90; quarter += 1) {
    world.now += 870;
    await world.ticks(1);
  }
  expect(stateOf(world).decisions.length).toBeGreaterThan(before);
  // a load that changes with every tick
  for (let change = 0; change < 220; change += 1) {
    world.load = (at) => daily(at) * (change % 2 === 0 ? 1 : 1.5);
    await world.ticks(1);
  }
  expect(stateOf(world).decisions.length).toBeLessThanOrEqual(200);
});

test('each lesson is recorded with its occasion and weights that add up to 1', async () => {
  const world = playedWorld();
  await world.ticks(2);
  const [state] = world.service.view().states;
  const [first] = state?.verdicts ?? [];
  expect(first?.lesson).toMatchObject({ because: 'first', missed: expect.any(Number) });
  expect(Object.values(first?.lesson?.weights ?? {}).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);
  world.now += 21_600;
  await world.ticks(2);
  expect(state?.verdicts.at(-1)?.lesson?.because).toBe('regular');
});
