/** One pull request of a branch: opened the first time, and edited from then on (docs.github.com/rest/pulls/pulls). */
import { z } from 'zod';

export interface Forge {
  /** `https://api.github.com` */
  readonly api: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
  readonly ask: (url: string, init: RequestInit) => Promise<Response>;
}

export interface PullRequest {
  readonly branch: string;
  /** Branch that it is to be merged into. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

const opened = z.object({ number: z.int(), html_url: z.string() });

/** @returns the address of the pull request. @throws Error with what the forge said, and never with the token */
export async function openOrEdit(forge: Forge, { branch, base, title, body }: PullRequest): Promise<string> {
  const owner = forge.repository.split('/')[0] ?? '';
  const query = new URLSearchParams({ head: `${owner}:${branch}`, base, state: 'open' });
  const [there] = z.array(opened).parse(await asked(forge, `pulls?${query.toString()}`, { method: 'GET' }));
  const written =
    there === undefined
      ? await asked(forge, 'pulls', { method: 'POST', body: JSON.stringify({ head: branch, base, title, body }) })
      : await asked(forge, `pulls/${there.number}`, { method: 'PATCH', body: JSON.stringify({ title, body }) });
  return opened.parse(written).html_url;
}

async function asked({ api, repository, token, ask }: Forge, path: string, init: RequestInit): Promise<unknown> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' };
  const response = await ask(`${api}/repos/${repository}/${path}`, { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path.split('?')[0] ?? ''}: ${response.status} ${messageIn(text)}`);
  return JSON.parse(text);
}

function messageIn(text: string): string {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200);
  }
}
