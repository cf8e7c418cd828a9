import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { examplePython } from '../toolchain/python';

const counts = z.strictObject({
  orders: z.int(),
  /** Orders that have been fulfilled; the database takes each once. */
  fulfilled: z.int(),
  /** Pieces of all orders. */
  ordered: z.int(),
  /** Pieces that fulfilling took from the shelves: more than `ordered` where something was done twice. */
  shipped: z.int(),
  /** Orders that are still to be sent to the queue. */
  unsent: z.int(),
  /** Orders in the summaries of the nightly task. */
  summarized: z.int(),
});
export type OrderCounts = z.infer<typeof counts>;

/** As the database has them at one moment. @param url of PostgreSQL */
export async function orderCounts(url: string): Promise<OrderCounts> {
  const { stdout } = await promisify(execFile)(await examplePython(), [join(__dirname, '..', 'databases', 'order_counts.py'), url]);
  return counts.parse(JSON.parse(stdout));
}
