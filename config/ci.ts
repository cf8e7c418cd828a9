/** The GitHub repository whose workflows may act on the project, without a key. */
import { z } from 'zod';

/** An id: it never changes its owner, while a name can be given up and registered by somebody else. */
const numericId = z.string().regex(/^[1-9]\d{0,19}$/, 'must be a number in quotes, as `gh api repos/<owner>/<name>` prints it');

export const ci = z.strictObject({
  /** `owner/name`, for people and links. */
  repository: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, 'must be a repository such as "owner/name"'),
  repositoryId: numericId,
  repositoryOwnerId: numericId,
  /** The GitHub environment with required reviewers in which a deployment must run; its name is part of the token's subject, which Google Cloud limits to 127 characters. */
  githubEnvironment: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/, 'must be the name of a GitHub environment, of at most 80 characters'),
});

export type Ci = z.infer<typeof ci>;
