/** An API server or its store that is away for a while, at any call of a run. */
import { patient } from '../../../delivery/apply/patience';
import { PlayedCluster } from './played-cluster';
import { applied, deployment, namespaced, releaseOf, shop } from './played-release';

const first = releaseOf('first', shop, deployment('web'), namespaced('v1', 'ConfigMap', 'settings'));
const second = releaseOf('second', shop, deployment('web', 'web:2'));

const away = [
  'no cluster answers: gcloud …\n  kubectl said: The connection to the server 127.0.0.1:6443 was refused',
  'kubectl get lease: Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  'kubectl get lease: Error from server: etcdserver: leader changed',
  'kubectl get lease: error: Get "https://10.0.0.1": unexpected EOF',
  'kubectl get lease: Unable to connect to the server: net/http: TLS handshake timeout',
  'kubectl get lease: Error from server (Timeout): the server was unable to return a response in the time allotted',
];

/** A clock that advances only during sleep. */
function clock(said: string[] = []): Parameters<typeof patient>[1] {
  let second = 0;
  return { now: () => second, sleep: (more) => void (second += more), say: (line) => void said.push(line) };
}

test.each(away)('%s: the call is repeated until it succeeds, and reported once', (why) => {
  const said: string[] = [];
  let left = 5;
  const cluster = patient({ try: () => ((left -= 1) > 0 ? { ok: false, why } : { ok: true, output: 'here' }), run: () => '' }, clock(said));
  expect(cluster.run(['get', 'lease'])).toBe('here');
  expect(said).toEqual([expect.stringContaining('does not answer'), 'the API server answers again, after 8 s']);
});

test.each([
  'Error from server (Forbidden): configmaps is forbidden: User "x" cannot patch resource',
  'Error from server (Conflict): the object has been modified',
  'Error from server (NotFound): namespaces "shop" not found',
  'Error from server (Invalid): Deployment is invalid: field is immutable',
])('%s is not repeated', (why) => {
  let asked = 0;
  const cluster = patient({ try: () => ((asked += 1), { ok: false, why }), run: () => '' }, clock());
  expect([cluster.try([]), asked]).toEqual([{ ok: false, why }, 1]);
});

test('an API server that stays away is reported with the message of kubectl', () => {
  expect(() => patient({ try: () => ({ ok: false, why: away[0] ?? '' }), run: () => '' }, clock()).run([])).toThrow(/was refused/);
});

test('a run ends the same if the API server is away at any of its calls, before or after the call took effect', () => {
  for (const answerIsLost of [false, true]) {
    for (let at = 2; ; at += 1) {
      const cluster = new PlayedCluster();
      applied(cluster, first);
      let calls = 0;
      const real = cluster.try.bind(cluster);
      cluster.try = (args, input) => {
        calls += 1;
        if (calls < at || calls > at + 2) return real(args, input);
        if (answerIsLost && calls === at) real(args, input);
        return { ok: false, why: away[0] ?? '' };
      };
      const { error } = applied(cluster, second, { known: [first] });
      if (calls < at) break;
      expect([answerIsLost, at, error]).toEqual([answerIsLost, at, '']);
      expect(cluster.record()).toMatchObject({ phase: 'applied', applied: { commit: 'second' } });
    }
  }
});
