/** The committed list of identities: clusters already have them, so that a change needs a plan. */
import { z } from 'zod';
import committed from './frozen.json';
import type { Identities } from './identity';

/** By environment. */
export type FrozenList = Readonly<Record<string, Identities>>;

/** Where the list is, relative to the project's root. */
export const frozenFile = 'checks/identity/frozen.json';

export const frozenList = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string())));

export const frozen: FrozenList = frozenList.parse(committed);
