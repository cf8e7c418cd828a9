import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { textTable } from '../../command-line/text-table';
import { reviewedCases } from '../review/reviewed-cases';
import { clusterWith } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { casesOf, type Case, type KubernetesBody } from '../review/generated-changes';
import { moreKinds } from '../review/more-kinds';
import { konflateRefuses, konflateSays } from '../review/konflate';
import { Server, type Answer, type Identity } from '../review/server-answer';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** A change that the review calls safe must not be refused, replace or remove pods, grant rights or raise a warning. */
export const scenario: Scenario = {
  name: 'review-labels',
  title: 'what a review says of at least 150 generated changes is what the real API server says of them',
  tags: ['full'],
  timeout: '1200s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const manifests = Manifests.of(shipped('dev'));
    const cluster = await clusterWith(context, manifests, { nodes: { count: 3, cpu: '32', memory: '128Gi' } });
    await cluster.apply(moreKinds, 'lyo-platform');
    const generated = Object.values(manifests.files).flatMap((yaml) => parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesBody));
    const objects = [...generated, ...moreKinds];
    const cases = casesOf(objects);
    const labels = reviewedCases(cases, join(context.folder, 'project'));
    const server = new Server(cluster);
    const tried: Tried[] = [];
    for (const [index, one] of cases.entries()) {
      const answer = await server.answer(one.before, one.after, identitiesOf(one.before, objects));
      tried.push({ ...one, label: labels[index] ?? 'routine', answer, untold: one.untold && !isBad(answer) });
    }
    await writeFile(join(context.folder, 'labels.txt'), tried.map(line).join('\n'));
    const unsafe = tried.filter(({ answer }) => isBad(answer));
    const [untold, safe] = [tried.filter((one) => one.untold), tried.filter((one) => !one.untold && !isBad(one.answer))];
    const kinds = new Set(tried.map(({ before }) => before.kind)).size;
    context.report(`${tried.length} changes of ${kinds} kinds: ${unsafe.length} unsafe, ${safe.length} safe, ${untold.length} that no dry run tells`);
    for (const [what, of] of Object.entries(effects)) context.report(`${what}: ${tried.filter(({ answer }) => of(answer)).length}`);
    for (const row of comparison(tried)) context.report(row);
    const missed = [...unsafe, ...untold].filter(({ label }) => calm.has(label));
    const alarms = safe.filter(({ label }) => !calm.has(label));
    const mistaken = tried.filter(({ answer, label }) => answer.refused !== (label === 'refused'));
    context.report(`unsafe called safe: ${missed.length}; safe called unsafe: ${alarms.length}; refused or not, and told the other way: ${mistaken.length}`);
    if (tried.length < 150) throw new Error(`there must be 150 changes, received ${tried.length}`);
    if (missed.length > 0) throw new Error(`unsafe and called safe:\n${missed.map(line).join('\n')}`);
    if (alarms.length > 0.05 * safe.length) throw new Error(`safe and called unsafe:\n${alarms.map(line).join('\n')}`);
    if (mistaken.length > 0.05 * tried.length) throw new Error(`refused or not, and told the other way:\n${mistaken.map(line).join('\n')}`);
  },
};

const calm: ReadonlySet<string> = new Set(['behaviour', 'routine']);

const effects: Readonly<Record<string, (answer: Answer) => boolean>> = {
  refused: ({ refused }) => refused,
  'pods replaced': ({ replaces }) => replaces,
  'fewer pods': ({ fewer }) => fewer,
  'warned of': ({ warnings }) => warnings.length > 0,
  'rights given or taken': ({ rights }) => rights !== undefined,
};

/** Compares our labels with konflate's published rules, for the same changes and answers. */
function comparison(tried: readonly Tried[]): readonly string[] {
  const told = tried.map((one) => ({ ...one, konflate: konflateSays(one) }));
  const row = (what: string, of: readonly (typeof told)[number][], ...wrong: readonly ((one: (typeof told)[number]) => boolean)[]): readonly string[] => [
    what,
    String(of.length),
    ...wrong.map((is) => String(of.filter(is).length)),
  ];
  const isCalm = ({ label }: Tried): boolean => calm.has(label);
  const isQuiet = ({ konflate }: (typeof told)[number]): boolean => konflate.warns.length === 0;
  const unsafe = told.filter(({ answer }) => isBad(answer));
  const safe = told.filter(({ untold, answer }) => !untold && !isBad(answer));
  return textTable([
    ['changes', 'of them', 'review', 'konflate'],
    row('unsafe, called safe', unsafe, isCalm, isQuiet),
    row(
      '  refused',
      unsafe.filter(({ answer }) => answer.refused),
      isCalm,
      isQuiet,
    ),
    row(
      '  pods replaced or fewer',
      unsafe.filter(({ answer: { replaces, fewer } }) => replaces || fewer),
      isCalm,
      isQuiet,
    ),
    row(
      '  warned of',
      unsafe.filter(({ answer }) => answer.warnings.length > 0),
      isCalm,
      isQuiet,
    ),
    row(
      '  rights given or taken',
      unsafe.filter(({ answer }) => answer.rights !== undefined),
      isCalm,
      isQuiet,
    ),
    row(
      'dangerous for what no dry run tells, called safe',
      told.filter(({ untold }) => untold),
      isCalm,
      isQuiet,
    ),
    row(
      'safe, called unsafe',
      safe,
      (one) => !isCalm(one),
      (one) => !isQuiet(one),
    ),
    row(
      'accepted, called refused',
      told.filter(({ answer }) => !answer.refused),
      ({ label }) => label === 'refused',
      ({ konflate }) => konflateRefuses(konflate),
    ),
    row(
      'pods replaced, called routine',
      told.filter(({ answer }) => answer.replaces),
      ({ label }) => label === 'routine',
      ({ konflate }) => konflate.routine,
    ),
  ]);
}

interface Tried extends Case {
  readonly label: string;
  readonly answer: Answer;
}

function isBad(answer: Answer): boolean {
  return Object.values(effects).some((of) => of(answer));
}

function line({ before: { kind, metadata }, what, label, answer, untold }: Tried): string {
  const told = Object.entries(effects).flatMap(([effect, of]) => (of(answer) ? [effect] : []));
  return `${label.padEnd(10)} ${kind} ${metadata.name}: ${what}: ${told.join(', ') || (untold ? 'no dry run tells' : 'safe')} ${answer.said.slice(0, 160)}`.trim();
}

/** Identities whose rights are compared: those with the role or in the binding, one of another namespace, and any authenticated user. */
function identitiesOf(body: KubernetesBody, objects: readonly KubernetesBody[]): readonly Identity[] {
  if (!/^(Cluster)?Role(Binding)?$/.test(body.kind)) return [];
  const bindings = body.kind.endsWith('Binding') ? [body] : objects.filter(({ roleRef }) => roleRef?.name === body.metadata.name);
  const accounts = bindings
    .flatMap(({ subjects = [] }) => subjects)
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ namespace = '', name }) => `system:serviceaccount:${namespace}:${name}`);
  return [...new Set([...accounts, 'system:serviceaccount:default:default', 'anybody'])].map((user) => ({ user, groups: ['system:authenticated'] }));
}
