/** The committed list of identities that clusters may already have, so that a change needs a plan. */
import { z } from 'zod';
import committed from './frozen.json';
import type { Identities } from './identity';

/** By environment. */
export type FrozenList = Readonly<Record<string, Identities>>;

/** Path of the list, relative to the project's root. */
export const frozenFile = 'checks/identity/frozen.json';

export const frozenList = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string())));

export const frozen: FrozenList = frozenList.parse(committed);
