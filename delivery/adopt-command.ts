/** The command `npm run adopt` as a function: the project is an argument. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { argumentsOf, recordKey, referenceOf } from './apply/object-key';
import { releaseIn } from './apply/release';
import { liveObjects } from './live-objects';
import { askedCluster, clusterOptions, type AskedCluster } from './cluster-options';
import { manifestObject, type ManifestObject } from '../checks/manifest';
import { handoverOf, type Handover } from './ownership/handover';

const help = `Takes over objects that another tool made, such as kubectl apply, kubectl edit or Helm, so that npm run apply meets no conflict. Where the manifests state no
replica count, the count that an autoscaler or a person has set stays: an apply by force would remove it, and one pod would be left.

  npm run adopt -- --env <name>               prints what would be taken over, and from whom
  npm run adopt -- --env <name> --write       takes it over; no field gets another value
  --object <key>                              only this one, such as Deployment.apps/shop/web; once for each
  --manifests <folder>                        another folder than manifests/, with a folder for the environment
  --kubeconfig <file>, --kubectl <program>    another cluster, another kubectl
  --json                                      as JSON
  --help                                      this text

The next apply deletes what the manifests no longer state: npm run apply -- --env <name> --dry-run shows it first. Ends with 0; with 1 when something could not be
taken over; it stops there.`;

export function adoptCommand(args: readonly string[], root: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...clusterOptions, write: { type: 'boolean', default: false }, object: { type: 'string', multiple: true, default: [] } },
    });
    if (values.help) return succeeded(`${help}\n`);
    const asked = askedCluster(root, values);
    const handovers = handoversIn(asked, values.object);
    if (values.write) for (const [key, { patch }] of handovers) write(asked, key, patch);
    const told = handovers.map(([key, { from, replicas }]) => ({ object: key, from, ...(replicas === undefined ? {} : { replicas }) }));
    if (values.json) return succeeded(`${JSON.stringify({ written: values.write, handovers: told }, undefined, 2)}\n`);
    return succeeded(`${[...told.map(line), summary(told.length, values.write)].join('\n')}\n`);
  });
}

/** Takes over existing objects of which another manager owns fields. */
function handoversIn({ environment, manifests, kubectl }: AskedCluster, keys: readonly string[]): readonly (readonly [string, Handover])[] {
  const { objects } = releaseIn(manifests, environment);
  const wanted = new Map<string, ManifestObject>(objects.map((object) => [recordKey(object), object]));
  const unknown = keys.filter((key) => !wanted.has(key));
  if (unknown.length > 0) throw new Error(unknown.map((key) => `--object must be an object of the manifests of ${environment}, received ${key}`).join('\n'));
  const live = liveObjects(kubectl, objects);
  return live.flatMap((object) => {
    const key = recordKey(manifestObject(object, { file: 'the cluster' }));
    const stated = wanted.get(key);
    const handover = stated === undefined || (keys.length > 0 && !keys.includes(key)) ? undefined : handoverOf(stated, object);
    return handover === undefined ? [] : [[key, handover] as const];
  });
}

function write({ kubectl }: AskedCluster, key: string, patch: readonly object[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-adopt-'));
  const file = join(folder, 'patch.json');
  writeFileSync(file, JSON.stringify(patch));
  const written = kubectl.try(['patch', ...argumentsOf(referenceOf(key)), '--type=json', `--patch-file=${file}`]);
  rmSync(folder, { recursive: true });
  if (!written.ok) throw new Error(`${key} was not taken over, and those before it were: run again\n  ${written.why}`);
}

function line({ object, from, replicas }: { readonly object: string; readonly from: readonly string[]; readonly replicas?: number }): string {
  return `${object} from ${from.join(', ')}${replicas === undefined ? '' : `; its ${replicas} pods stay`}`;
}

function summary(count: number, written: boolean): string {
  if (count === 0) return 'nothing to take over: every field belongs to the manifests, to controllers, or has no owner';
  return written ? `${count} taken over; the next step is npm run apply` : `${count} to be taken over; add --write to do it`;
}
