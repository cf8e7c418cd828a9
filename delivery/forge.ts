/** GitHub's interface, as far as pull requests and their comments need it (docs.github.com/rest). */
import { z } from 'zod';

export interface Forge {
  /** `https://api.github.com` */
  readonly api: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
  readonly ask: (url: string, init: RequestInit) => Promise<Response>;
}

/** From the variables of a workflow. @param needed - the option that needs them */
export function forgeOf(needed: string, variables: Readonly<Record<string, string | undefined>>, ask: Forge['ask']): Forge {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = 'https://api.github.com' } = variables;
  if (token === undefined || repository === undefined) throw new Error(`${needed} must find GITHUB_TOKEN and GITHUB_REPOSITORY, as a workflow has them`);
  return { api, repository, token, ask };
}

/** @param path below the repository. @throws Error with the forge's message, and never with the token */
export async function asked({ api, repository, token, ask }: Forge, path: string, init: RequestInit): Promise<unknown> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' };
  const response = await ask(`${api}/repos/${repository}/${path}`, { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path.split('?')[0] ?? ''}: ${response.status} ${messageIn(text)}`);
  return JSON.parse(text);
}

const page = 100;
/** Most pages that are read: no repository that people maintain has more entries. */
const furthest = 20;

/** Every page of a list. @param path without a query, or with one */
export async function allOf(forge: Forge, path: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let number = 1; number <= furthest; number += 1) {
    const next = z.array(z.unknown()).parse(await asked(forge, `${path}${path.includes('?') ? '&' : '?'}per_page=${page}&page=${number}`, { method: 'GET' }));
    found.push(...next);
    if (next.length < page) return found;
  }
  throw new Error(`${path} must have at most ${page * furthest} entries, received more`);
}

function messageIn(text: string): string {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200);
  }
}
