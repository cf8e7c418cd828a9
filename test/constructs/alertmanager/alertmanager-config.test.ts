import { valueAt } from '../../../config/record';
import { standardTiming } from '../../fixtures/standard';
import type { Alerting } from '../../../config/alerting';
import { alertmanagerConfig } from '../../../constructs/alertmanager/alertmanager-config';
import { environmentWith } from '../../environment-with';
import { objectsOf, only } from '../../kubernetes-object';

const receivers: Alerting['receivers'] = {
  page: { kind: 'pagerduty', routingKey: { secret: 'oncall', key: 'routing' } },
  ticket: { kind: 'slack', url: { secret: 'chat', key: 'tickets' }, channel: '#tickets' },
  deadman: { kind: 'webhook', url: { secret: 'outside', key: 'deadman' } },
};
const config = alertmanagerConfig({
  receivers,
  timing: standardTiming,
  secretFile: ({ secret, key }) => `/secrets/${secret}/${key}`,
  templates: ['/templates/one.tmpl'],
});

test('each severity goes to its receiver, and an unknown one becomes a ticket', () => {
  const routes = Object.fromEntries((config.route.routes ?? []).map(({ matchers, receiver }) => [matchers?.join(), receiver]));
  expect(routes).toEqual({ 'alertname="Deadman"': 'deadman', 'severity="none"': 'none', 'severity="page"': 'page', 'severity="ticket"': 'ticket' });
  expect(config.route.receiver).toBe('ticket');
  expect(config.receivers.map(({ name }) => name)).toEqual(['page', 'ticket', 'deadman', 'none']);
});

test('a page is sent after 10 s and repeated after four hours, a ticket after 30 s and after a day, and changes of a group every five minutes', () => {
  const [, , page, ticket] = config.route.routes ?? [];
  expect(config.route).toMatchObject({ group_wait: '30s', group_interval: '300s', repeat_interval: '86400s' });
  expect(page).toEqual({ receiver: 'page', matchers: ['severity="page"'], group_wait: '10s', repeat_interval: '14400s' });
  // inherits the times of the root
  expect(ticket).toEqual({ receiver: 'ticket', matchers: ['severity="ticket"'] });
});

test('the deadman switch is the first route, is sent every minute, and never sent as resolved', () => {
  expect(config.route.routes?.[0]).toMatchObject({ receiver: 'deadman', group_wait: '0s', group_interval: '60s', repeat_interval: '1s' });
  expect(config.receivers[2]).toEqual({ name: 'deadman', webhook_configs: [{ url_file: '/secrets/outside/deadman', send_resolved: false }] });
});

test('addresses and keys are files of a mounted Secret, so the configuration contains no secret', () => {
  expect(config.receivers[0]).toMatchObject({ pagerduty_configs: [{ routing_key_file: '/secrets/oncall/routing' }] });
  expect(config.receivers[1]).toMatchObject({ slack_configs: [{ api_url_file: '/secrets/chat/tickets', channel: '#tickets' }] });
});

test('missing spans inhibit the alerts that depend on them, and a page inhibits the ticket of the same objective', () => {
  expect(config.inhibit_rules).toEqual(
    expect.arrayContaining([
      { source_matchers: ['alertname="SpansMissing"'], target_matchers: ['source="spans"'], equal: ['namespace', 'workload'] },
      { source_matchers: ['severity="page"', 'slo=~".+"'], target_matchers: ['severity="ticket"', 'slo=~".+"'], equal: ['namespace', 'workload', 'slo'] },
    ]),
  );
});

test('each Secret of the receivers is mounted once', () => {
  const spec = only(objectsOf(environmentWith()), 'StatefulSet', 'alertmanager').spec;
  expect(valueAt(spec, 'template.spec.volumes')).toContainEqual({ name: 'alertmanager-receivers', secret: { secretName: 'alertmanager-receivers' } });
  expect(valueAt(spec, 'template.spec.containers[0].volumeMounts')).toContainEqual({
    name: 'alertmanager-receivers',
    mountPath: '/etc/alertmanager/secrets/alertmanager-receivers',
    readOnly: true,
  });
});

test('it may connect only where its receivers need it, and only Prometheus may connect to it', () => {
  const policy = objectsOf(environmentWith({ 'alerting.egress': [{ cidr: '203.0.113.0/24', port: 8443 }] })).find(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'alertmanager',
  );
  expect(valueAt(policy?.spec, 'egress')).toEqual([{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 8443 }] }]);
  expect(valueAt(policy?.spec, 'ingress[0].from[0].podSelector.matchLabels')).toEqual({ 'app.kubernetes.io/name': 'prometheus' });
  expect(valueAt(policy?.spec, 'ingress')).toHaveLength(1);
});
