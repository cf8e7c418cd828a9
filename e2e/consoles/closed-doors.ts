/** Responses of a console to a client without a session: a redirect to the provider, a refusal, or the health of the proxy. */
import { mustBe } from './answer';
import { Visitor, type Answer, type Entrance } from './visitor';
import { crookedQuestions, plainPaths } from './ways-in';

export interface ClosedDoor {
  readonly entrance: Entrance;
  /** Address of the provider's page. */
  readonly page: string;
  /** Texts that occur only in the console. */
  readonly secrets: readonly string[];
}

/** @throws Error with the first request whose response reveals the console */
export async function mustBeClosed({ entrance, page, secrets }: ClosedDoor): Promise<void> {
  const silent = ({ status, body }: Answer): boolean => status >= 300 && !secrets.some((secret) => body.includes(secret));
  const refused = ({ status, location }: Answer): boolean => status === 401 || status === 403 || (status === 302 && location.startsWith(`${page}?`));
  const name = entrance.hostname;
  for (const path of plainPaths) {
    const answer = await new Visitor(entrance).ask({ path });
    mustBe(silent(answer) && refused(answer), `GET ${path} of ${name} without a session`, answer);
    const script = await new Visitor(entrance).ask({ path, headers: { accept: 'application/json' } });
    mustBe(silent(script) && script.status === 401, `GET ${path} of ${name} by a script without a session`, script);
  }
  for (const question of crookedQuestions) {
    const answer = await new Visitor(entrance).ask(question);
    mustBe(silent(answer), `${JSON.stringify(question)} of ${name} without a session`, answer);
  }
  for (const path of ['/ping', '/ready']) {
    const answer = await new Visitor(entrance).ask({ path });
    mustBe(answer.status === 200 && answer.body === 'OK', `the probe ${path} of ${name}`, answer);
  }
}
