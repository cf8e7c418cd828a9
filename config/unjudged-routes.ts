/**
 * Routes that are not judged by latency: streams, WebSockets, long polls, uploads. Their duration depends on the user and not on the speed of the service, so the
 * latency signal, the latency objective and everything else that looks for slow requests leave them out. They still count in request rate and errors.
 */
import { z } from 'zod';

const route = z
  .string()
  .regex(
    /^\/[^\s?#*^\\"]*(?:(?<=\/)\*)?$/,
    'must begin with "/" and be a route as the application declares it, such as "/rooms/{room}/events", or all below one: "/events/*"',
  );

export const unjudgedRoutes = z.array(route);

/**
 * A regular expression over names of server spans, for Prometheus (which anchors it) and OTTL. Names are `GET /rooms/{room}/events`; of a WebSocket `HTTP /rooms/{room}`,
 * because it has no method; what a parameter is called does not matter. It has no backslash, which each reader would have to escape in its own way.
 * `/rooms/{room}` and `/events/*`: `([A-Z]+ )?(/rooms/[{][^/]*[}]|/events/.*)`.
 * @returns `undefined` where every route is judged
 */
export function unjudgedSpanNames(routes: readonly string[]): string | undefined {
  return routes.length === 0 ? undefined : `([A-Z]+ )?(${[...new Set(routes.map(pathPattern))].join('|')})`;
}

/** `/rooms/{room}.json` → `/rooms/[{][^/]*[}][.]json` */
function pathPattern(written: string): string {
  return written
    .replaceAll(/[.+()[|$]/g, '[$&]')
    .replaceAll(/\{[^/}]*\}/g, '[{][^/]*[}]')
    .replace(/\*$/, '.*');
}

/** Whether two notations mean the same route. */
export function sameRoute(one: string, other: string): boolean {
  return pathPattern(one) === pathPattern(other);
}

/** Whether a route matches every request: `/`, `/*`, or a parameter for the whole path. */
export function holdsEverything(written: string): boolean {
  return /^\/(?:\*|\{[^/}]*:path\}.*)?$/.test(written);
}

/** Whether a route matches a path without parameters. */
export function holds(written: string, path: string): boolean {
  return new RegExp(`^${pathPattern(written)}$`).test(path);
}
