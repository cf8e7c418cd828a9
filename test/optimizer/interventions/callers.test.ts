/** The owner of a token and its permissions, both only by the answers of the API server. */
import { callers } from '../../../optimizer/adapters/callers';
import type { ApiAnswer, ApiRequest } from '../../../optimizer/adapters/api-server';

const token = 'aaaa.bbbb.cccc';
const account = 'system:serviceaccount:lyo-observability:optimizer-oncall';
const user = { username: account, uid: '1', groups: ['system:serviceaccounts'], extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] } };

let sent: ApiRequest[];
beforeEach(() => (sent = []));

function asking(answer: ApiAnswer): ReturnType<typeof callers> {
  return callers({
    api: (request) => {
      sent.push(request);
      return Promise.resolve(answer);
    },
    audience: 'lyo-optimizer',
    group: 'optimizer.lyo-platform',
  });
}
const answered = (status: unknown, code = 201): ApiAnswer => ({ kind: 'answer', status: code, body: { status } });

test('a valid token for our audience identifies its ServiceAccount', async () => {
  const found = await asking(answered({ authenticated: true, audiences: ['lyo-optimizer'], user })).known(token);
  expect(found).toEqual({ kind: 'known', caller: user });
  expect(sent[0]).toMatchObject({ path: '/apis/authentication.k8s.io/v1/tokenreviews', body: { spec: { token, audiences: ['lyo-optimizer'] } } });
});

test.each<[string, unknown, RegExp]>([
  ['an unknown token', { authenticated: false, error: 'invalid bearer token' }, /invalid bearer token/],
  ['no verdict', {}, /does not know the token/],
  ['a token for another audience', { authenticated: true, audiences: ['https://kubernetes.default.svc'], user }, /for the audience lyo-optimizer/],
  ['an authenticator that knows no audiences', { authenticated: true, user }, /for the audience lyo-optimizer/],
  ['a person', { authenticated: true, audiences: ['lyo-optimizer'], user: { ...user, username: 'alice@example.com' } }, /that of a ServiceAccount/],
  ['nobody at all', { authenticated: true, audiences: ['lyo-optimizer'] }, /that of a ServiceAccount/],
])('%s is refused', async (_, status, why) => {
  expect(await asking(answered(status)).known(token)).toEqual({ kind: 'nobody', why: expect.stringMatching(why) });
});

test.each(['', 'x', 'a.b', 'aaaa.bbbb', 'aaaa.bbbb.cccc.dddd', 'aaaa.bb bb.cccc', `aaaa.${'b'.repeat(7000)}.cccc`])(
  '%j is no token, and the API server is not asked',
  async (wrong) => {
    expect(await asking(answered({ authenticated: true, audiences: ['lyo-optimizer'], user })).known(wrong)).toMatchObject({ kind: 'nobody' });
    expect(sent).toEqual([]);
  },
);

test.each<[string, ApiAnswer]>([
  ['away', { kind: 'unavailable', why: 'away' }],
  ['refusing', { kind: 'answer', status: 403, body: { message: 'forbidden' } }],
  ['answering something else', { kind: 'answer', status: 201, body: 'x' }],
])('with an API server that is %s, every token and permission is refused', async (_, answer) => {
  expect(await asking(answer).known(token)).toMatchObject({ kind: 'unavailable' });
  expect(await asking(answer).may(user, 'freeze', { namespace: 'lyo-backend' })).toMatchObject({ kind: 'unavailable' });
});

test('a permission is checked with all attributes of the user, for one workload or for the whole namespace', async () => {
  expect(await asking(answered({ allowed: true })).may(user, 'approve', { namespace: 'lyo-backend', name: 'backend' })).toEqual({ kind: 'allowed' });
  const resourceAttributes = { group: 'optimizer.lyo-platform', resource: 'workloads', verb: 'approve', namespace: 'lyo-backend', name: 'backend' };
  expect(sent[0]?.body).toMatchObject({ spec: { user: account, uid: '1', groups: user.groups, extra: user.extra, resourceAttributes } });
  const denied = await asking(answered({ allowed: false })).may(user, 'freeze', { namespace: 'lyo-backend' });
  expect(denied).toEqual({ kind: 'denied', why: `${account} may not freeze all of workloads.optimizer.lyo-platform in lyo-backend` });
});
