/** One page on one workload, for people who do not read TypeScript. */
import { basename } from 'node:path';
import type { Manifests } from '../../checks/manifest';
import { resourceText } from '../../config/access';
import { variablesOf } from '../../config/database-bindings';
import { connectionBudget } from '../../config/budgets/connection-budget';
import { scratchOf } from '../../config/container';
import type { Environment } from '../../config/environment';
import { metricsPort } from '../../config/further-ports';
import { healthRoutesOf } from '../../config/health-routes';
import { longestRequest } from '../../config/longest-request';
import { mostPods } from '../../config/most-pods';
import { shownSignals } from '../../config/signals';
import { isScaled, type Workload } from '../../config/workload';
import { costShare } from './cost-share';
import { callersOf, reachedBy } from './passages';
import { secretLines } from './secret-lines';

/** A section: its name, and its distinct lines. */
type Section = readonly [title: string, lines: readonly string[]];

export function explanation(environment: Environment, manifests: Manifests, workload: Workload): string {
  const sections: readonly Section[] = [
    ['runs', runs(workload)],
    ['scale', scale(environment, workload)],
    ['limits', limits(environment, workload)],
    ['may be reached by', callersOf(manifests, workload)],
    ['may reach', reachedBy(manifests, workload)],
    ['at Google', (workload.access ?? []).map(({ role, resource, reason }) => `${role} at ${resourceText(resource)}${reason ? `, because ${reason}` : ''}`)],
    ['secrets', secretLines(environment, workload)],
    ['databases', databases(environment, workload)],
    ['objects', objectsOf(manifests, environment, workload)],
    ['cost', costShare(environment, workload)],
  ];
  const heading = `${environment.name}  ${workload.namespace}/${workload.name}: ${kinds[workload.kind]}`;
  return [heading, ...sections.flatMap(([title, lines]) => shown(title, lines.length === 0 ? ['nothing'] : lines))].join('\n');
}

/** Width of the titles with the space after them. */
const widest = 'may be reached by'.length + 2;

const kinds: Readonly<Record<Workload['kind'], string>> = {
  web: 'a web service, which answers requests',
  worker: 'a worker, which takes no requests',
  scheduled: 'a task that runs on a schedule',
  release: 'a task that runs once for each release, before its pods',
};

function shown(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `  ${(index === 0 ? title : '').padEnd(widest)}${line}`);
}

function runs(workload: Workload): readonly string[] {
  const { image, command, args, user = 65_534, instrumentation, sidecars = [] } = workload;
  return [
    image,
    ...(command === undefined ? [] : [`in place of the image's entry point: ${command.join(' ')}`]),
    ...(args === undefined ? [] : [`with ${args.join(' ')}`]),
    `as user ${user}, without rights on the node; ${instrumentation === 'none' ? 'not traced' : 'traced without a change of the image'}`,
    ...sidecars.map((beside) => `beside it, started before and stopped after: ${beside.name} (${beside.image})`),
    ...(workload.kind === 'web'
      ? [`probed on port ${workload.port}: ${healthRoutesOf(workload).live} for liveness, ${healthRoutesOf(workload).probe} for readiness`]
      : []),
    ...(isScaled(workload) ? Object.entries(workload.ports ?? {}).map((port) => furtherPort(workload, port)) : []),
  ];
}

function furtherPort({ name, namespace }: Workload, [portName, port]: [string, number]): string {
  return portName === metricsPort
    ? `answers at port ${port} (${portName}) to Prometheus alone`
    : `answers at port ${port} (${portName}) to those that state it in calls: ${name}.${namespace}:${port}`;
}

function scale({ telemetry }: Environment, workload: Workload): readonly string[] {
  if (!isScaled(workload)) {
    const deadline = `at most ${workload.deadline} for ${workload.attempts ?? 1} attempts`;
    return [workload.kind === 'release' ? `once for each change of it, ${deadline}` : `"${workload.schedule}" ${workload.timeZone}, ${deadline}`];
  }
  const { minReplicas, maxReplicas, signals, failsafe } = workload.scaling;
  const own = telemetry.applicationMetrics.flatMap(({ workload: of, name, unit, scaling }) =>
    of === workload.name && scaling !== undefined ? [`${name} ${scaling.perPod} ${unit} → ${scaling.cap}`] : [],
  );
  return [
    `${minReplicas} to ${maxReplicas} pods, at most ${mostPods(workload)} while a release replaces them`,
    ...[...shownSignals(signals), ...own].map((signal) => `for ${signal}`),
    failsafe.kind === 'none' ? 'without metrics of Prometheus the count stays' : `without metrics of Prometheus: CPU ${failsafe.utilization} %`,
  ];
}

function limits({ sizing }: Environment, workload: Workload): readonly string[] {
  const size = sizing[workload.name];
  const folders = Object.entries(scratchOf(workload)).map(([path, most]) => `${path} ${most}`);
  return [
    ...(size === undefined
      ? []
      : [
          `CPU ${size.cpu.request} requested, ${size.cpu.limit} at most; memory ${size.memory.request} requested, ${size.memory.limit} at most, above which the container is killed`,
        ]),
    `writes to ${folders.join(', ')} and nowhere else`,
    `${workload.shutdown.grace} to end`,
    ...(workload.kind === 'web'
      ? [
          `a request may take ${longestRequest(workload)} s, a stream, a WebSocket or an upload too: then the load balancer ends it (shutdown.grace less shutdown.drain)`,
        ]
      : []),
  ];
}

function databases({ databases: known = {}, workloads }: Environment, { name, uses = {} }: Workload): readonly string[] {
  return Object.keys(uses).flatMap((database) => {
    const stated = known[database];
    if (stated === undefined) return [];
    const { shares, needed, most } = connectionBudget(database, stated, workloads);
    const variables = variablesOf(database, stated);
    return [
      ...shares
        .filter((share) => share.workload === name)
        .map(
          ({ pods, ofPod, connections }) =>
            `${database}: ${pods} pods × ${ofPod} = ${connections} connections, of ${needed} that all may hold and ${most} that it takes`,
        ),
      ...(variables.length === 0 ? [] : [`${database}: found by the variables ${variables.join(', ')}`]),
    ];
  });
}

/** Objects whose name is that of the workload, alone or with a hash or suffix; those of another workload with the same prefix are not among them. */
function objectsOf({ objects }: Manifests, { workloads }: Environment, { name, namespace }: Workload): readonly string[] {
  const longer = workloads.map((other) => other.name).filter((other) => other.startsWith(`${name}-`));
  const belongs = (object: string): boolean =>
    (object === name || object.startsWith(`${name}-`)) && !longer.some((other) => object === other || object.startsWith(`${other}-`));
  return objects
    .filter((object) => object.namespace === namespace && belongs(object.name))
    .map((object) => `${object.kind} ${object.name}  (${basename(object.origin.file)})`);
}
