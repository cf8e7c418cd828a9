const { readFileSync, readdirSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');

/** Suites that start programs: they take a third of the time, and most changes cannot break them. `npm test` runs both projects, `npm run test:fast` the other. */
const processes = readdirSync(join(__dirname, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && /'node:child_process'|\/project-copy'/.test(readFileSync(join(__dirname, 'test', file), 'utf8')))
  .map((file) => `<rootDir>/test/${file}`);

/** @type {import('jest').Config} */
const project = {
  roots: ['<rootDir>/test'],
  // plain Node, which loads a module once for all suites of a worker; types are checked once, by `npm run types`
  runner: 'jest-light-runner',
  setupFiles: ['<rootDir>/test/native.mjs'],
};

/** @type {import('jest').Config} */
module.exports = {
  // one worker a core, where by default one core would stay idle; and never a single one: two projects in one process fail at their end in jest-light-runner 0.7.13
  maxWorkers: Math.max(2, availableParallelism()),
  projects: [
    { ...project, displayName: 'fast', testPathIgnorePatterns: ['/node_modules/', ...processes] },
    { ...project, displayName: 'processes', testMatch: processes },
  ],
};
