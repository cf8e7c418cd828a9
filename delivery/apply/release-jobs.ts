/**
 * The first step of a release: its Jobs run to their end before anything else changes, and a Job that fails leaves the running version untouched. A Job that has
 * succeeded here never runs again, even if its object is gone: a rollback or a revert runs no migration.
 */
import { z } from 'zod';
import type { ManifestObject } from '../../checks/manifest';
import type { Waiting } from '../rollout/wait';
import { argumentsOf, recordKey, referenceOf } from './object-key';
import type { Cluster } from './place';
import { inOrderOfNeed, send } from './send';

/** Seconds between two reads, and seconds after its deadline until a Job that does not end counts as failed. */
const [look, margin] = [3, 60];
/** Lines of each pod's log that are shown. */
const shown = 50;

const job = z.object({
  spec: z.object({
    activeDeadlineSeconds: z.number().optional(),
    template: z.object({ spec: z.object({ terminationGracePeriodSeconds: z.number().optional() }) }),
  }),
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() })).default([]),
    })
    .default({ conditions: [] }),
});
type Job = z.infer<typeof job>;

export function isReleaseJob({ group, kind }: Pick<ManifestObject, 'group' | 'kind'>): boolean {
  return group === 'batch' && kind === 'Job';
}

export interface RanJobs {
  /** Keys of the Jobs that succeeded. */
  readonly ended: readonly string[];
  /** Why each of the others failed, with its log. */
  readonly failed: readonly string[];
}

/** @param ran keys of Jobs that have succeeded before */
export function runReleaseJobs(cluster: Cluster, objects: readonly ManifestObject[], ran: readonly string[], waiting: Waiting): RanJobs {
  const jobs = objects.filter((object) => isReleaseJob(object) && !ran.includes(recordKey(object)));
  if (jobs.length === 0) return { ended: [], failed: [] };
  const keys = jobs.map(recordKey);
  for (const key of keys) removeFailed(cluster, key, waiting);
  send(cluster, inOrderOfNeed(neededBy(jobs, objects)));
  send(cluster, jobs);
  for (const key of keys) waiting.say(`${key}: running; everything else waits for it`);
  const faults = keys.map((key) => faultOf(cluster, key, waiting));
  return { ended: keys.filter((_, index) => faults[index] === undefined), failed: faults.filter((fault) => fault !== undefined) };
}

/** The objects of its own file, and the quotas that count its pods: nothing that others run changes yet. */
function neededBy(jobs: readonly ManifestObject[], objects: readonly ManifestObject[]): readonly ManifestObject[] {
  const files = new Set(jobs.map(({ origin }) => origin.file));
  const namespaces = new Set(jobs.map(({ namespace }) => namespace));
  const isQuota = ({ kind, namespace }: ManifestObject): boolean => kind === 'ResourceQuota' && namespaces.has(namespace);
  return objects.filter((object) => isQuota(object) || (files.has(object.origin.file) && needs.has(object.kind)));
}

const needs: ReadonlySet<string> = new Set(['ServiceAccount', 'NetworkPolicy', 'ConfigMap']);

/** A Job is immutable, and a failed one never runs again: the next apply creates a new one. */
function removeFailed(cluster: Cluster, key: string, { say }: Waiting): void {
  const found = cluster.try(['get', ...argumentsOf(referenceOf(key)), '--output=json', '--ignore-not-found']);
  if (!found.ok || found.output === '' || conditionOf(job.parse(JSON.parse(found.output)), 'Failed') === undefined) return;
  cluster.run(['delete', ...argumentsOf(referenceOf(key)), '--cascade=foreground', '--wait=true', '--timeout=120s']);
  say(`${key}: had failed, and runs again`);
}

/**
 * Waits until it has ended.
 * @returns why it failed; undefined when it succeeded
 */
function faultOf(cluster: Pick<Cluster, 'try'>, key: string, { now, sleep, say }: Waiting): string | undefined {
  const began = now();
  for (;;) {
    const found = cluster.try(['get', ...argumentsOf(referenceOf(key)), '--output=json']);
    if (!found.ok) return `${key}: ${found.why}`;
    const state = job.parse(JSON.parse(found.output));
    if (conditionOf(state, 'Complete') !== undefined) {
      say(`${key}: succeeded after ${Math.round(now() - began)} s`);
      return undefined;
    }
    const failure = conditionOf(state, 'Failed');
    if (failure !== undefined) return `${key}: failed, ${[failure.reason, failure.message].filter(Boolean).join(': ')}\n${logOf(cluster, key)}`;
    if (now() - began > patienceFor(state)) return `${key}: has not ended ${margin} s after its deadline\n${logOf(cluster, key)}`;
    sleep(look);
  }
}

function patienceFor({ spec: { activeDeadlineSeconds = 0, template } }: Job): number {
  return activeDeadlineSeconds + (template.spec.terminationGracePeriodSeconds ?? 30) + margin;
}

function conditionOf({ status }: Job, type: string): Job['status']['conditions'][number] | undefined {
  return status.conditions.find((one) => one.type === type && one.status === 'True');
}

/** The last log lines of its pods, which show why it failed. */
function logOf(cluster: Pick<Cluster, 'try'>, key: string): string {
  const { namespace = '', name } = referenceOf(key);
  const said = cluster.try(['logs', `--selector=batch.kubernetes.io/job-name=${name}`, `--namespace=${namespace}`, `--tail=${shown}`, '--prefix']);
  if (!said.ok) return `  its log cannot be read: ${said.why}`;
  const lines = said.output.trimEnd();
  return lines === ''
    ? '  its log is empty'
    : lines
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n');
}
