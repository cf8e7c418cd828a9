/** One pull request of a branch: opened the first time, and edited from then on (docs.github.com/rest/pulls/pulls). */
import { z } from 'zod';
import { asked, type Forge } from '../forge';

export interface PullRequest {
  readonly branch: string;
  /** Branch that it is to be merged into. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

const opened = z.object({ number: z.int(), html_url: z.string() });

/** @returns the address of the pull request. @throws Error with the forge's message, and never with the token */
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
