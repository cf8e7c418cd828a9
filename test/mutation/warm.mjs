/**
 * Runs suites one after another in one process, as jest does with one worker. Modules that a mutant affects are reloaded, all others stay. A suite ends with its
 * first failure; tests with the hint in their name run first, and so do those that found an earlier fault.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addEventHandler } from 'jest-circus';
import { createRunner } from 'jest-light-runner';

const root = process.cwd();
const { cache } = createRequire(import.meta.url);
const Runner = createRunner();
const runner = new Runner({ maxWorkers: 1, testNamePattern: null, expand: false, updateSnapshot: 'none' });
/** The configuration that jest would derive from jest.config.js, as far as the runner reads it. */
const config = {
  rootDir: root,
  setupFiles: [join(root, 'test/native.mjs')],
  setupFilesAfterEnv: [],
  snapshotSerializers: [],
  snapshotFormat: {},
  slowTestThreshold: 60,
  transform: [],
  transformIgnorePatterns: [],
};

let failed = false;
let hint = '';
const found = new Set();

addEventHandler(({ name }, { currentDescribeBlock }) => {
  if (name !== 'add_test') return;
  const { children } = currentDescribeBlock;
  const test = children.at(-1);
  const { fn } = test;
  test.fn = async () => {
    if (failed) return;
    try {
      await fn();
    } catch (error) {
      failed = true;
      found.add(test.name);
      throw error;
    }
  };
  if (test.name.includes(hint) || found.has(test.name)) children.unshift(children.pop());
});

process.on('message', async ({ test, stale, first }) => {
  failed = false;
  hint = first;
  for (const path of [test, ...stale]) delete cache[join(root, path)];
  let passed = false;
  await runner.runTests(
    [{ path: join(root, test), context: { config } }],
    undefined,
    () => Promise.resolve(),
    (_, { numFailingTests, numPassingTests }) => {
      passed = numFailingTests === 0 && numPassingTests > 0;
      return Promise.resolve();
    },
    // a suite that fails to load
    () => Promise.resolve(),
  );
  process.send({ passed, bytes: process.memoryUsage.rss() });
});
