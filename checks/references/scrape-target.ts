import type { Manifests } from '../manifest';
import { portsText } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { candidatesOf, scrapeJobs, targetsOf, type ScrapeJob } from '../objects/scrape-job';
import { labelsText } from '../objects/selector';
import { check, type Finding } from '../check';

export const scrapeTarget = check({
  id: 'references/scrape-target',
  title: 'every scrape job for pods keeps a container port of a pod template',
  why: 'A job without targets is no error for Prometheus: its metrics are absent, and every signal that is made of them is too.',
  find: withoutTarget,
});

function withoutTarget(manifests: Manifests): readonly Finding[] {
  return scrapeJobs(manifests)
    .filter((job) => job.role === 'pod' && targetsOf(manifests, job).length === 0)
    .map((job) => ({
      subject: job.configMap.object,
      problem: `job ${job.name} keeps ${keepsText(job)} of namespace ${job.namespaces.join(', ') || '(every one)'}, where pods have ${offer(manifests, job)}`,
      fix: 'keep the label and the container port of a pod template, or leave the job out where the environment has no such component (charts/present-components.ts)',
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
