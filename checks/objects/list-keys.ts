/** How the API server identifies entries of a list: by the values of key fields, and not by position. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A set has members without order; entries of a keyed list are identified by the values of these fields. A list without a shape is a single value. */
export type ListShape = 'set' | { readonly keys: readonly string[] };

/** By kind (`apps/v1/Deployment`) and path of the list (`spec.template.spec.containers[].ports`). */
export type ListKeys = Readonly<Record<string, Readonly<Record<string, ListShape>>>>;

const listKeys = z.record(z.string(), z.record(z.string(), z.union([z.literal('set'), z.object({ keys: z.array(z.string()) })])));

/** List keys from the API server's own OpenAPI description. `npm run e2e -- review-list-keys` compares them, and can write the file again. */
export const knownListKeys: ListKeys = listKeys.parse(JSON.parse(readFileSync(join(__dirname, 'list-keys.json'), 'utf8')));
