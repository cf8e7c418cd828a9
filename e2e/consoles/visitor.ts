/** A visitor with a browser: sends requests as the ingress controller forwards them, and keeps cookies. */
import { request } from 'node:http';

/** A console's entrance. */
export interface Entrance {
  /** URL of its oauth2-proxy, without a path. */
  readonly url: string;
  /** Public host name. */
  readonly hostname: string;
}

export interface Question {
  /** Sent unchanged, with dots and slashes: `fetch` would normalize it, and the attack would not be tested. */
  readonly path: string;
  /** @default 'GET' */
  readonly method?: string;
  /** @default - those of the ingress controller alone */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** `Location` of a redirect; `''` without one. */
  readonly location: string;
  readonly body: string;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

export interface SignIn {
  /** The authorization request that the proxy sent to the provider. */
  readonly asked: URL;
  /** The proxy's response to the callback. */
  readonly answer: Answer;
}

export class Visitor {
  private readonly cookies = new Map<string, string>();

  public constructor(private readonly entrance: Entrance) {}

  /** A cookie's value; `undefined` while the browser has none of that name. */
  public cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  public take(name: string, value: string): this {
    this.cookies.set(name, value);
    return this;
  }

  public async ask(question: Question): Promise<Answer> {
    const answer = await send(this.entrance, question, this.cookies);
    for (const line of answer.cookies) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Signs in at the provider with this mail address, and follows the callback. */
  public async signIn(mail: string, { verified = true }: { readonly verified?: boolean } = {}): Promise<SignIn> {
    const asked = new URL((await this.ask({ path: '/' })).location);
    const page = new URL(asked);
    page.searchParams.set('login_hint', mail);
    if (!verified) page.searchParams.set('unverified', 'true');
    const response = await fetch(page, { redirect: 'manual' });
    const back = response.headers.get('location');
    if (back === null) throw new Error(`the provider must send ${mail} back, received ${response.status}: ${await response.text()}`);
    const { origin, pathname, search } = new URL(back);
    if (origin !== `https://${this.entrance.hostname}`) throw new Error(`${mail} must come back to https://${this.entrance.hostname}, received ${origin}`);
    return { asked, answer: await this.ask({ path: `${pathname}${search}` }) };
  }
}

function send({ url, hostname }: Entrance, { path, method = 'GET', headers = {} }: Question, cookies: ReadonlyMap<string, string>): Promise<Answer> {
  const ofController = {
    host: hostname,
    'x-forwarded-host': hostname,
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.9',
    'x-real-ip': '203.0.113.9',
  };
  const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host, port, path, method, agent: false, headers: { ...ofController, ...(jar === '' ? {} : { cookie: jar }), ...headers } },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', body, cookies: response.headers['set-cookie'] ?? [] }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
