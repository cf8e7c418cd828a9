/** Live objects that differ by defaults of the server, by fields of a controller, by a hand edit of any field, or not at all. */
import { manifestObject } from '../../../checks/manifest';
import { driftOf, driftText, withoutEnded } from '../../../delivery/drift/drift';
import { handoverOf } from '../../../delivery/ownership/handover';

const metadata = { namespace: 'shop', name: 'web' };
const wanted = manifestObject(
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: { app: 'web' } },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          volumes: [],
          containers: [
            {
              name: 'web',
              image: 'web:1',
              ports: [{ containerPort: 80, name: 'http' }],
              env: [{ name: 'A', value: '1' }],
              resources: { requests: { cpu: '0.5' } },
            },
          ],
        },
      },
    },
  },
  { file: 'web.yaml' },
);

const ours = {
  'f:metadata': { 'f:labels': { 'f:app': {} } },
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } } } } },
};
const at = '2026-01-02T03:04:05Z';

/** The live object as the API server returns it: with defaults, and quantities in its own notation. */
function live(edit: (copy: Record<string, never>) => void = () => undefined, managers: readonly object[] = []): object {
  const copy = structuredClone(wanted.body) as unknown as {
    metadata: Record<string, unknown>;
    spec: { replicas: number; template: { spec: { volumes?: unknown; containers: { ports: object[]; resources: object }[] } } };
  };
  delete copy.spec.template.spec.volumes;
  copy.spec.replicas = 7;
  const [container] = copy.spec.template.spec.containers;
  if (container !== undefined) {
    container.ports = [{ containerPort: 80, name: 'http', protocol: 'TCP' }];
    container.resources = { requests: { cpu: '500m' } };
  }
  edit(copy as never);
  copy.metadata['managedFields'] = [{ manager: 'lyo-platform', operation: 'Apply', time: at, fieldsV1: ours }, ...managers];
  return copy;
}

const told = (object: object): readonly string[] => driftOf([wanted], [object]).map(driftText);
const owner = (manager: string, fieldsV1: object, more: object = {}): object => ({ manager, operation: 'Update', time: at, fieldsV1, ...more });
const image = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } } };
const env = {
  'f:spec': {
    'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:env': { 'k:{"name":"DEBUG"}': { '.': {}, 'f:name': {}, 'f:value': {} } } } } } },
  },
};

test('defaults, empty lists and quantities in another notation are no drift', () => {
  expect(told(live())).toEqual([]);
});

test('fields that controllers and other programs of this project own are no drift', () => {
  const managers = [
    owner('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
    owner('vpa-updater', { 'f:metadata': { 'f:annotations': { 'f:x': {} } } }),
    owner('lyo-platform-certificates', { 'f:spec': { 'f:caBundle': {} } }),
    owner('somebody', { 'f:status': { 'f:conditions': {} } }, { subresource: 'status' }),
    owner('kubectl-rollout', { 'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } } } } }),
  ];
  expect(told(live(undefined, managers))).toEqual([]);
});

test('a changed field is reported with both values, its author and the time', () => {
  const edited = live(
    (copy) =>
      Object.assign((copy as never as { spec: { template: { spec: { containers: object[] } } } }).spec.template.spec.containers[0] ?? {}, {
        image: 'web:hand',
      }),
    [owner('night-shift', image)],
  );
  expect(told(edited)).toEqual([
    `Deployment.apps/shop/web: spec.template.spec.containers[name=web].image is web:hand, and the manifests say web:1 (night-shift at ${at})`,
  ]);
});

describe('a number of replicas that differs from the manifests', () => {
  const counted = (replicas: number): ReturnType<typeof manifestObject> =>
    manifestObject({ ...wanted.body, spec: { ...(wanted.body['spec'] as object), replicas } }, { file: 'web.yaml' });
  const scaled = (replicas: number, managers: readonly object[]): object =>
    live((copy) => Object.assign((copy as never as { spec: object }).spec, { replicas }), managers);
  const scale = { 'f:spec': { 'f:replicas': {} } };
  const told = (object: object, applied = 2): readonly string[] => driftOf([counted(applied)], [object]).map(driftText);
  const autoscaler = (minReplicas: number): ReturnType<typeof manifestObject> =>
    manifestObject(
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas },
      },
      { file: 'web.yaml' },
    );

  test.each<[string, object, number, string]>([
    ['who scaled it', owner('kubectl', scale, { subresource: 'scale' }), 5, `(kubectl at ${at})`],
    [
      'who scaled it at a time that the API server left out',
      owner('kubectl', scale, { subresource: 'scale', time: undefined }),
      5,
      '(kubectl, at a time that the API server has not recorded)',
    ],
    [
      'that nobody is recorded who scales to none',
      owner('kube-controller-manager', { 'f:metadata': {} }),
      0,
      '(the API server records no owner of a count of 0)',
    ],
    [
      'nobody, where the manifests are newer than what was applied',
      owner('lyo-platform', scale, { operation: 'Apply' }),
      5,
      '(it was not touched since it was applied)',
    ],
    ['nobody else', owner('kube-controller-manager', { 'f:metadata': {} }), 5, '(the API server has recorded no owner)'],
  ])('is reported with %s', (_, manager, replicas, tells) => {
    expect(told(scaled(replicas, [manager]))).toEqual([`Deployment.apps/shop/web: spec.replicas is ${replicas}, and the manifests say 2 ${tells}`]);
  });

  test('is reported of an autoscaled workload only if it is 0, which disables its autoscaler', () => {
    const without = (replicas: number, least: number): readonly string[] =>
      driftOf([wanted, autoscaler(least)], [scaled(replicas, []), autoscaler(least).body]).map(driftText);
    expect(without(0, 2)).toEqual([
      'Deployment.apps/shop/web: spec.replicas is 0, which switches its autoscaler off (the API server records no owner of a count of 0)',
    ]);
    expect(without(12, 2)).toEqual([]);
    expect(without(0, 0)).toEqual([]);
    expect(driftOf([wanted], [scaled(0, [])])).toEqual([]);
  });
});

test('an added entry is reported once, and a removed one by its name', () => {
  expect(told(live(undefined, [owner('debugger', env)])).join('\n')).toMatch(/env\[name=DEBUG\] was set, .* \(debugger at /);
  const gone = live((copy) =>
    Object.assign((copy as never as { spec: { template: { spec: { containers: object[] } } } }).spec.template.spec.containers[0] ?? {}, { env: [] }),
  );
  expect(told(gone)).toEqual([
    expect.stringMatching(/env\[name=A\] is gone, and the manifests say .* \(the API server does not record who removes something\)$/),
  ]);
});

test('a missing object is reported, and a Secret without its values', () => {
  expect(driftOf([wanted], []).map(driftText)).toEqual(['Deployment.apps/shop/web is not there']);
  const secret = (data: string): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'n' }, data: { key: data } });
  const text = driftOf([manifestObject(secret('b2xk'), { file: 's.yaml' })], [secret('bmV3')])
    .map(driftText)
    .join('\n');
  expect(text).toContain('(not shown)');
  expect(text).not.toMatch(/b2xk|bmV3/);
});

describe('the ownership of fields is taken over:', () => {
  const theirs = { 'f:metadata': { 'f:annotations': { 'f:note': {} } }, 'f:spec': { 'f:replicas': {}, 'f:template': {} } };

  test('all fields go to the manifests, and the replicas to none', () => {
    const handover = handoverOf(wanted, live(undefined, [owner('kubectl-client-side-apply', theirs)]));
    expect(handover).toMatchObject({ from: ['kubectl-client-side-apply'], replicas: 7 });
    const [, replaced] = handover?.patch ?? [];
    expect(replaced).toMatchObject({
      op: 'replace',
      path: '/metadata/managedFields',
      value: [
        {
          manager: 'lyo-platform',
          operation: 'Apply',
          fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:note': {} }, 'f:labels': { 'f:app': {} } }, 'f:spec': { 'f:template': {} } },
        },
        { manager: 'handed-over', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      ],
    });
    expect(JSON.stringify(replaced)).not.toContain('kubectl-client-side-apply');
  });

  test('the replicas too if the manifest states them, no fields of controllers, and nothing without another owner', () => {
    const counted = manifestObject({ ...wanted.body, spec: { ...(wanted.body['spec'] as object), replicas: 2 } }, { file: 'web.yaml' });
    const controller = owner('kube-controller-manager', { 'f:metadata': {} });
    const handover = handoverOf(counted, live(undefined, [controller, owner('Helm', theirs)]));
    expect(handover?.replicas).toBeUndefined();
    expect(JSON.stringify(handover?.patch)).toContain('kube-controller-manager');
    expect(JSON.stringify(handover?.patch)).not.toContain('handed-over');
    expect(handoverOf(wanted, live(undefined, [controller]))).toBeUndefined();
  });
});

test('a missing release Job is reported only if it had not completed', () => {
  const [ended, other] = ['migrate-a', 'migrate-b'].map((name) =>
    manifestObject({ apiVersion: 'batch/v1', kind: 'Job', metadata: { ...metadata, name } }, { file: 'migrate.yaml' }),
  );
  if (ended === undefined || other === undefined) throw new Error('there are two');
  const objects = withoutEnded([ended, other], ['Job.batch/shop/migrate-a']);
  expect(driftOf(objects, [])).toEqual([{ object: 'Job.batch/shop/migrate-b', what: 'is not there', by: [] }]);
});

test('an additional entry in a list with a single owner is reported, if the manifests have none', () => {
  const role = (rules: readonly object[]) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' }, rules });
  const [pods, secrets] = ['pods', 'secrets'].map((resource) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] }));
  if (pods === undefined || secrets === undefined) throw new Error('there are two');
  const told = driftOf([manifestObject(role([pods]), { file: 'reader.yaml' })], [role([pods, secrets])]).map(driftText);
  expect(told).toEqual([
    expect.stringMatching(
      /^ClusterRole.rbac.authorization.k8s.io\/reader: rules.*secrets.*, and the manifests say nothing \(the API server has recorded no owner\)$/,
    ),
  ]);
});

test('a field that somebody added to an entry of the manifests is reported', () => {
  const inside = {
    'f:spec': {
      'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:env': { 'k:{"name":"DEBUG"}': { '.': {}, 'f:value': {} } } } } } },
    },
  };
  expect(told(live(undefined, [owner('debugger', inside)]))).toEqual([
    `Deployment.apps/shop/web: spec.template.spec.containers[name=web].env[name=DEBUG] was set, and the manifests say nothing of it (debugger at ${at})`,
  ]);
});
