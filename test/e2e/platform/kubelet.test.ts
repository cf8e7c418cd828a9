import { Kubelet } from '../../../e2e/platform/kubelet';
import { LoopbackServer } from '../../../e2e/processes/loopback-server';
import { eventually } from '../../../e2e/waiting/assertions';

const listed = (phase: string, deletionTimestamp?: string) => ({
  metadata: { name: 'web-1', ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) },
  spec: {
    terminationGracePeriodSeconds: 3,
    containers: [{ readinessProbe: { periodSeconds: 0.1, failureThreshold: 2 }, lifecycle: { preStop: { sleep: { seconds: 1 } } } }],
  },
  status: { phase },
});

test('a pod is ready when its process is, goes on serving while it drains, is stopped with the rest of its grace period, and is then removed', async () => {
  const events: string[] = [];
  let [pods, status] = [[listed('Pending')], 200];
  let deletedAt = 0;
  const server = await LoopbackServer.start((_asked, answer) => void answer.writeHead(status).end());
  const happened = (what: string): Promise<void> => Promise.resolve(void events.push(what));
  const kubelet = Kubelet.follow({
    ...{ namespace: 'shop', app: 'web' },
    api: {
      get: () => Promise.resolve({ items: pods }),
      tellReady: (_namespace, name, ready) => happened(`${name} ${ready ? 'ready' : 'not ready'}`),
      removePod: (_namespace, name) => happened(`${name} gone`),
    },
    start: async (pod, grace) => {
      await happened(`${pod} started with ${grace}`);
      const stop = (): Promise<void> => {
        pods = [];
        return happened(performance.now() - deletedAt >= 990 ? 'stopped after its drain' : 'stopped too early');
      };
      const unused = (): Promise<void> => Promise.reject(new Error('nobody asks for it'));
      return { name: pod, url: server.url, logFile: '', pid: undefined, crash: undefined, stop, kill: unused, restart: unused };
    },
  });
  const until = (what: string): Promise<unknown> =>
    eventually(what, () => Promise.resolve(events.at(-1)), { until: (last) => last === what, interval: '20ms' });

  expect(kubelet.pods).toEqual([]);
  pods = [listed('Running')];
  await until('web-1 ready');
  expect(kubelet.urlOf('web-1')).toBe(server.url);
  status = 503;
  await until('web-1 not ready');
  status = 200;
  await until('web-1 ready');
  deletedAt = performance.now();
  pods = [listed('Running', new Date().toISOString())];
  await until('web-1 gone');
  expect(events).toEqual(['web-1 started with 2s', 'web-1 ready', 'web-1 not ready', 'web-1 ready', 'stopped after its drain', 'web-1 gone']);
  expect([kubelet.pods, kubelet.urlOf('web-1')]).toEqual([[], undefined]);
  await kubelet.stop();
  await server.stop();
});

test('errors of a pod are reported when the kubelet stops', async () => {
  const kubelet = Kubelet.follow({
    ...{ namespace: 'shop', app: 'web' },
    api: { get: () => Promise.resolve({ items: [listed('Running')] }), tellReady: () => Promise.resolve(), removePod: () => Promise.resolve() },
    start: () => Promise.reject(new Error('no such program')),
  });
  await eventually('it was started', () => Promise.resolve(kubelet.pods.length), { until: (count) => count === 1 });
  await expect(kubelet.stop()).rejects.toMatchObject({ cause: new Error('no such program') });
});
