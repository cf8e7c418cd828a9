/** Rules of the ports of a pod: all of its containers share one address, and Services and policies refer to a port by its name. */
import { proxiesOf } from '../database-bindings';
import type { Database } from '../database';
import { mainPort } from '../further-ports';
import { portNameOf, portOf } from '../sidecars';
import type { Workload } from '../workload';
import { ofEachWorkload, when, type Rule } from './draft';
import type { Problem } from './problem';

/** A port that the configuration states, or that an injected container uses. */
interface Taken {
  /** Path of its field, relative to the workload. @default - the port is not written in the configuration */
  readonly path?: string;
  readonly port: number;
  /** What uses the port, for messages. */
  readonly whose: string;
}

function ownPorts(workload: Workload): readonly Taken[] {
  if (workload.kind === 'scheduled' || workload.kind === 'release') return [];
  const main = workload.kind === 'web' ? [{ path: 'port', port: workload.port, whose: 'port' }] : [];
  return [...main, ...Object.entries(workload.ports ?? {}).map(([name, port]) => ({ path: `ports.${name}`, port, whose: `ports.${name}` }))];
}

/** Port of a worker's liveness probe. It may be one of the worker's other ports. */
function livePort(workload: Workload): readonly Taken[] {
  return workload.kind === 'worker' && workload.live.kind === 'port' ? [{ path: 'live.port', port: workload.live.port, whose: 'live.port' }] : [];
}

function besides(workload: Workload, databases: Readonly<Record<string, Database>>): readonly Taken[] {
  const proxies = proxiesOf(databases, workload).flatMap(({ name, ports }) =>
    ports.map((port) => ({ port, whose: `the sidecar ${name}, which \`uses\` brings` })),
  );
  const sidecars = (workload.sidecars ?? []).flatMap((one, index) => {
    const port = portOf(one);
    return port === undefined ? [] : [{ path: `sidecars[${index}].started.port`, port, whose: `sidecars[${index}]` }];
  });
  return [...proxies, ...sidecars];
}

/** Of two containers with the same port the second cannot start. The problem is reported at the later one. */
const numbers: Rule = ({ workloads, databases = {} }) =>
  workloads.flatMap(({ index, workload }) => {
    const [own, others] = [ownPorts(workload), besides(workload, databases)];
    // ports without a path come first, so that the problem is reported at a field that somebody wrote
    const all = [...others.filter(({ path }) => path === undefined), ...own, ...others.filter(({ path }) => path !== undefined)];
    return [...clashes(all), ...livePort(workload).flatMap((live) => clashes([...others, live]).filter(({ path }) => path === live.path))].map((problem) => ({
      ...problem,
      path: `workloads[${index}].${problem.path}`,
    }));
  });

function clashes(all: readonly Taken[]): readonly Problem[] {
  return all.flatMap(({ path, port }, index) => {
    const first = all.slice(0, index).find((other) => other.port === port);
    return first === undefined || path === undefined
      ? []
      : [{ path, rule: `must be a port of its own in the pod, whose containers share one address: ${first.whose} has it`, received: port }];
  });
}

/** Port of the Service at which a web service answers requests, whatever its own is. */
const servicePort = 80;

const reserved = ofEachWorkload((workload) => {
  if (workload.kind === 'scheduled' || workload.kind === 'release') return [];
  return Object.entries(workload.ports ?? {}).flatMap(([name, port]) => [
    ...when(name === mainPort, {
      path: `ports.${name}`,
      rule: `must have another name: ${mainPort} is the port at which a web service answers requests`,
      received: port,
    }),
    ...when(workload.kind === 'web' && port === servicePort, {
      path: `ports.${name}`,
      rule: `must not be ${servicePort}: there the Service answers for the main port`,
      received: port,
    }),
  ]);
});

/** Names of ports must differ: policies and Services could not distinguish them. */
const names: Rule = ({ workloads, databases = {} }) =>
  workloads.flatMap(({ index, workload }) => {
    if (workload.kind === 'scheduled' || workload.kind === 'release') return [];
    const beside = [...(workload.sidecars ?? []), ...proxiesOf(databases, workload)].map(({ name }) => ({ name, port: portNameOf(name) }));
    const main = beside.flatMap(({ name, port }, at) =>
      when(port === mainPort && workload.kind === 'web', {
        path: `workloads[${index}].sidecars[${at}].name`,
        rule: `must not be ${mainPort}: its port would have the name of the main port`,
        received: name,
      }),
    );
    const further = Object.entries(workload.ports ?? {}).flatMap(([name, port]) =>
      when(name !== mainPort && beside.some((other) => other.port === name), {
        path: `workloads[${index}].ports.${name}`,
        rule: `must have another name: the port of the sidecar ${beside.find((other) => other.port === name)?.name ?? ''} has it`,
        received: port,
      }),
    );
    return [...main, ...further];
  });

/** In the order in which problems are shown. */
export const portRules: readonly Rule[] = [numbers, reserved, names];
