import { namespaces } from '../../config/names';
import { idleConnection, keepAliveVariables } from '../../config/keep-alive';
import type { Manifests } from '../manifest';
import { commandsOf, optionWords } from '../objects/command-line';
import type { Container } from '../objects/container';
import { backendsOf, ingresses, routes, servicesOf } from '../objects/routing';
import { behindByAnyName, findService } from '../objects/service';
import type { Workload } from '../objects/workload';
import { check } from '../check';

export const keepAlive = check({
  id: 'workloads/keep-alive',
  title: 'a web service that the load balancer leads to keeps idle connections for longer than it does',
  why: `Google's load balancer uses a connection again for ${idleConnection.loadBalancer} s. A server that closes it after 5 s, as uvicorn does, loses the request that was just on its way: a 502 now and then, without a line in any log.`,
  find: (manifests) =>
    [...exposed(manifests)].flatMap(({ object, pod }) =>
      pod.containers.flatMap((container) =>
        shortTimes(container).map((problem) => ({
          subject: object,
          problem: `container ${container.name} ${problem}`,
          fix: `state more than ${idleConnection.loadBalancer} s, or nothing: config/keep-alive.ts then states ${idleConnection.server} s`,
        })),
      ),
    ),
});

/** Workloads of users behind a route or an Ingress. The platform's consoles are Go programs, which do not close idle connections by default. */
function exposed(manifests: Manifests): ReadonlySet<Workload> {
  const references = [...routes.of(manifests).flatMap(backendsOf), ...ingresses.of(manifests).flatMap(servicesOf)];
  const services = references.flatMap(({ namespace, name }) => findService(manifests, namespace, name) ?? []);
  return new Set(services.flatMap((service) => behindByAnyName(manifests, service)).filter(({ object }) => object.namespace !== namespaces.observability));
}

/** Stated times of uvicorn and gunicorn that are too short. An option wins over a variable. The image's server may be unknown, so both variables count. */
function shortTimes(container: Container): readonly string[] {
  const words = commandsOf(container).flatMap((command) => command.words);
  const options = times(words);
  const short = options.filter((time) => !(time > idleConnection.loadBalancer));
  if (options.length > 0) return short.map((time) => `is started with ${time} s for idle connections`);
  const value = (wanted: string): string | undefined => container.env.findLast(({ name }) => name === wanted)?.value ?? undefined;
  const { uvicorn, gunicorn } = keepAliveVariables;
  const stated = { [uvicorn]: Number(value(uvicorn) ?? Number.NaN), [gunicorn]: times(optionWords(value(gunicorn) ?? '')).at(-1) ?? Number.NaN };
  return Object.entries(stated)
    .filter(([, time]) => !(time > idleConnection.loadBalancer))
    .map(([name]) => `has ${name} ${value(name) ?? 'not set'}`);
}

/** Seconds in uvicorn's or gunicorn's option. */
function times(words: readonly string[]): readonly number[] {
  return words.flatMap((word, index) => {
    const option = /^--(?:timeout-keep-alive|keep-alive)(?:=(?<value>.*))?$/.exec(word);
    return option === null ? [] : [Number(option.groups?.['value'] ?? words[index + 1])];
  });
}
