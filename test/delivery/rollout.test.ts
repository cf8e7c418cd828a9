import { manifestObject } from '../../checks/manifest';
import { waitForRollouts } from '../../delivery/rollout/wait';
import { deadlineOf, rolledOut, stateOf } from '../../delivery/rollout/state';

/** Fields of a Deployment that change during its rollout. */
interface Moment {
  readonly generation?: number;
  readonly observed?: number;
  readonly wanted?: number;
  readonly updated?: number;
  readonly replicas?: number;
  readonly available?: number;
  readonly paused?: boolean;
  readonly conditions?: readonly object[];
}

const probe = { periodSeconds: 2, failureThreshold: 30 };

function deployment({
  generation = 2,
  observed = 2,
  wanted = 50,
  updated = 0,
  replicas = wanted,
  available = wanted,
  paused = false,
  conditions = [],
}: Moment): object {
  return {
    kind: 'Deployment',
    metadata: { namespace: 'shop', name: 'web', generation },
    spec: {
      replicas: wanted,
      paused,
      minReadySeconds: 20,
      progressDeadlineSeconds: 360,
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { containers: [{ startupProbe: probe, readinessProbe: { periodSeconds: 10 } }] } },
    },
    status: { observedGeneration: observed, updatedReplicas: updated, replicas, availableReplicas: available, conditions },
  };
}

const wanted = [manifestObject({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'shop', name: 'web' } }, { file: 'shop.yaml' })];

interface Told {
  readonly error: string;
  readonly lines: readonly string[];
  /** Seconds that the wait lasted. */
  readonly took: number;
}

/** Waits for a workload whose state `at` gives by second; a text is a refusal of kubectl. */
function waited(at: (second: number) => object | string, about: { readonly pods?: readonly object[]; readonly events?: readonly object[] } = {}): Told {
  let second = 0;
  const lines: string[] = [];
  const answer = (items: readonly object[]) => ({ ok: true, output: JSON.stringify({ kind: 'List', items }) }) as const;
  const kubectl = {
    try: ([, kind]: readonly string[]) => {
      if (kind === 'pods') return answer(about.pods ?? []);
      if (kind === 'events') return answer(about.events ?? []);
      const found = at(second);
      return typeof found === 'string' ? ({ ok: false, why: found } as const) : answer([found]);
    },
  };
  const waiting = { now: () => second, sleep: (more: number) => void (second += more), say: (line: string) => void lines.push(line) };
  try {
    waitForRollouts(kubectl, wanted, waiting);
    return { error: '', lines, took: second };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), lines, took: second };
  }
}

describe('the wait lasts as long as a rollout makes progress:', () => {
  test.each([10, 60, 300])('fifty pods, one every %d seconds', (each) => {
    const { error, took, lines } = waited((second) => {
      const updated = Math.min(50, Math.floor(second / each));
      return deployment({ updated, replicas: 50 + (updated < 50 ? 1 : 0) });
    });
    expect(error).toBe('');
    expect(took).toBeGreaterThanOrEqual(50 * each);
    expect(lines.at(-1)).toBe('Deployment shop/web: rolled out, 50 of 50 new, 0 old, 50 available');
  });

  test('counters of the former generation do not end it', () => {
    const { took } = waited((second) => (second < 40 ? deployment({ observed: 1, updated: 50 }) : deployment({ updated: 50 })));
    expect(took).toBeGreaterThanOrEqual(40);
  });

  test('while an autoscaler scales out and in', () => {
    const { error } = waited((second) => {
      const size = 30 + 20 * Math.round(Math.abs(Math.sin(second / 200)));
      const updated = Math.min(size, Math.floor(second / 40));
      return deployment({ wanted: size, updated, replicas: size + (updated < size ? 1 : 0), available: size });
    });
    expect(error).toBe('');
  });

  test('when the API server was away so long that the controller reports a missed deadline, and pods appear half a minute later', () => {
    const late = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    const { error } = waited((second) => {
      if (second > 10 && second < 110) return 'connection refused';
      return second < 150 ? deployment({ updated: 20, conditions: second > 100 ? late : [] }) : deployment({ updated: 50 });
    });
    expect(error).toBe('');
  });

  test.each([1, 3, 20])(
    'when the API server was away, and %d pods appear at once but the others, and the verdict, only when controllers have reconnected',
    (soon) => {
      const late = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
      const { error } = waited((second) => {
        if (second > 10 && second < 60) return 'connection refused';
        if (second >= 110) return deployment({ updated: 50 });
        return deployment({ updated: second < 62 ? 20 : 20 + soon, conditions: second > 60 ? late : [] });
      });
      expect(error).toBe('');
    },
  );

  test('while its controller has not seen it, as after a restart of the control plane', () => {
    const { error } = waited((second) => (second < 110 ? deployment({ observed: 1 }) : deployment({ updated: 50 })));
    expect(error).toBe('');
  });

  test('while the API server is away for less than two minutes', () => {
    const { error } = waited((second) => (second > 20 && second < 100 ? 'connection refused' : deployment({ updated: Math.min(50, second) })));
    expect(error).toBe('');
  });
});

describe('a stuck rollout ends the wait within its deadline, with the reason:', () => {
  const stuck = (more: Moment = {}) => deployment({ updated: 5, replicas: 55, ...more });
  const pod = (status: object, metadata: object = {}) => ({ metadata: { name: 'web-1', ...metadata }, status });
  const waiting = (reason: string, message: string) => pod({ containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason, message } } }] });

  test.each([
    [
      'an image that cannot be pulled',
      [waiting('ImagePullBackOff', 'Back-off pulling image "shop/web:2"')],
      [],
      '1 pod: container web: ImagePullBackOff: Back-off pulling image "shop/web:2"',
    ],
    [
      'a container that ends',
      [waiting('CrashLoopBackOff', 'back-off 5m0s'), waiting('CrashLoopBackOff', 'back-off 5m0s')],
      [],
      '2 pods: container web: CrashLoopBackOff: back-off 5m0s',
    ],
    [
      'a Secret that is missing',
      [waiting('CreateContainerConfigError', 'secret "db" not found')],
      [],
      'container web: CreateContainerConfigError: secret "db" not found',
    ],
    [
      'an init container that ends with an error',
      [pod({ initContainerStatuses: [{ name: 'copy', ready: false, state: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }] })],
      [],
      'container copy: OOMKilled, exit code 137',
    ],
    [
      'no room',
      [pod({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }] })],
      [],
      'Unschedulable: 0/3 nodes are available',
    ],
    [
      'a probe that fails',
      [pod({ containerStatuses: [{ name: 'web', ready: false, state: { running: {} } }] })],
      [{ reason: 'Unhealthy', message: 'Readiness probe failed: HTTP probe failed with statuscode: 503', involvedObject: { kind: 'Pod', name: 'web-1' } }],
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
    ],
  ])('%s', (_, pods, events, reason) => {
    const { error, took } = waited(() => stuck(), { pods, events });
    expect(error).toContain('Deployment shop/web: no progress for');
    expect(error).toContain('5 of 50 new, 50 old, 50 available');
    expect(error).toContain(reason);
    expect(took).toBeLessThanOrEqual(360 + 6);
  });

  test('a quota', () => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'pods "web-x" is forbidden: exceeded quota' }];
    expect(waited(() => stuck({ conditions })).error).toContain('FailedCreate: pods "web-x" is forbidden: exceeded quota');
  });

  test('and the reason is logged as soon as it makes no progress', () => {
    const { lines } = waited(() => stuck(), { pods: [waiting('ErrImagePull', 'not found')] });
    expect(lines.some((line) => /no progress for 3\d of 360 s: .*\n {2}1 pod: container web: ErrImagePull: not found/s.test(line))).toBe(true);
  });

  test('a failure that the controller reports is enough, but not in the first seconds, when it may be about the former rollout', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'ReplicaSet "web-2" has timed out progressing.' }];
    const late = waited(() => stuck({ conditions }));
    expect(late.error).toContain('ReplicaSet "web-2" has timed out progressing.');
    expect(late.took).toBeLessThan(30);
    expect(waited((second) => deployment({ updated: Math.min(50, second), conditions })).error).toBe('');
  });

  test('pods that start and end again are no progress', () => {
    const { error } = waited((second) => stuck({ available: 50 + (Math.floor(second / 30) % 2) }));
    expect(error).toContain('no progress');
  });

  test('a paused rollout, a deleted one, and an API server that stays away', () => {
    expect(waited(() => stuck({ paused: true })).error).toContain('is paused at 5 of 50 new, 50 old, 50 available; continue it with kubectl rollout resume');
    expect(waited(() => ({ ...stuck(), metadata: { namespace: 'shop', name: 'other', generation: 1 } })).error).toContain('no longer exists');
    expect(waited(() => 'connection refused').error).toContain('the API server has not answered for 120 s: connection refused');
  });
});

test('a StatefulSet has a computed deadline: a node start, the end of the old pod, the longest start of the new one', () => {
  const { spec } = deployment({}) as { readonly spec: object };
  const set = rolledOut.parse({
    kind: 'StatefulSet',
    metadata: { namespace: 'shop', name: 'db', generation: 1 },
    spec: { ...spec, progressDeadlineSeconds: undefined },
    status: {},
  });
  // 240 + 30 (default grace period) + 2 · 30 + 10 · 3 + 20
  expect(deadlineOf(set)).toBe(380);
  expect(stateOf(set).phase).toBe('moving');
});
