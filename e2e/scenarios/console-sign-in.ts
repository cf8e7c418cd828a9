import { eventually } from '../waiting/assertions';
import { mustBe } from '../consoles/answer';
import { mustBeClosed } from '../consoles/closed-doors';
import { member, startGuardedConsoles, strangers, type GuardedConsoles } from '../consoles/guarded-consoles';
import { Visitor, type Answer, type SignIn } from '../consoles/visitor';
import { crookedQuestions, plainPaths } from '../consoles/ways-in';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { sendSpans } from '../tracing/otlp';

type Report = ScenarioContext['report'];

/** A text that only Jaeger contains: the name of a service that sent a span. */
const secretName = 'told-to-members-only';
const cookies = { jaeger: '__Host-lyo-jaeger', grafana: '__Host-lyo-grafana' } as const;

export const scenario: Scenario = {
  name: 'console-sign-in',
  title: 'oauth2-proxy as shipped lets nobody to a console but members, whose verified address it hands on',
  tags: ['smoke', 'full'],
  needs: ['oauth2-proxy', 'openid-provider', 'jaeger'],
  async run(context) {
    const report: Report = (line) => context.report(line);
    const consoles = await startGuardedConsoles(context.processes);
    try {
      await fillJaeger(consoles);
      await showClosed(consoles, report);
      await showStrangersRefused(consoles, report);
      const session = await showMember(consoles, report);
      await showSecrets(consoles, session, report);
      await showName(consoles, session, report);
    } finally {
      await consoles.grafana.stop();
    }
  },
};

async function fillJaeger({ jaeger }: GuardedConsoles): Promise<void> {
  await sendSpans(jaeger.http, { resource: { 'service.name': secretName }, spans: [{ name: 'GET /', kind: 'server' }], now: Date.now() });
  await eventually('Jaeger knows the service', async () => (await fetch(`${jaeger.url}/api/services`)).text(), { until: (body) => body.includes(secretName) });
}

async function showClosed({ entrances, provider, jaeger, grafana }: GuardedConsoles, report: Report): Promise<void> {
  const page = `${provider.issuer}/authorize`;
  await mustBeClosed({ entrance: entrances.jaeger, page, secrets: [secretName, await jaegerPage(jaeger.url)] });
  await mustBeClosed({ entrance: entrances.grafana, page, secrets: [grafana.page] });
  mustBeUntouched(grafana);
  report(`without a session, of each console: ${plainPaths.length} paths lead to the provider or are refused, ${crookedQuestions.length} detours lead nowhere`);
  report('/ping and /ready answer a probe without a name');
}

async function showStrangersRefused({ entrances, grafana }: GuardedConsoles, report: Report): Promise<void> {
  const attempts = [...strangers.map((mail) => ({ mail, verified: true })), { mail: member, verified: false }];
  for (const { mail, verified } of attempts) {
    const visitor = new Visitor(entrances.grafana);
    const { answer } = await visitor.signIn(mail, { verified });
    mustBe(answer.status === 403, `the sign-in of ${mail}${verified ? '' : ', unverified,'}`, answer);
    const after = await visitor.ask({ path: '/' });
    mustBe(after.status === 302, `the page for ${mail} after it`, after);
  }
  mustBeUntouched(grafana);
  report(`403 for ${strangers.join(', ')}, and for ${member} while the provider has not verified the address`);
}

/** @returns the value of the member's cookie at Jaeger */
async function showMember({ entrances, jaeger }: GuardedConsoles, report: Report): Promise<string> {
  const visitor = new Visitor(entrances.jaeger);
  const signIn = await visitor.signIn(member);
  report(`${member} signs in: ${cookieOf(signIn)}`);
  const page = await visitor.ask({ path: '/' });
  mustBe(page.status === 200 && page.body === (await jaegerPage(jaeger.url)), `the page for ${member}`, page);
  const services = await visitor.ask({ path: '/api/services' });
  mustBe(tellsSecret(services), `/api/services for ${member}`, services);
  report(`and is served the page and the API of Jaeger`);
  return visitor.cookie(cookies.jaeger) ?? '';
}

/** What the browser may do with the cookie. @throws Error unless it is bound to this host, to https and to requests, and the provider was asked for proofs that the answer is ours */
function cookieOf({ asked, answer }: SignIn): string {
  mustBe(answer.status === 302 && answer.location === '/', `the sign-in of ${member}`, answer);
  const proofs = [asked.searchParams.get('code_challenge_method') === 'S256', asked.searchParams.has('code_challenge'), asked.searchParams.has('nonce')];
  if (proofs.includes(false)) throw new Error(`the provider must be asked with a code challenge (S256) and a nonce, received ${asked.search}`);
  const [value = '', ...stated] = (answer.cookies.find((line) => line.startsWith(`${cookies.jaeger}=`)) ?? '').split('; ');
  const wanted = ['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax', 'Secure'];
  if (JSON.stringify([...stated].sort()) !== JSON.stringify(wanted)) {
    throw new Error(`cookie ${cookies.jaeger} must be ${wanted.join('; ')}, received ${stated.join('; ') || 'none'}`);
  }
  return `cookie ${value.split('=')[0] ?? ''}; ${stated.join('; ')}`;
}

/** Replicas with the same secret files accept each other's sessions, and one with other files does not. */
async function showSecrets({ anotherReplica, secretFile }: GuardedConsoles, session: string, report: Report): Promise<void> {
  const ask = async (changes: Parameters<typeof anotherReplica>[0]): Promise<Answer> =>
    new Visitor(await anotherReplica(changes)).take(cookies.jaeger, session).ask({ path: '/api/services' });
  const same = await ask({});
  mustBe(tellsSecret(same), 'the session at a second replica', same);
  const other = await ask({ cookie: await secretFile('other-cookie') });
  mustBe(other.status === 302, 'the session at a replica with another cookie secret', other);
  const { answer } = await new Visitor(await anotherReplica({ client: await secretFile('other-client') })).signIn(member);
  mustBe(answer.status >= 400, 'a sign-in with another client secret', answer);
  report(`the files decide: a second replica takes the session, one with another cookie secret does not, another client secret ends in ${answer.status}`);
}

async function showName({ entrances, grafana }: GuardedConsoles, foreign: string, report: Report): Promise<void> {
  const borrowed = await new Visitor(entrances.grafana).take(cookies.grafana, foreign).ask({ path: '/' });
  mustBe(borrowed.status === 302, 'the session of Jaeger at Grafana', borrowed);
  mustBeUntouched(grafana);
  const visitor = new Visitor(entrances.grafana);
  await visitor.signIn(member);
  for (const name of ['X-Forwarded-Email', 'X_Forwarded_Email']) {
    const answer = await visitor.ask({ path: '/', headers: { [name]: 'admin@lyo.example' } });
    mustBe(answer.status === 200 && answer.body === grafana.page, `the page for ${member} with a forged ${name}`, answer);
  }
  for (const headers of grafana.requests) {
    const told = Object.entries(headers).filter(([name]) => name.replaceAll('_', '-') === 'x-forwarded-email');
    if (JSON.stringify(told) !== JSON.stringify([['x-forwarded-email', member]])) {
      throw new Error(`the console must be told x-forwarded-email ${member} alone, received ${JSON.stringify(told)}`);
    }
  }
  report(`${grafana.requests.length} requests with a forged name reach the console as X-Forwarded-Email: ${member}; a session of one console opens no other`);
}

function tellsSecret({ status, body }: Answer): boolean {
  return status === 200 && body.includes(secretName);
}

async function jaegerPage(url: string): Promise<string> {
  const response = await fetch(url);
  const page = await response.text();
  // an empty page would be part of every answer
  if (response.status !== 200 || page === '')
    throw new Error(`Jaeger must answer / with a page, as its health check expects, received ${response.status}: ${page}`);
  return page;
}

function mustBeUntouched({ requests }: GuardedConsoles['grafana']): void {
  if (requests.length > 0) throw new Error(`no request without a session may reach the console, received ${JSON.stringify(requests)}`);
}
