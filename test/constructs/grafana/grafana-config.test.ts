import { valueAt } from '../../../config/record';
import { dataSources, grafanaSettings } from '../../../constructs/grafana/grafana-config';

const base = {
  address: 'https://grafana.example',
  port: 3000,
  data: '/var/lib/grafana',
  provisioning: '/etc/grafana/provisioning',
  passwordFile: '/etc/secret/password',
  secretKeyFile: '/etc/secret/key',
};

function section(text: string, name: string): string {
  return new RegExp(`\\[${name.replace('.', '\\.')}\\]\\n((?:[^\\[].*\\n)*)`).exec(text)?.[1] ?? '';
}

describe('settings of Grafana', () => {
  const settings = grafanaSettings({ ...base, login: { kind: 'header', header: 'X-User' } });

  it('allow no anonymous users and no sign-up', () => {
    expect(section(settings, 'auth.anonymous')).toContain('enabled = false');
    expect(section(settings, 'users')).toContain('allow_sign_up = false');
    expect(section(settings, 'users')).toContain('auto_assign_org_role = Viewer');
  });

  it('trust the user name from the proxy, and then show no login form', () => {
    // the first visit creates the account
    expect(section(settings, 'auth.proxy')).toBe('enabled = true\nheader_name = X-User\nheader_property = username\nauto_sign_up = true\n');
    expect(section(settings, 'auth')).toContain('disable_login_form = true');
  });

  it('verify a token instead of trusting a name, if there is one', () => {
    const signed = grafanaSettings({
      ...base,
      login: { kind: 'token', header: 'X-Token', keys: 'https://keys.example/set', claims: { iss: 'https://login.example', aud: '/projects/1' } },
    });
    expect(signed).not.toContain('auth.proxy');
    expect(section(signed, 'auth.jwt')).toContain('header_name = X-Token\njwk_set_url = https://keys.example/set\n');
    expect(section(signed, 'auth.jwt')).toContain('expect_claims = {"iss":"https://login.example","aud":"/projects/1"}\n');
    expect(section(signed, 'auth.jwt')).toContain('username_claim = email\nemail_claim = email\nauto_sign_up = true\n');
    expect(section(signed, 'auth')).toContain('disable_login_form = true');
  });

  it('keep the login form without a proxy', () => {
    const form = grafanaSettings({ ...base, login: undefined });
    expect(form).not.toContain('auth.proxy');
    expect(form).not.toContain('auth.jwt');
    expect(form).not.toContain('disable_login_form');
  });

  it('read the administrator’s password from a file, so that it is in no environment variable', () => {
    expect(section(settings, 'security')).toContain('admin_password = $__file{/etc/secret/password}');
  });

  it('read the encryption key from a file, and accept no password in a header, with a login form or without', () => {
    for (const login of [undefined, { kind: 'header', header: 'X-User' } as const]) {
      const text = grafanaSettings({ ...base, login });
      expect(section(text, 'security')).toContain('secret_key = $__file{/etc/secret/key}');
      expect(section(text, 'auth.basic')).toContain('enabled = false');
    }
  });

  it('send cookies over HTTPS only, unless there is no HTTPS', () => {
    expect(section(settings, 'security')).toContain('cookie_secure = true');
    expect(section(grafanaSettings({ ...base, address: 'http://localhost:3000', login: undefined }), 'security')).toContain('cookie_secure = false');
  });

  it('contact no third-party server', () => {
    for (const key of ['reporting_enabled', 'check_for_updates', 'check_for_plugin_updates'])
      expect(section(settings, 'analytics')).toContain(`${key} = false`);
    for (const line of ['preinstall_disabled = true', 'preinstall_auto_update = false']) expect(section(settings, 'plugins')).toContain(line);
  });
});

describe('data sources', () => {
  const sources = dataSources({
    prometheus: 'http://p',
    jaeger: 'http://j',
    jaegerConsole: 'https://jaeger.example',
    scrapeInterval: '10s',
    managed: undefined,
  });

  it('compute rates over at least four scrapes', () => {
    expect(sources).toMatchObject({
      datasources: [
        { type: 'prometheus', jsonData: { timeInterval: '10s' } },
        { type: 'jaeger', uid: 'jaeger', url: 'http://j' },
      ],
    });
  });

  it('link an exemplar to its trace at the address of Jaeger, not to a query that the data source does not support', () => {
    // in provisioning files `$$` is a dollar sign
    expect(valueAt(sources, 'datasources[0].jsonData.exemplarTraceIdDestinations')).toEqual([
      { name: 'trace_id', url: 'https://jaeger.example/trace/$${__value.raw}', urlDisplayLabel: 'Trace in Jaeger' },
    ]);
  });
});

test('Google Managed Prometheus is a second data source, at the interval of the copy, and never the default', () => {
  const sources = dataSources({
    prometheus: 'http://p',
    jaeger: 'http://j',
    jaegerConsole: 'https://jaeger.example',
    scrapeInterval: '10s',
    managed: { url: 'http://m', interval: '60s' },
  });
  expect(sources).toMatchObject({
    datasources: [
      { uid: 'prometheus', isDefault: true },
      { uid: 'jaeger' },
      { type: 'prometheus', url: 'http://m', jsonData: { timeInterval: '60s', httpMethod: 'GET', manageAlerts: false } },
    ],
  });
  expect(JSON.stringify(sources).match(/isDefault/g)).toHaveLength(1);
});
