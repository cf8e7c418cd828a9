/** Serves the demo's page at `/`, and what renews it at `/content`. */
import { LoopbackServer } from '../processes/loopback-server';
import { page, pageContent, pageTrouble } from './page';
import { pageData, type PageSources } from './page-data';

/** Seconds for which results of Prometheus and Jaeger are cached for all visitors. */
const sharedFor = 2;

/** @param clock seconds since 1970 */
export async function startPage(sources: PageSources, clock: () => number): Promise<LoopbackServer> {
  let made: { readonly at: number; readonly content: Promise<string> } | undefined;
  const content = (): Promise<string> => {
    const now = clock();
    if (made === undefined || now - made.at > sharedFor) {
      made = {
        at: now,
        content: pageData(sources, now).then(
          (data) => pageContent(data, sources.environment),
          (error: unknown) => pageTrouble(error instanceof Error ? error.message : String(error)),
        ),
      };
    }
    return made.content;
  };
  return LoopbackServer.start((request, response) => {
    if (request.url !== '/' && request.url !== '/content') {
      response.writeHead(404).end();
      return;
    }
    void content().then((html) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy });
      response.end(request.url === '/' ? page(html) : html);
    });
  });
}

/** The page loads nothing from other hosts, so the policy allows none. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";
