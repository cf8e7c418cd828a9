import { LoopbackServer } from '../../../e2e/processes/loopback-server';
import { LoadBalancer } from '../../../e2e/traffic/load-balancer';
import { eventually, holds } from '../../../e2e/waiting/assertions';

const endpoint = (name: string, ready = true) => ({ conditions: { ready }, targetRef: { name } });

describe('the simulated load balancer', () => {
  const slices: { endpoints: ReturnType<typeof endpoint>[] } = { endpoints: [] };
  const urls: Record<string, string> = {};
  const opened: LoopbackServer[] = [];
  let balancer: LoadBalancer;

  const pod = async (name: string, status = 200): Promise<void> => {
    const server = await LoopbackServer.start((asked, answer) => void answer.writeHead(asked.url === '/health' ? 200 : status).end(name));
    opened.push(server);
    urls[name] = server.url;
  };
  const ask = async (): Promise<string> => {
    const response = await fetch(`${balancer.url}/items`);
    return `${response.status} ${await response.text()}`;
  };
  const serving = (): Promise<string> => Promise.resolve(balancer.serving.join());

  beforeEach(async () => {
    slices.endpoints = [endpoint('one')];
    await pod('one');
    await pod('two');
    balancer = await LoadBalancer.start({
      ...{ namespace: 'shop', service: 'web', late: '1s', timeout: '5s' },
      api: { get: () => Promise.resolve({ items: [slices] }) },
      urlOf: (name) => urls[name],
      health: { path: '/health', interval: '1s', unhealthy: 2 },
    });
    await eventually('the first pod serves', serving, { until: (names) => names === 'one' });
  });

  afterEach(async () => {
    await balancer.stop();
    await Promise.all(opened.splice(0).map((server) => server.stop()));
  });

  it('sends requests to a pod some time after its endpoint is ready, and for as long after it is not', async () => {
    slices.endpoints = [endpoint('one'), endpoint('two')];
    await holds('the new pod is not known yet', serving, { while: (names) => names === 'one', for: '0.5s', interval: '50ms' });
    await eventually('both serve', serving, { until: (names) => names === 'one,two' });
    expect([await ask(), await ask()].sort()).toEqual(['200 one', '200 two']);
    slices.endpoints = [endpoint('one', false), endpoint('two')];
    await holds('the old pod is still known', serving, { while: (names) => names === 'one,two', for: '0.5s', interval: '50ms' });
    await eventually('the new one serves alone', serving, { until: (names) => names === 'two' });
    expect(balancer.failed.size).toBe(0);
  });

  it('does not retry at a second pod, and says why a request failed', async () => {
    await opened[0]?.stop();
    expect(await ask()).toBe('502 ');
    await pod('one', 503);
    await eventually('it answers again', ask, { until: (answer) => answer === '503 one' });
    delete urls['one'];
    expect(await ask()).toBe('502 ');
    expect([...balancer.failed.keys()]).toEqual(expect.arrayContaining(['nobody listened in its pod', 'its pod answered 503', 'its pod was gone']));
  });

  it('removes a pod that fails its health checks, and says so when none is left', async () => {
    await opened[0]?.stop();
    await eventually('no pod serves', serving, { until: (names) => names === '' });
    expect(await ask()).toBe('502 ');
    expect(balancer.failed.get('no pod is known')).toBe(1);
  });
});
