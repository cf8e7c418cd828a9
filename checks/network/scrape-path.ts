import { ports } from '../../config/names';
import type { Manifests } from '../manifest';
import { scrapeJobs, targetsOf, type ScrapeJob } from '../objects/scrape-job';
import { check, type Finding } from '../check';
import { blockedEnd, blockedPath } from './blocked';

export const scrapePath = check({
  id: 'network/scrape-path',
  title: 'network policies let Prometheus reach every target, on both ends',
  why: 'A denied scrape looks like a dead target: its metrics are absent while the pod is well.',
  find: (manifests) => scrapeJobs(manifests).flatMap((job) => (job.role === 'node' ? blockedNodes(manifests, job) : blockedPods(manifests, job))),
});

function blockedPods(manifests: Manifests, job: ScrapeJob): readonly Finding[] {
  return targetsOf(manifests, job).flatMap(({ workload, port }) =>
    blockedPath(manifests, { purpose: `job ${job.name}`, from: job.scraper, to: workload, port }),
  );
}

/** Blocked scrapes of nodes, which are scraped at their kubelet. Policies apply only to pods, so only Prometheus' end has some. */
function blockedNodes(manifests: Manifests, { name, scraper }: ScrapeJob): readonly Finding[] {
  return blockedEnd(manifests, { purpose: `job ${name}`, workload: scraper, direction: 'Egress', peer: 'addresses', port: { number: ports.kubelet } });
}
