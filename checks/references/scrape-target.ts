import { scrapedLater } from '../../config/names';
import { nameOf, type Manifests } from '../manifest';
import { portsText } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { candidatesOf, labelName, scrapeJobs, targetsOf, type ScrapeJob } from '../objects/scrape-job';
import { passes } from '../objects/series-selector';
import { labelsText } from '../objects/selector';
import { check, type Finding } from '../check';

const nameLabel = 'app.kubernetes.io/name';

export const scrapeTarget = check({
  id: 'references/scrape-target',
  title: 'every scrape job for pods keeps a container port of a pod template, unless its component comes later',
  why: 'A job without targets is no error for Prometheus: its metrics are absent, and every signal that is made of them is too.',
  find: (manifests) => [...unique(scrapeJobs(manifests).flatMap((job) => staleExceptions(manifests, job))), ...withoutTarget(manifests)],
});

function withoutTarget(manifests: Manifests): readonly Finding[] {
  return scrapeJobs(manifests)
    .filter((job) => job.role === 'pod' && !comesLater(job) && targetsOf(manifests, job).length === 0)
    .map((job) => ({
      subject: job.configMap.object,
      problem: `job ${job.name} keeps ${keepsText(job)} of namespace ${job.namespaces.join(', ') || '(every one)'}, where pods have ${offer(manifests, job)}`,
      fix: 'keep the label and the container port of a pod template, or list a component that comes later in config/names.ts scrapedLater',
    }));
}

/** Whether the job asks by name for a component that is not there yet. */
function comesLater({ relabelRules }: ScrapeJob): boolean {
  return relabelRules.some(
    ({ action, source_labels, regex }) =>
      action === 'keep' &&
      source_labels.join() === labelName(nameLabel) &&
      scrapedLater.some((component) => passes({ label: nameLabel, operator: '=~', value: regex }, component)),
  );
}

function staleExceptions(manifests: Manifests, job: ScrapeJob): readonly Finding[] {
  return candidatesOf(manifests, job)
    .filter(({ labels }) => scrapedLater.includes(labels[nameLabel] ?? ''))
    .map(({ object, labels }) => ({
      subject: object,
      problem: `config/names.ts scrapedLater lists ${labels[nameLabel] ?? ''} as not there yet, and ${nameOf(object)} is there`,
      fix: 'take it from the list, so that a job that does not find it is noticed',
    }));
}

/** `label_app_kubernetes_io_name=prometheus, container_port_number=9090`. */
function keepsText({ relabelRules }: ScrapeJob): string {
  const keeps = relabelRules.filter(({ action }) => action === 'keep');
  return keeps.map(({ source_labels, regex }) => `${source_labels.join(' ').replaceAll('__meta_kubernetes_pod_', '')}=${regex}`).join(', ') || 'every port';
}

function offer(manifests: Manifests, job: ScrapeJob): string {
  const all = candidatesOf(manifests, job).map(({ labels, pod }) => `${labelsText(labels) || 'no label'} with ${portsText(runningContainers(pod))}`);
  return [...new Set(all)].join('; ') || 'no template';
}

/** Several jobs look at the same pods. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.problem, finding])).values()];
}
