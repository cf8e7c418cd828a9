/**
 * Routes that are not judged by latency: streams, WebSockets, long polls, uploads. How long one lasts is what its user wants and not how fast the service is, so they
 * leave the latency signal, the latency objective and everything that looks for slow requests; they stay in request rate and errors.
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
 * because it has no method; what a parameter is called does not matter. There is no backslash in it, which each of its readers would have to escape in its own way.
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

/** Whether two notations are one route. */
export function sameRoute(one: string, other: string): boolean {
  return pathPattern(one) === pathPattern(other);
}

/** `/`, `/*` and a parameter that takes the whole path hold every request there is. */
export function holdsEverything(written: string): boolean {
  return /^\/(?:\*|\{[^/}]*:path\}.*)?$/.test(written);
}

/** Whether a request to the path, which has no parameters, would be among them. */
export function holds(written: string, path: string): boolean {
  return new RegExp(`^${pathPattern(written)}$`).test(path);
}
