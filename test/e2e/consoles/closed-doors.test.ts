import type { IncomingMessage } from 'node:http';
import { mustBeClosed } from '../../../e2e/consoles/closed-doors';
import { served } from './served';

const page = 'https://login.lyo.example/authorize';

/** Answers of a correct proxy to requests without a session. */
function refusal({ url, headers }: IncomingMessage): { readonly status: number; readonly location?: string; readonly body: string } {
  if (url === '/ping' || url === '/ready') return { status: 200, body: 'OK' };
  if (headers.accept === 'application/json') return { status: 401, body: '{}' };
  return { status: 302, location: `${page}?state=1`, body: 'Found' };
}

/** Queries a proxy that is correct except for the answers of `flaw`. */
async function ask(flaw: (question: IncomingMessage) => Partial<ReturnType<typeof refusal>> | undefined): Promise<void> {
  await served(
    (question, answer) => {
      const { status, location, body } = { ...refusal(question), ...flaw(question) };
      answer.writeHead(status, location === undefined ? {} : { location });
      answer.end(body);
    },
    (url) => mustBeClosed({ entrance: { url, hostname: 'jaeger.dev.lyo.example' }, page, secrets: ['told to members only'] }),
  );
}

test('a proxy that refuses everything and answers probes passes', async () => {
  await expect(ask(() => undefined)).resolves.toBeUndefined();
});

test.each<readonly [flaw: string, found: Parameters<typeof ask>[0], message: string]>([
  [
    'serves a page',
    ({ url }) => (url === '/search' ? { status: 200 } : undefined),
    'GET /search of jaeger.dev.lyo.example without a session was answered with 200',
  ],
  ['sends people elsewhere', ({ url }) => (url === '/' ? { location: 'https://evil.example/' } : undefined), 'GET / of'],
  ['tells within a refusal', ({ url }) => (url === '/monitor' ? { body: 'told to members only' } : undefined), 'GET /monitor of'],
  ['sends scripts to a page', ({ headers }) => (headers.accept === 'application/json' ? { status: 302 } : undefined), 'by a script without a session'],
  ['reads a path twice', ({ url }) => (url === '/ping/../api/services' ? { status: 200 } : undefined), '{"path":"/ping/../api/services"} of'],
  ['asks nobody for the options', ({ method }) => (method === 'OPTIONS' ? { status: 200 } : undefined), '"method":"OPTIONS"'],
  ['believes a header', ({ headers }) => (headers['x-forwarded-email'] === undefined ? undefined : { status: 200 }), '"X-Forwarded-Email":"ada@lyo.example"'],
  ['believes a cookie', ({ headers }) => (headers.cookie === undefined ? undefined : { status: 200 }), '"Cookie":"__Host-lyo-jaeger='],
  ['asks probes for a name', ({ url }) => (url === '/ready' ? { status: 302 } : undefined), 'the probe /ready of'],
])('a proxy that %s fails', async (_, flaw, message) => {
  await expect(ask(flaw)).rejects.toThrow(message);
});
