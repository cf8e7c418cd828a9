/** The environment of a traced container from its manifest, for a process on this machine. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { SynthesizedFile } from '../../charts/synthesis';
import { cacheFolder } from '../toolchain/cache-folder';
import { instrumentationFolder } from '../toolchain/python';

const deployment = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        initContainers: z.array(z.looseObject({ command: z.array(z.string()) })).min(1),
        containers: z.array(
          z.looseObject({
            name: z.string(),
            env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
          }),
        ),
        volumes: z.array(z.looseObject({ name: z.string(), configMap: z.looseObject({ name: z.string() }).optional() })),
      }),
    }),
  }),
});

const configMap = z.looseObject({ kind: z.literal('ConfigMap'), metadata: z.looseObject({ name: z.string() }), data: z.record(z.string(), z.string()) });

export interface InjectedEnvironmentOptions {
  /** Name of the Deployment. */
  readonly workload: string;
  /** Name of the pod that the process represents. */
  readonly pod: string;
  /** URL of a collector's OTLP receiver over HTTP on this machine. */
  readonly endpoint: string;
}

/** `backend-6d4cf56db6-x7k2p` → `6d4cf56db6` */
export function templateHashOf(pod: string): string {
  return pod.split('-').at(-2) ?? '';
}

/**
 * The variables of the Deployment's container, read from the synthesized manifests. Four things differ on a machine without a kubelet: `$(POD_NAME)` is
 * replaced, the shared folder is the folder of the packages, the program's folder has the files of the ConfigMap, and the collector has another address.
 */
export async function injectedEnvironment(
  files: readonly SynthesizedFile[],
  { workload, pod, endpoint }: InjectedEnvironmentOptions,
): Promise<Readonly<Record<string, string>>> {
  const { initContainers, containers, volumes } = find(files, deployment, workload).spec.template.spec;
  const container = containers.find(({ name }) => name === workload);
  const folder = initContainers[0]?.command.at(-1) ?? '';
  const program = container?.volumeMounts.find(({ name }) => name === 'instrumentation')?.mountPath ?? '';
  const [packages, written] = [
    await instrumentationFolder(),
    await writtenProgram(files, volumes.find(({ name }) => name === 'instrumentation')?.configMap?.name),
  ];
  const placed = (value: string): string =>
    value.replaceAll('$(POD_NAME)', pod).replaceAll('$(POD_TEMPLATE_HASH)', templateHashOf(pod)).replaceAll(folder, packages).replaceAll(program, written);
  return Object.fromEntries([
    ...(container?.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, placed(value)] as const])),
    ['POD_NAME', pod],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', endpoint],
  ]);
}

/** Writes a folder with the ConfigMap's files, as the kubelet would mount it; its name identifies its content. */
async function writtenProgram(files: readonly SynthesizedFile[], name: string | undefined): Promise<string> {
  const { data } = find(files, configMap, name ?? '');
  const folder = join(cacheFolder(), 'python', name ?? '');
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(data).map(([file, text]) => writeFile(join(folder, file), text)));
  return folder;
}

/** @throws Error when no document of the kind has the name */
function find<Schema extends z.ZodType<{ metadata: { name: string } }>>(files: readonly SynthesizedFile[], schema: Schema, name: string): z.infer<Schema> {
  for (const { yaml } of files) {
    for (const document of parseAllDocuments(yaml)) {
      const parsed = schema.safeParse(document.toJS());
      if (parsed.success && parsed.data.metadata.name === name) return parsed.data;
    }
  }
  throw new Error(`the manifests have no object "${name}" as instrumentation needs it`);
}
