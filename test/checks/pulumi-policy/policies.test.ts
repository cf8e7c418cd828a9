import { createRequire } from 'node:module';
import type { PolicyResource, StackValidationArgs } from '@pulumi/policy';
import { planChecks } from '../../../checks/cis/catalogue';
import { isFailure } from '../../../checks/cis/verdict';
import type { Plan, PlanResource } from '../../../checks/plan';
import { planTypes } from '../../../checks/plan-types';
import { livePlan } from '../../../checks/pulumi-policy/live-plan';
import { policies, policyName } from '../../../checks/pulumi-policy/policies';
import { cleanEnvironment } from '../cis/outcome';
import { PlanDraft } from '../cis/plan-draft';

let clean: Plan;
beforeAll(async () => {
  ({ plan: clean } = await cleanEnvironment('prod'));
});
/** The proxy that Pulumi puts around arguments: reading an unknown value throws. Its types are internal. */
const { unknownCheckingProxy } = createRequire(__filename)('@pulumi/policy/proxy') as {
  readonly unknownCheckingProxy: (props: unknown) => PolicyResource['props'];
};
/** The value that the engine sends for a text that is unknown during a preview. */
const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Makes each text with a reference unknown, as before the other resource exists. */
function unresolved(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? unknownText : value;
  if (Array.isArray(value)) return value.map(unresolved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unresolved(inner)]));
}

function liveResource({ type, name, inputs, options }: PlanResource): PolicyResource {
  return {
    type,
    name,
    urn: `urn:pulumi:prod::lyo-platform::${type}::${name}`,
    props: unknownCheckingProxy(unresolved(inputs)),
    opts: {
      protect: options['protect'] === true,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

/** A first preview, in which no resource exists yet. */
function preview(plan: Plan): StackValidationArgs {
  const resources = plan.resources.map(liveResource);
  plan.resources.forEach(({ inputs }, index) => {
    const resource = resources[index]!;
    for (const [key, value] of Object.entries(inputs)) {
      resource.propertyDependencies[key] = resources.filter(({ type, name }) =>
        JSON.stringify(value).includes(`\${${type.slice(type.lastIndexOf(':') + 1)}.${name}.`),
      );
    }
  });
  return {
    resources,
    stackTags: new Map(),
    getConfig: () => {
      throw new Error('the pack has no configuration');
    },
    notApplicable: () => {
      throw new Error('every policy applies');
    },
  };
}

interface Violation {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

async function violationsIn(plan: Plan): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  const args = preview(plan);
  for (const { name, validateStack } of policies) await validateStack(args, (message, urn) => found.push({ policy: name, message, urn }));
  return found;
}

describe('the policy pack', () => {
  test('has every plan check, mandatory, under a name that Pulumi accepts', () => {
    expect(policies.map(({ name }) => name)).toEqual(planChecks.map(policyName));
    for (const { name, enforcementLevel } of policies) expect([name, enforcementLevel]).toEqual([expect.stringMatching(/^[a-z]+(-[a-z]+)+$/), 'mandatory']);
  });

  test('finds the same in a first preview as the audit in the offline plan', async () => {
    const offline = planChecks.filter((rule) => rule.check(clean).some(isFailure)).map(policyName);
    expect([...new Set((await violationsIn(clean)).map(({ policy }) => policy))]).toEqual(offline);
  });

  test('names what is wrong and the resource', async () => {
    const draft = new PlanDraft(clean);
    draft.edit(planTypes.cluster).set('inputs.privateClusterConfig.enablePrivateNodes', false);
    expect((await violationsIn(draft.plan)).filter(({ policy }) => policy === 'cis-private-nodes')).toEqual([
      {
        policy: 'cis-private-nodes',
        message:
          'Cluster lyo-prod: privateClusterConfig.enablePrivateNodes must be true; privateClusterConfig.enablePrivateNodes is false. To do: change it where the Cluster is made (stacks/)',
        urn: 'urn:pulumi:prod::lyo-platform::gcp:container/cluster:Cluster::lyo-prod',
      },
    ]);
  });

  test('names no resource when one is missing', async () => {
    const draft = new PlanDraft(clean);
    draft.drop(planTypes.nat);
    const [violation] = (await violationsIn(draft.plan)).filter(({ policy }) => policy === 'hardening-cloud-nat');
    expect(violation).toMatchObject({ message: expect.stringContaining('must have a RouterNat'), urn: undefined });
  });

  test('finds a default service account although other values are still unknown', async () => {
    const draft = new PlanDraft(clean);
    draft.edit(planTypes.nodePool).set('inputs.nodeConfig.serviceAccount', 'default');
    expect((await violationsIn(draft.plan)).map(({ policy }) => policy)).toContain('cis-node-account');
  });
});

describe('a live stack as a plan', () => {
  let live: Plan;
  beforeAll(() => {
    live = livePlan(preview(clean).resources);
  });

  test('is named for the stack', () => {
    expect([live.environment, live.file, livePlan([]).environment]).toEqual(['prod', 'stack prod', 'unknown']);
  });

  test('has references to resources in place of unknown values', () => {
    const pool = live.resources.find(({ type }) => type === planTypes.nodePool);
    expect(pool?.inputs).toMatchObject({
      cluster: '${Cluster.lyo-prod.unknown}',
      nodeConfig: { imageType: 'COS_CONTAINERD', serviceAccount: expect.stringContaining('${Account.lyo-prod-nodes.unknown}') },
    });
  });

  test('reports other errors', () => {
    const props = Object.defineProperty({}, 'name', {
      enumerable: true,
      get: () => {
        throw new Error('broken');
      },
    });
    expect(() => livePlan([{ ...liveResource(clean.resources[0]!), props }])).toThrow('broken');
  });
});
