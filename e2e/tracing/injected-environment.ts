/** What the manifest gives to a traced container, as a process on this machine gets it. */
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { SynthesizedFile } from '../../charts/synthesis';
import { instrumentationFolder } from '../python';

const deployment = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        initContainers: z.array(z.looseObject({ command: z.array(z.string()) })).min(1),
        containers: z.array(z.looseObject({ name: z.string(), env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })) })),
      }),
    }),
  }),
});

export interface InjectedEnvironmentOptions {
  /** Name of the Deployment. */
  readonly workload: string;
  /** Name of the pod that the process plays. */
  readonly pod: string;
  /** Where collectors take OTLP over HTTP on this machine. */
  readonly endpoint: string;
}

/**
 * The variables of the Deployment's container, read from the synthesized manifests. Three things differ on a machine without a kubelet: `$(POD_NAME)` is
 * filled in here, the shared folder is where the packages are, and the collector has another address.
 */
export async function injectedEnvironment(
  files: readonly SynthesizedFile[],
  { workload, pod, endpoint }: InjectedEnvironmentOptions,
): Promise<Readonly<Record<string, string>>> {
  const { initContainers, containers } = findDeployment(files, workload).spec.template.spec;
  const folder = initContainers[0]?.command.at(-1) ?? '';
  const packages = await instrumentationFolder();
  const env = containers.find(({ name }) => name === workload)?.env ?? [];
  return Object.fromEntries([
    ...env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value.replaceAll('$(POD_NAME)', pod).replaceAll(folder, packages)] as const])),
    ['POD_NAME', pod],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', endpoint],
  ]);
}

function findDeployment(files: readonly SynthesizedFile[], workload: string): z.infer<typeof deployment> {
  for (const { yaml } of files) {
    for (const document of parseAllDocuments(yaml)) {
      const parsed = deployment.safeParse(document.toJS());
      if (parsed.success && parsed.data.metadata.name === workload) return parsed.data;
    }
  }
  throw new Error(`no Deployment "${workload}" with an init container is in the manifests`);
}
