/** One comment of a pull request, edited from then on. */
import { z } from 'zod';
import { allOf, asked, type Forge } from '../forge';

/** Marks the beginning of our comment; not visible to readers. */
const mark = '<!-- lyo-platform: review -->';

export interface Comment {
  /** Head commit of the pull request, by which it is found; a number that a fork states is not trusted. */
  readonly commit: string;
  readonly body: string;
  /** Login of the author of our comments. */
  readonly author: string;
}

const pull = z.object({ number: z.int().positive(), head: z.object({ sha: z.string() }) });
const remark = z.object({ id: z.int().positive(), body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() });

/** @returns what was done */
export async function comment(forge: Forge, { commit, body, author }: Comment): Promise<string> {
  const open = z.array(pull).parse(await allOf(forge, 'pulls?state=open'));
  const ours = open.filter(({ head }) => head.sha === commit);
  if (ours.length === 0) return `no open pull request has ${commit} as its head: nothing to comment on`;
  const told = await Promise.all(ours.map(async ({ number }) => `${await commentOn(forge, number, { body, author })} of pull request ${number}`));
  return told.join('\n');
}

async function commentOn(forge: Forge, number: number, { body, author }: Omit<Comment, 'commit'>): Promise<string> {
  const there = z.array(remark).parse(await allOf(forge, `issues/${number}/comments`));
  // a comment of another author that begins like ours is not edited
  const ours = there.find((one) => one.user?.login === author && one.body?.startsWith(mark) === true);
  const content = JSON.stringify({ body: `${mark}\n${body}` });
  if (ours === undefined) {
    await asked(forge, `issues/${number}/comments`, { method: 'POST', body: content });
    return 'wrote the comment';
  }
  await asked(forge, `issues/comments/${ours.id}`, { method: 'PATCH', body: content });
  return 'edited the comment';
}
