import fc from 'fast-check';
import { setupOf } from '../../config/container';
import { filesByKey, secretsOf, settingsInPod } from '../../constructs/container-settings';
import { everySetting } from '../fixtures/container-settings';

const inPod = settingsInPod(setupOf(everySetting), {
  files: 'shop-files-0123456789',
  google: { fileClass: 'shop-secret-files-0123456789', variableSecret: 'shop-secret-variables-0123456789' },
});

test('environment variables are ordered so that one may refer to another: fields of the pod first, then secrets', () => {
  expect(inPod.env).toEqual([
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'WORKER_MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'shop-database', key: 'password' } } },
    { name: 'PAYMENT_KEY_FILE', value: '/run/secrets/app/PAYMENT_KEY' },
    { name: 'PAYMENT_WEBHOOK_FILE', value: '/run/secrets/app/PAYMENT_WEBHOOK' },
    { name: 'MAIL_KEY', valueFrom: { secretKeyRef: { name: 'shop-secret-variables-0123456789', key: 'MAIL_KEY' } } },
    { name: 'SIGNING_KEY_FILE', value: '/run/secrets/google/SIGNING_KEY' },
  ]);
});

test('secret files are mounted as one folder per source, which is updated with a new value; other files are mounted one by one, beside those of the image', () => {
  expect(inPod.volumes).toEqual([
    { name: 'tmp', emptyDir: { sizeLimit: { value: '64Mi' } } },
    { name: 'scratch-1', emptyDir: { sizeLimit: { value: '300Mi' } } },
    { name: 'files', configMap: { name: 'shop-files-0123456789' } },
    {
      name: 'secrets',
      projected: {
        defaultMode: 0o440,
        sources: [
          { secret: { name: 'shop-payment', items: [{ key: 'live.key', path: 'PAYMENT_KEY' }] } },
          { secret: { name: 'shop-payment', items: [{ key: 'webhook', path: 'PAYMENT_WEBHOOK' }] } },
        ],
      },
    },
    {
      name: 'google-secrets',
      csi: { driver: 'secrets-store-gke.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'shop-secret-files-0123456789' } },
    },
  ]);
  expect(inPod.mounts).toEqual([
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'scratch-1', mountPath: '/var/cache/shop' },
    { name: 'files', mountPath: '/etc/shop/logging.ini', subPath: 'etc-shop-logging.ini', readOnly: true },
    { name: 'files', mountPath: '/etc/shop/log-ging.ini', subPath: 'etc-shop-log_2dging.ini', readOnly: true },
    { name: 'files', mountPath: '/srv/feature_flags.json', subPath: 'srv-feature_5fflags.json', readOnly: true },
    { name: 'secrets', mountPath: '/run/secrets/app', readOnly: true },
    { name: 'google-secrets', mountPath: '/run/secrets/google', readOnly: true },
  ]);
});

test('a workload without these fields has only /tmp to write to', () => {
  expect(settingsInPod(setupOf({}), { files: undefined, google: {} })).toEqual({
    env: [],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: { value: '256Mi' } } }],
    mounts: [{ name: 'tmp', mountPath: '/tmp' }],
  });
});

test('each Secret is listed once, however many of its keys are read', () => {
  expect(secretsOf(setupOf(everySetting))).toEqual(['shop-database', 'shop-payment']);
  expect(secretsOf(setupOf({}))).toEqual([]);
});

const path = fc.array(fc.stringMatching(/^[-\w.]{1,8}$/), { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);

test('different paths have different keys, and every key is valid in a ConfigMap', () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 2, maxLength: 20 }), (paths) => {
      const keys = Object.keys(filesByKey({ files: Object.fromEntries(paths.map((at) => [at, 'text'])) }));
      expect(new Set(keys).size).toBe(paths.length);
      expect(keys.filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))).toEqual([]);
    }),
  );
});
