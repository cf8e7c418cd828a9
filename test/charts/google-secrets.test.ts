/** Secrets of Secret Manager in the manifests of workloads of every kind. */
import { parse } from 'yaml';
import { valueAt } from '../../config/record';
import { devOfEveryKind } from '../fixtures/every-kind';
import { objectsOf } from '../kubernetes-object';

const secrets = {
  MAIL_KEY: { from: 'google', name: 'shop-mail-key' },
  SIGNING_KEY: { from: 'google', name: 'shop-signing-key', version: 3, as: 'file' },
};
const objectsWith = (of: object): ReturnType<typeof objectsOf> => objectsOf(devOfEveryKind({ fulfilment: { secrets: of } }));
const named = (objects: ReturnType<typeof objectsOf>, kind: string, start: string): ReturnType<typeof objectsOf> =>
  objects.filter((object) => object.kind === kind && object.metadata.name.startsWith(start));

test('files and environment variables have a SecretProviderClass each, so that the volume holds no variable', () => {
  const objects = objectsWith(secrets);
  const listed = named(objects, 'SecretProviderClass', 'fulfilment-').map(({ spec }) => parse(String(valueAt(spec, 'parameters.secrets'))) as unknown);
  expect(listed).toEqual(
    expect.arrayContaining([
      [{ resourceName: 'projects/lyo-platform-dev/secrets/shop-signing-key/versions/3', path: 'SIGNING_KEY' }],
      [{ resourceName: 'projects/lyo-platform-dev/secrets/shop-mail-key/versions/latest', path: 'MAIL_KEY' }],
    ]),
  );
  expect(listed).toHaveLength(2);
});

test('a variable is read with the ServiceAccount of the workload, into the Secret that the pod names', () => {
  const objects = objectsWith(secrets);
  const [sync] = named(objects, 'SecretSync', 'fulfilment-');
  expect(sync?.spec).toEqual({
    serviceAccountName: 'fulfilment',
    secretProviderClassName: sync?.metadata.name,
    secretObject: { type: 'Opaque', data: [{ sourcePath: 'MAIL_KEY', targetKey: 'MAIL_KEY' }] },
  });
  expect(JSON.stringify(named(objects, 'Deployment', 'fulfilment'))).toContain(`"secretKeyRef":{"key":"MAIL_KEY","name":"${sync?.metadata.name}"}`);
});

test('another version of a secret changes the name of its class, so pods roll out; a new value of `latest` does not', () => {
  const names = (version: number | undefined): readonly string[] =>
    named(objectsWith({ KEY: { from: 'google', name: 'a', as: 'file', ...(version && { version }) } }), 'SecretProviderClass', 'fulfilment-').map(
      ({ metadata }) => metadata.name,
    );
  expect(new Set([names(undefined), names(3), names(4)].flat()).size).toBe(3);
  expect(names(undefined)).toEqual(names(undefined));
});

test('manifests hold the name of a secret, never its value', () => {
  expect(objectsWith(secrets).filter(({ kind }) => kind === 'Secret')).toEqual([]);
});

test('a workload without secrets of Google has none of these objects and may not reach the metadata server', () => {
  const objects = objectsWith({});
  expect([...named(objects, 'SecretProviderClass', 'fulfilment-'), ...named(objects, 'SecretSync', 'fulfilment-')]).toEqual([]);
  expect(JSON.stringify(named(objects, 'NetworkPolicy', 'fulfilment'))).not.toContain('169.254.169.254');
});

test('a workload that uses an API of Google may reach it and the metadata server', () => {
  const access = [{ role: 'roles/pubsub.subscriber', resource: { kind: 'subscription', name: 'orders' } }];
  const policy = JSON.stringify(named(objectsOf(devOfEveryKind({ fulfilment: { access } })), 'NetworkPolicy', 'fulfilment'));
  expect(policy).toContain('169.254.169.254/32');
  expect(policy).toContain('199.36.153.8/30');
});
