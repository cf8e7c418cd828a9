/** Faults in destinations outside the cluster, each refused with path, rule and value; valid destinations are accepted. */
import { validate } from '../../config/validate';
import { altered } from '../altered';
import { dev } from '../fixtures/dev';

const problems = (egress: readonly object[]): readonly unknown[] => {
  const result = validate(altered(dev, { 'workloads[0].egress': egress }));
  return result.ok ? [] : result.problems;
};

const host = 'must be a host name such as "api.stripe.com", or "*.example.com" for all below one: lower case, no scheme, port, path or address';

test.each([
  'https://api.stripe.com',
  'api.stripe.com:443',
  'api.stripe.com/v1',
  'API.stripe.com',
  'api.stripe.com.',
  'stripe',
  '*',
  '*.com',
  'api.*.com',
  'a..b.com',
  '-a.example.com',
  '203.0.113.7',
  'user@example.com',
  'api stripe.com',
  'bücher.example',
  '*.*.example.com',
  '*api.example.com',
  'api.stripe.com\n',
  'a.example.com,b.example.com',
  'localhost',
  '::1',
  'api_v2.example.com',
  'example.123',
  `${'a'.repeat(64)}.example.com`,
  '',
])('a host that is no DNS name is refused: %j', (received) => {
  expect(problems([{ host: received, port: 443 }])).toContainEqual({ path: 'dev.workloads[0].egress[0].host', rule: host, received });
});

test.each(['api.stripe.com', '*.googleapis.com', 'x.y.z.example.co', 'xn--bcher-kva.example', '1.pool.ntp.org', 'db-1.eu.example.com'])(
  '%s is accepted as a host name',
  (name) => {
    expect(problems([{ host: name, port: 443 }])).toEqual([]);
  },
);

test.each(['orders.shop.svc', 'orders.shop.svc.cluster.local', 'printer.local', '*.cluster.local'])(
  'a host name inside the cluster is refused: %s',
  (received) => {
    const rule = 'must not be a name of the cluster itself: a web service of the environment stands in `calls`';
    expect(problems([{ host: received, port: 80 }])).toEqual([{ path: 'dev.workloads[0].egress[0].host', rule, received }]);
  },
);

test.each(['backend.lyo-backend', 'kubernetes.default'])('a Service by its short name is refused: %s', (received) => {
  const rule = 'must not be a Service of the cluster: a web service of the environment stands in `calls`';
  expect(problems([{ host: received, port: 443 }])).toEqual([{ path: 'dev.workloads[0].egress[0].host', rule, received }]);
  expect(problems([{ host: `${received}.example`, port: 443 }])).toEqual([]);
});

test.each(['169.254.169.254/32', '169.254.0.0/16', '169.254.20.10/32', '169.254.0.0/15', '169.0.0.0/8'])(
  'the addresses where pods get tokens and names are no destination: %s',
  (received) => {
    const rule =
      'must not overlap 169.254.0.0/16, where pods get tokens of Google and names of the cluster: state `access`, and what the tokens need is opened';
    expect(problems([{ cidr: received, port: 80, reason: 'a reason makes no difference' }])).toEqual([
      { path: 'dev.workloads[0].egress[0].cidr', rule, received },
    ]);
    for (const beside of ['169.253.0.0/16', '169.255.0.0/16']) expect(problems([{ cidr: beside, port: 80 }])).toEqual([]);
  },
);

test('the metadata server is refused', () => {
  expect(problems([{ host: 'metadata.google.internal', port: 80 }])).toEqual([
    {
      path: 'dev.workloads[0].egress[0].host',
      rule: 'must not be where pods get tokens of Google: state `access`, and what the tokens need is opened',
      received: 'metadata.google.internal',
    },
  ]);
});

test.each([{ port: 443 }, { port: 443, host: 'api.stripe.com', cidr: '203.0.113.0/24' }])(
  'a destination without or with both host name and address range is refused: %j',
  (received) => {
    const rule = 'must be a range of addresses (cidr) or a name (host), one of them';
    expect(problems([received])).toEqual([{ path: 'dev.workloads[0].egress[0]', rule, received }]);
  },
);

test.each(['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/2', '8.0.0.0/7'])('the range %s is refused without a reason, and accepted with one', (cidr) => {
  const rule = 'must be a /8 or smaller, or have a reason: so large a range is the internet, and a name (host) is not';
  expect(problems([{ cidr, port: 443 }])).toEqual([{ path: 'dev.workloads[0].egress[0].cidr', rule, received: cidr }]);
  expect(problems([{ cidr, port: 443, reason: 'webhooks to addresses that customers give' }])).toEqual([]);
  expect(problems([{ cidr, port: 443, reason: 'needed' }])).toEqual([
    { path: 'dev.workloads[0].egress[0].reason', rule: 'must say why, in at least 10 characters', received: 'needed' },
  ]);
});

test('with encryption between nodes, a host name is refused and an address range accepted', () => {
  const encrypted = (destination: object): readonly unknown[] => {
    const result = validate(altered(dev, { 'cluster.encryptBetweenNodes': true, 'workloads[0].egress': [destination] }));
    return result.ok ? [] : result.problems;
  };
  const rule = 'must be a range (cidr) while cluster.encryptBetweenNodes is true: GKE has policies by name or encryption between nodes, not both';
  expect(encrypted({ host: 'api.stripe.com', port: 443 })).toEqual([{ path: 'dev.workloads[0].egress[0].host', rule, received: 'api.stripe.com' }]);
  expect(encrypted({ cidr: '203.0.113.0/24', port: 443 })).toEqual([]);
});

test('an invalid port and a protocol without ports are reported beside an invalid host name', () => {
  expect(problems([{ host: 'https://x.example', port: 0, protocol: 'ICMP' }])).toHaveLength(3);
});

test.each([['backend'], ['nobody'], ['nightly']])('a workload that calls itself or something that is no web service is refused: %s', (received) => {
  const result = validate(altered(dev, { 'workloads[0].calls': [received] }));
  expect(result.ok ? [] : result.problems).toEqual([
    {
      path: 'dev.workloads[0].calls[0]',
      rule: 'must be another web service of the environment, or a further port of another workload (there is none)',
      received,
    },
  ]);
});
