/** The command `npm run drift` as a function: the project and the time are arguments. */
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { namespaces } from '../config/names';
import { servingCertificate } from '../config/serving-certificate';
import { readRecord } from './apply/record';
import { releaseAt, releaseIn, type Release } from './apply/release';
import { liveObjects } from './live-objects';
import { askedCluster, clusterOptions, type AskedCluster } from './cluster-options';
import { dueCertificates } from './drift/certificates';
import { driftOf, driftText, withoutEnded } from './drift/drift';
import { ServerDefaults } from './ownership/server-defaults';

const help = `Reports how the cluster differs from what was applied, who changed it and when. Needs the right to read, and none to write.

  npm run drift -- --env <name>               of the cluster of the current kubeconfig
  --manifests <folder>                        another folder than manifests/, with a folder for the environment
  --kubeconfig <file>, --kubectl <program>    another cluster, another kubectl
  --json                                      as JSON
  --help                                      this text

Fields of autoscalers, controllers and programs of this project are no drift. The report also names serving certificates that are due: an apply renews them.

Ends with 0 when nothing differs, 3 when something differs or is due, 1 when the comparison failed.`;

/** @param now for certificates */
export function driftCommand(args: readonly string[], root: string, now: () => Date): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({ args: [...args], options: clusterOptions });
    if (values.help) return succeeded(`${help}\n`);
    const asked = askedCluster(root, values);
    const { release, of, ran } = appliedIn(asked);
    const wanted = withoutEnded(release.objects, ran);
    const live = liveObjects(asked.kubectl, wanted);
    const defaults = new ServerDefaults(asked.kubectl);
    const drift = driftOf(wanted, live, (kind) => defaults.of(kind));
    const due = dueCertificates(asked.kubectl, { namespace: namespaces.observability, renewal: servingCertificate.renewal, now: now() });
    const status = drift.length + due.length === 0 ? 0 : 3;
    if (values.json) return { status, stdout: `${JSON.stringify({ environment: asked.environment, of, drift, due }, undefined, 2)}\n`, stderr: '' };
    const told =
      drift.length === 0
        ? [`nothing differs from ${of}: ${release.objects.length} objects`]
        : [`${drift.length} differences from ${of}`, ...drift.map(driftText)];
    return { status, stdout: `${[...told, ...due].join('\n')}\n`, stderr: '' };
  });
}

/** The release of the cluster's record, if the record can be read and its commit is in this repository; otherwise the files here. */
function appliedIn({ environment, manifests, kubectl }: AskedCluster): { readonly release: Release; readonly of: string; readonly ran: readonly string[] } {
  const { record } = readRecord(kubectl);
  if (record !== undefined && record.environment !== environment)
    throw new Error(`this cluster must be the one of ${environment}, and its record is of ${record.environment}`);
  const { applied, ran = [] } = record ?? {};
  const release = applied?.commit === undefined ? undefined : atCommit(manifests, applied.commit, environment);
  if (release !== undefined && applied !== undefined)
    return { release, ran, of: `${applied.digest}, of commit ${String(applied.commit)}, applied by ${applied.who} at ${applied.at}` };
  const here = releaseIn(manifests, environment);
  return { release: here, ran, of: `the files here, ${here.digest}${applied === undefined ? '' : `; the record names ${applied.digest}`}` };
}

function atCommit(manifests: string, commit: string, environment: string): Release | undefined {
  try {
    return releaseAt(manifests, commit, environment);
  } catch {
    // a shallow clone, or another repository
    return undefined;
  }
}
