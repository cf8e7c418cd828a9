import * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../../config/environment';
import { PlanRecorder } from '../../stacks/plan-recorder';
import { platform } from '../../stacks/platform';
import { environmentWith, pubSubBacklog } from '../environment-with';

/** Longer than it takes to declare all resources without a missing dependency. */
const aWhile = 500;

/** Resources that do not wait for the given ones (by type and name, or by type alone, `Service `): they are declared before those exist. */
async function declaredBefore(environment: Environment, ...late: readonly string[]): Promise<readonly string[]> {
  const recorder = new PlanRecorder();
  const declared: string[] = [];
  let before: readonly string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: async (args) => {
        // component resources have no provider
        if (args.custom !== true) return recorder.newResource(args);
        const key = `${args.type.slice(args.type.lastIndexOf(':') + 1)} ${args.name}`;
        declared.push(key);
        if (late.some((start) => key === start || (start.endsWith(' ') && key.startsWith(start)))) {
          await new Promise((resolve) => setTimeout(resolve, aWhile));
          before = [...declared];
        }
        return recorder.newResource(args);
      },
      call: (args) => recorder.call(args),
    },
    'lyo-platform',
    environment.name,
    false,
  );
  await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation((args) => recorder.declared(args));
    return Promise.resolve({ ...platform(environment) });
  });
  await pulumi.runtime.disconnect();
  expect(before.length).toBeGreaterThan(15);
  return before;
}

const grant = 'IAMMember workload-lyo-observability-stackdriver-adapter';

test('nodes, backups and rights of pods wait for the cluster, which creates the identity pool', async () => {
  const before = await declaredBefore(environmentWith({ 'workloads[0].scaling.signals.external': [pubSubBacklog] }), 'Cluster ');
  expect(before.filter((key) => [grant, 'NodePool general', 'BackupPlan lyo-dev'].includes(key))).toEqual([]);
});

test('the cluster waits for access to the keys and the topic, and for the rights of its nodes', async () => {
  const late = [
    'CryptoKeyIAMMember lyo-dev-secrets-gke',
    'CryptoKeyIAMMember lyo-dev-disks-compute',
    'TopicIAMMember ',
    'IAMMember lyo-dev-nodes',
    'IAMMember lyo-dev-nodes-streaming',
  ];
  for (const one of late) expect(await declaredBefore(environmentWith(), one)).not.toContain('Cluster lyo-dev');
});

test('all resources of the project wait for its services', async () => {
  const before = await declaredBefore(environmentWith(), 'Service ');
  expect(before.filter((key) => !key.startsWith('Service '))).toEqual([]);
});
