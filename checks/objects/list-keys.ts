/** Which entry of a list is which, as the API server sees it: an entry keeps its identity by its keys, and not by its place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A set has members and no order; entries of a keyed list are known by the values of these fields. A list that has no shape is one value. */
export type ListShape = 'set' | { readonly keys: readonly string[] };

/** By kind (`apps/v1/Deployment`) and path of the list (`spec.template.spec.containers[].ports`). */
export type ListKeys = Readonly<Record<string, Readonly<Record<string, ListShape>>>>;

const listKeys = z.record(z.string(), z.record(z.string(), z.union([z.literal('set'), z.object({ keys: z.array(z.string()) })])));

/** What the API server’s own description says; `npm run e2e -- review-list-keys` compares, and writes it anew. */
export const knownListKeys: ListKeys = listKeys.parse(JSON.parse(readFileSync(join(__dirname, 'list-keys.json'), 'utf8')));
