import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { examplePython } from '../toolchain/python';

const counts = z.strictObject({
  orders: z.int(),
  /** Number of fulfilled orders; a unique key of the database allows each only once. */
  fulfilled: z.int(),
  /** Number of items in all orders. */
  ordered: z.int(),
  /** Number of items that workers took from stock: more than `ordered` if an order was fulfilled twice. */
  shipped: z.int(),
  /** Number of orders that are not in the queue yet. */
  unsent: z.int(),
  /** Number of orders in the summaries of the nightly task. */
  summarized: z.int(),
});
export type OrderCounts = z.infer<typeof counts>;

/** Counts from one snapshot of the database. @param url of PostgreSQL */
export async function orderCounts(url: string): Promise<OrderCounts> {
  const { stdout } = await promisify(execFile)(await examplePython(), [join(__dirname, '..', 'databases', 'order_counts.py'), url]);
  return counts.parse(JSON.parse(stdout));
}
