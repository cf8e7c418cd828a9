import type { Plan } from '../../checks/plan';
import { referredTo, refersTo } from '../../checks/plan-reference';
import { planTypes } from '../../checks/plan-types';

const { account, key } = planTypes;
const email = 'nodes@lyo.iam.gserviceaccount.com';
const resource = (type: string, name: string, inputs: Readonly<Record<string, unknown>> = {}): Plan['resources'][number] => ({
  type,
  name,
  options: {},
  inputs,
});
const plan: Plan = {
  environment: 'dev',
  file: 'plans/dev.yaml',
  resources: [
    resource(account, 'nodes'),
    resource(account, 'no.des'),
    resource(key, 'nodes'),
    resource(account, 'live', { email, name: `projects/lyo/serviceAccounts/${email}` }),
  ],
};

test.each([
  ['an output of a resource', '${Account.nodes.email}', ['nodes']],
  ['an output inside a longer text', 'serviceAccount:${Account.nodes.email}', ['nodes']],
  ['a name with dots', '${Account.no.des.email}', ['no.des']],
  ['several outputs', '${Account.nodes.unknown}${Account.no.des.unknown}', ['nodes', 'no.des']],
  ['an e-mail address', email, ['live']],
  ['a member of a policy', `serviceAccount:${email}`, ['live']],
  ['a full name', `projects/lyo/serviceAccounts/${email}`, ['live']],
  ['a resource of another type', '${CryptoKey.nodes.id}', []],
  ['a resource that is not there', '${Account.gone.email}', []],
  ['another address that ends the same', `more-${email}`, []],
  ['no text', 42, []],
])('%s', (_name, value, expected) => {
  expect(referredTo(plan, value, account).map(({ name }) => name)).toEqual(expected);
  expect(refersTo(plan, value, account)).toBe(expected.length > 0);
});
