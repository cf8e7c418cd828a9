import fc from 'fast-check';
import { holds, holdsEverything, sameRoute, unjudgedRoutes, unjudgedSpanNames } from '../../config/unjudged-routes';

/** Anchored at both ends, as Prometheus and the gateway do. */
function isUnjudged(routes: readonly string[], span: string): boolean {
  return new RegExp(`^(?:${unjudgedSpanNames(routes) ?? '(?!)'})$`).test(span);
}

test.each([
  ['/events', 'GET /events'],
  // names of a WebSocket span, by the FastAPI instrumentation and by others
  ['/rooms/{room}', 'HTTP /rooms/{room}'],
  ['/rooms/{room}', '/rooms/{room}'],
  ['/rooms/{room}/events', 'GET /rooms/{room_id}/events'],
  ['/files/{path:path}', 'PUT /files/{name:path}'],
  ['/uploads/*', 'POST /uploads/a/b'],
  ['/v1/a.b+c', 'POST /v1/a.b+c'],
])('%s matches spans named %s', (route, span) => expect(isUnjudged([route], span)).toBe(true));

test.each([
  ['/events', 'GET /events/{id}'],
  ['/events', 'GET /v1/events'],
  ['/events', 'GET /eventsource'],
  ['/rooms/{room}', 'GET /rooms/open'],
  ['/rooms/{room}', 'GET /rooms/{room}/events'],
  ['/uploads/*', 'POST /uploads'],
  ['/v1/a.b+c', 'POST /v1/a-bbc'],
  ['/events', 'DELETE items /events'],
])('%s does not match spans named %s', (route, span) => expect(isUnjudged([route], span)).toBe(false));

test('any route matches its own name with any method, and no other route', () => {
  const segment = fc.stringMatching(/^[a-z0-9.+()[\]|$~-]{1,8}$|^\{[a-z]{1,5}\}$/);
  const route = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
  fc.assert(
    fc.property(route, route, fc.constantFrom('GET', 'HTTP', 'POST'), (one, other, method) => {
      expect(unjudgedRoutes.safeParse([one]).success).toBe(true);
      expect(isUnjudged([one], `${method} ${one}`)).toBe(true);
      expect(isUnjudged([one], `${method} ${other}`)).toBe(sameRoute(one, other));
      expect(isUnjudged([one, other], `${method} ${other}`)).toBe(true);
    }),
  );
});

test('the pattern has no backslash, which PromQL and OTTL would each have to escape', () => {
  expect(unjudgedSpanNames(['/a.b/{c}/d+e', '/f/*'])).toBe('([A-Z]+ )?(/a[.]b/[{][^/]*[}]/d[+]e|/f/.*)');
  expect(unjudgedSpanNames([])).toBeUndefined();
});

test('routes that match every request are recognized, and so are routes that match a given path', () => {
  expect(['/', '/*', '/{p:path}', '/{p:path}/x'].map(holdsEverything)).toEqual([true, true, true, true]);
  expect(['/a', '/{code}', '/a/*', '/a/{p:path}'].map(holdsEverything)).toEqual([false, false, false, false]);
  expect([holds('/health/*', '/health/ready'), holds('/healthy', '/health')]).toEqual([true, false]);
});
