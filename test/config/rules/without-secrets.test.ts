/** A secret in the configuration is refused, and the message does not repeat it. */
import { ConfigurationError } from '../../../config/rules/problem';
import { validated } from '../../../config/validate';
import { altered, type Changes } from '../../altered';
import { dev } from '../../fixtures/dev';

function messageOf(changes: Changes): string {
  try {
    validated([altered(dev, changes)]);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('the configuration must be refused');
}

const token = 'hunter2hunter2';
const webhook = `https://hooks.slack.com/services/T00000000/B00000000/${token}`;

test.each<readonly [where: string, changes: Changes]>([
  ['an address instead of the Secret that holds it', { 'alerting.receivers.page.url': webhook }],
  ['an address as the name of the Secret', { 'alerting.receivers.page.url.secret': webhook }],
  ['an address as the key in the Secret', { 'alerting.receivers.deadman.url.key': webhook }],
  ['an option of another tool with the address in it', { 'alerting.receivers.page.webhook': webhook }],
  ['an address of another choice', { 'alerting.receivers.page.kind': 'pagerduty', 'alerting.receivers.page.url': webhook }],
  ['an option nested in objects and lists', { 'alerting.receivers.page.headers': { authorization: [`Bearer ${token}`] } }],
  ['a whole receiver that is a text', { 'alerting.receivers.page': webhook }],
  ['a token without an address', { 'alerting.receivers.page.routingKey': token }],
  [
    'a password in the address of a store',
    { 'tracing.storage': { kind: 'opensearch', url: `https://elastic:${token}@10.200.0.7:9200/a b`, network: { cidr: '10.200.0.0/24', port: 9200 } } },
  ],
  ['a password of a store', { 'tracing.storage': { kind: 'opensearch', url: 'https://10.200.0.7:9200', user: 'elastic', password: token } }],
  ['a secret of a client', { consoles: { kind: 'oauth2-proxy', clientSecret: token, cookieSecret: token } }],
  ['an unknown option named for what it is', { 'workloads[0].databasePassword': token }],
  ['an unknown option with an address in it', { 'workloads[0].database': `postgresql://app:${token}@10.0.0.1/app` }],
  ['an image with a user', { 'workloads[0].image': `https://robot:${token}@registry.example/app` }],
])('%s', (_where, changes) => {
  const message = messageOf(changes);
  expect(message).not.toContain(token);
  expect(message).toMatch(/received/);
});

test('a value that is no secret is shown unchanged', () => {
  expect(messageOf({ 'alerting.receivers.page.kind': 'fax' })).toContain('received "fax"');
  expect(messageOf({ 'alerting.receivers.page.channel': 'dev' })).toContain('received "dev"');
  expect(messageOf({ 'exposure.hostname': 'https://api.dev.lyo.example' })).toContain('received "https://api.dev.lyo.example"');
  expect(messageOf({ 'alerting.receivers.page.url': webhook })).toContain('received "https://hooks.slack.com/…"');
});
