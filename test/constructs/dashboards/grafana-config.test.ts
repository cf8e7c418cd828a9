import { dataSources, grafanaSettings } from '../../../constructs/grafana/grafana-config';

const base = {
  address: 'https://grafana.example',
  port: 3000,
  data: '/var/lib/grafana',
  provisioning: '/etc/grafana/provisioning',
  passwordFile: '/etc/secret/password',
};

function section(text: string, name: string): string {
  return new RegExp(`\\[${name.replace('.', '\\.')}\\]\\n((?:[^\\[].*\\n)*)`).exec(text)?.[1] ?? '';
}

describe('settings of Grafana', () => {
  const settings = grafanaSettings({ ...base, login: { header: 'X-User', from: ['10.0.0.0/8', '10.1.0.0/16'] } });

  it('let nobody in without a name, and nobody sign up', () => {
    expect(section(settings, 'auth.anonymous')).toContain('enabled = false');
    expect(section(settings, 'users')).toContain('allow_sign_up = false');
    expect(section(settings, 'users')).toContain('auto_assign_org_role = Viewer');
  });

  it('believe the name that was asked for before, only from those who ask, and then show no form', () => {
    expect(section(settings, 'auth.proxy')).toContain('header_name = X-User');
    expect(section(settings, 'auth.proxy')).toContain('whitelist = 10.0.0.0/8, 10.1.0.0/16');
    expect(section(settings, 'auth')).toContain('disable_login_form = true');
  });

  it('keep the form where nobody has asked before', () => {
    const form = grafanaSettings({ ...base, login: undefined });
    expect(form).not.toContain('auth.proxy');
    expect(form).not.toContain('disable_login_form');
  });

  it('read the administrator’s password from a file, so that it is in no variable', () => {
    expect(section(settings, 'security')).toContain('admin_password = $__file{/etc/secret/password}');
  });

  it('send cookies over HTTPS alone, unless there is none', () => {
    expect(section(settings, 'security')).toContain('cookie_secure = true');
    expect(section(grafanaSettings({ ...base, address: 'http://localhost:3000', login: undefined }), 'security')).toContain('cookie_secure = false');
  });

  it('ask no server of others for anything', () => {
    for (const key of ['reporting_enabled', 'check_for_updates', 'check_for_plugin_updates'])
      expect(section(settings, 'analytics')).toContain(`${key} = false`);
    expect(section(settings, 'plugins')).toContain('preinstall_disabled = true');
  });
});

test('an exemplar leads to its trace', () => {
  expect(dataSources({ prometheus: 'http://p', jaeger: 'http://j', scrapeInterval: '10s', managed: undefined })).toMatchObject({
    datasources: [
      { type: 'prometheus', jsonData: { timeInterval: '10s', exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'jaeger' }] } },
      { type: 'jaeger', uid: 'jaeger' },
    ],
  });
});

test('Google Managed Prometheus is a second source, at the interval of the copy, and never the one that is asked by default', () => {
  const sources = dataSources({ prometheus: 'http://p', jaeger: 'http://j', scrapeInterval: '10s', managed: { url: 'http://m', interval: '60s' } });
  expect(sources).toMatchObject({
    datasources: [
      { uid: 'prometheus', isDefault: true },
      { uid: 'jaeger' },
      { type: 'prometheus', url: 'http://m', jsonData: { timeInterval: '60s', httpMethod: 'GET', manageAlerts: false } },
    ],
  });
  expect(JSON.stringify(sources).match(/isDefault/g)).toHaveLength(1);
});
