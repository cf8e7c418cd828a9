/** The kind: what is written can be read again, and what cannot be read loses nothing else. */
import fc from 'fast-check';
import type { TunablesRecord } from '../../optimizer/acting/tunables';
import { advance } from '../../optimizer/acting/advance';
import type { ApiServer } from '../../optimizer/adapters/api-server';
import { decisionStore } from '../../optimizer/adapters/decision-store';
import { interventionStore } from '../../optimizer/adapters/intervention-store';
import { tunablesStore } from '../../optimizer/adapters/tunables-store';
import { answers } from '../../optimizer/http/answers';
import { frozen, nothingSaid, type InterventionRecord } from '../../optimizer/interventions/record';
import { keyOf } from '../../optimizer/config';
import { madeBy } from '../../optimizer/earlier-decisions';
import { rate } from '../../optimizer/limits/rate';
import type { Decision } from '../../optimizer/policies/policy';
import { recording } from '../../optimizer/stages/recording';
import { newState, type WorkloadState } from '../../optimizer/workload-state';
import { recall, textOf } from '../../optimizer/written-decisions';
import { viewOf } from './a-view';
import { noon, playedWorld, validSettings, workloadSettings } from './played-world';

/** One object of an API server, with its owner. */
function keptObject(): { readonly api: ApiServer; data: Readonly<Record<string, string>> | undefined; readonly sent: unknown[] } {
  const kept = { data: undefined as Readonly<Record<string, string>> | undefined, sent: [] as unknown[] };
  const body = (): unknown => ({
    metadata: {
      resourceVersion: '1',
      managedFields: [
        {
          manager: 'lyo-platform-optimizer',
          operation: 'Apply',
          fieldsV1: { 'f:data': Object.fromEntries(Object.keys(kept.data ?? {}).map((key) => [`f:${key}`, {}])) },
        },
      ],
    },
    data: kept.data,
  });
  const api: ApiServer = ({ method, body: sent }) => {
    if (method === 'POST') {
      kept.sent.push(sent);
      return Promise.resolve({ kind: 'answer', status: 201, body: {} });
    }
    if (method === 'PATCH') kept.data = (sent as { readonly data: Readonly<Record<string, string>> }).data;
    return Promise.resolve(kept.data === undefined ? { kind: 'answer', status: 404, body: {} } : { kind: 'answer', status: 200, body: body() });
  };
  return Object.assign(kept, { api });
}

/** Any text, control characters, halves of surrogates and all. */
const anything = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
    fc
      .array(fc.constantFrom('\u0000', '\ud83d', '漢', '"', '\\', '</script>', '__proto__'), { minLength: 1, maxLength: maxLength / 9 })
      .map((all) => all.join('')),
  );
const moment = fc.oneof(fc.double(), fc.constantFrom(1e20, -1, 8.64e12, Number.NaN, Infinity));

const decision = (value: number, more: Partial<Decision> = {}): Decision => ({
  kind: 'decision',
  policy: 'replica-forecast',
  value,
  confidence: 0.5,
  risk: 'low',
  acts: true,
  reasons: ['because'],
  ...more,
});
const settings = validSettings({ workloads: [workloadSettings('backend')] }).workloads[0]!;

describe('what people say', () => {
  test('by the longest name that an account may have is known to the next process', async () => {
    const { api } = keptObject();
    const store = interventionStore(api, { namespace: 'lyo-observability', name: 'optimizer-interventions' });
    const by = `system:serviceaccount:${'n'.repeat(63)}:${'a'.repeat(253)}`;
    const record = frozen(nothingSaid, { by, at: noon, reason: '漢'.repeat(300) });
    expect(await store.write(record, undefined)).toMatchObject({ kind: 'written' });
    expect(await store.read()).toMatchObject({ kind: 'record', record });
  });

  test('is stored so that it can be read again, or refused with a reason, whoever says what', async () => {
    await fc.assert(
      fc.asyncProperty(anything(600), anything(400), moment, fc.double(), async (by, reason, at, value) => {
        const { api } = keptObject();
        const store = interventionStore(api, { namespace: 'a', name: 'b' });
        const said = { by, at, reason, workload: 'a/b', policy: 'p', proposal: 'i', value };
        const record: InterventionRecord = { freezes: [{ by, at, reason, until: at }], approvals: [], rejections: [said] };
        const written = await store.write(record, undefined);
        expect(await store.read()).toMatchObject({ kind: 'record' });
        if (written.kind !== 'written') expect(written).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/^interventions.json /) });
      }),
      { numRuns: 100 },
    );
  });

  test('has room for a freeze of each workload and for all answers that are kept, with the longest texts', async () => {
    const { api } = keptObject();
    const store = interventionStore(api, { namespace: 'a', name: 'b' });
    const said = { by: 'a'.repeat(339), at: noon, reason: '漢'.repeat(300), workload: `${'n'.repeat(63)}/${'d'.repeat(63)}` };
    const answer = { ...said, policy: 'bottleneck-mitigation', proposal: '0123456789abcdef', value: 1.5 };
    const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
    const record = { freezes: many(200, said), approvals: many(50, { ...answer, tunables: { poolSize: 5 } }), rejections: many(200, answer) };
    expect(await store.write(record, undefined)).toMatchObject({ kind: 'written' });
  });
});

describe('what is tried', () => {
  const trial = { policy: 'p', at: noon, until: noon + 270, before: { poolSize: 5 }, after: { poolSize: 4 }, expected: [] };

  test('is stored so that it can be read again, or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(anything(900), moment, async (why, at) => {
        const { api } = keptObject();
        const store = tunablesStore(api);
        const record: TunablesRecord = {
          values: {},
          finished: [{ ...trial, policy: why, at, ended: at, outcome: 'kept', why }],
        };
        await store.write('a/b', record, undefined);
        expect(await store.read('a/b')).toMatchObject({ kind: 'stored' });
      }),
      { numRuns: 200 },
    );
  });

  test('is undone whatever the reason, and the record of it can be read again', async () => {
    for (const revert of ['x'.repeat(5000), '漢'.repeat(5000), '\ud83d'.repeat(600)]) {
      const { api } = keptObject();
      const step = advance({ values: { poolSize: 4 }, trial, finished: [] }, { now: noon + 60, wanted: [], signals: [], watch: 270, revert });
      expect(step).toMatchObject({ what: 'rolled back', record: { values: { poolSize: 5 } } });
      expect(await tunablesStore(api).write('a/b', step?.record ?? { values: {}, finished: [] }, undefined)).toMatchObject({ kind: 'written' });
      expect(await tunablesStore(api).read('a/b')).toMatchObject({ kind: 'stored' });
    }
  });

  test('is begun and undone with measurements near the largest numbers too', async () => {
    const { api } = keptObject();
    const store = tunablesStore(api);
    const signal = (from: number, value: (index: number) => number) => ({
      name: 'latency',
      samples: Array.from({ length: 120 }, (_, index) => ({ at: from + index * 30, load: 1e308 * (0.9 + 0.1 * Math.sin(index)), value: value(index) })),
    });
    const wanted = [{ policy: 'p', values: { poolSize: 3 } }];
    const begun = advance(
      { values: {}, finished: [] },
      { now: noon, wanted, signals: [signal(noon - 3600, (index) => 1e307 * (1 + (index % 2)))], watch: 270 },
    );
    if (begun !== undefined) expect(await store.write('a/b', begun.record, undefined)).toMatchObject({ kind: 'written' });
    const running = begun?.record ?? {
      values: { poolSize: 3 },
      finished: [],
      trial: { ...trial, before: {}, expected: [{ signal: 'latency', level: -1e308, slope: 0, deviation: 1, meanLoad: 1, spread: 1, samples: 30 }] },
    };
    const ended = advance(running, { now: noon + 270, wanted: [], signals: [signal(noon, () => 1.7e308)], watch: 270 });
    expect(ended).toMatchObject({ what: 'rolled back' });
    expect(await store.write('a/b', ended?.record ?? running, undefined)).toMatchObject({ kind: 'written' });
  });
});

describe('what was decided', () => {
  const restored = (text: string): WorkloadState => {
    const state = newState(settings);
    expect(recall([state], text)).toBe(true);
    return state;
  };

  test('is known again where some of it cannot be read: words of a later version, numbers that are none, times of nobody', () => {
    const state = { ...newState(settings), decisions: [{ at: noon, outcome: decision(7) }], spending: new Map([[noon, 3]]) };
    const text = JSON.parse(textOf([state])) as { readonly workloads: Record<string, Record<string, unknown[]>> };
    const own = text.workloads[keyOf(settings)]!;
    own['decisions']!.unshift(
      { at: noon - 9, outcome: { kind: 'refusal', policy: 'p', because: 'tired', why: 'of tomorrow' } },
      { at: noon - 8, outcome: { ...decision(1), value: null } },
      { at: 1e20, outcome: decision(2) },
      null,
      'x',
    );
    own['verdicts']!.push({ at: noon, trusted: true, gain: null, why: 'no number' }, { at: -1e20, trusted: true, gain: 1, why: 'no time' });
    own['spending']!.push([noon, -1], 'x');
    own['earlier'] = [null];
    const known = restored(JSON.stringify({ workloads: { ...text.workloads, 'a/b': 'of a later version' } }));
    expect(known.decisions).toEqual(state.decisions);
    expect(known.spending).toEqual(state.spending);
    expect(known.verdicts).toEqual([]);
  });

  const policies = ['replica-forecast', 'headroom', 'prewarm', 'cache-ttl', 'connection-pool', 'anomaly-response', 'bottleneck-mitigation', 'right-sizing'];

  /** An hour in which each policy of each workload decides another value each minute. */
  async function restless(workloads: number): Promise<readonly WorkloadState[]> {
    const states = Array.from({ length: workloads }, (_, index) => newState({ ...settings, deployment: `backend-${index}` }));
    let now = noon;
    const source = { range: () => Promise.reject(new Error('not asked')), instant: () => Promise.reject(new Error('not asked')) };
    const world = { settings: validSettings(), source, clock: () => now, log: () => undefined, breathe: () => Promise.resolve() };
    for (let minute = 0; minute < 60; minute += 1, now += 60) {
      for (const state of states) state.outcomes = policies.map((policy) => decision(minute, { policy, reasons: ['x'.repeat(300), 'y'.repeat(300)] }));
      await recording.run(world, states);
    }
    return states;
  }

  test.each([1, 5, 40])(
    'is counted by the limit of changes an hour, also by the next process, though there is no room for its words: %d workloads',
    async (workloads) => {
      const states = await restless(workloads);
      const text = textOf(states);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(400_000);
      const again = states.map((state) => newState(state.settings));
      expect(recall(again, text)).toBe(true);
      for (const state of [states[0]!, again[0]!]) {
        expect(state.decisions.length).toBeLessThanOrEqual(200);
        const view = viewOf({ limits: { changesPerHour: 59 }, now: noon + 3590, made: madeBy(state) });
        for (const policy of policies) expect(rate({ policy, value: 1000 }, view)).toMatchObject({ kind: 'refusal', because: 'restless' });
      }
      expect(textOf(again)).toBe(text);
    },
  );

  test('has a text that a ConfigMap holds, of as many workloads as may be, however often all of them change', async () => {
    const text = textOf(await restless(200));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900_000);
    expect(recall([newState({ ...settings, deployment: 'backend-7' })], text)).toBe(true);
  });
});

describe('what people read', () => {
  test('of a decision has at most as many bytes as the API server takes, in any alphabet, and whole characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'é', '漢', '😀', '\n'), { minLength: 200, maxLength: 2000 }), async (characters) => {
        const { api, sent } = keptObject();
        const store = decisionStore({ api, namespace: 'a', name: 'b', identity: 'i', clock: () => noon });
        await store.tell({ namespace: 'a', deployment: 'd', reason: 'Approved', note: characters.join('') });
        const { note } = sent[0] as { readonly note: string };
        expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
        expect(characters.join('').startsWith(note)).toBe(true);
        expect(Buffer.from(note).toString()).toBe(note);
        if (characters.length > 1024) expect(Buffer.byteLength(note)).toBeGreaterThan(1020);
      }),
    );
  });

  test('is answered though somebody wrote times that no calendar has', async () => {
    const view = playedWorld().service.view();
    const [state] = view.states;
    const at = 1e20;
    const text = {
      decisions: [{ at, outcome: decision(1) }],
      spending: [[at, 1]],
      verdicts: [{ at, trusted: true, gain: 1, why: '' }],
      earlier: { p: [[at, 1]] },
    };
    expect(recall(view.states, JSON.stringify({ workloads: { [keyOf(state!.settings)]: text } }))).toBe(true);
    const freezes = [{ by: 'x', at, until: at }];
    const { api } = keptObject();
    const store = interventionStore(api, { namespace: 'a', name: 'b' });
    await api({ method: 'PATCH', path: '/', body: { data: { 'interventions.json': JSON.stringify({ ...nothingSaid, freezes }) } } });
    expect(await store.read()).toMatchObject({ kind: 'unreadable' });
    for (const answer of Object.values(answers)) expect(answer(view).status).toBeLessThan(504);
  });
});
