const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Suites that start programs: they take a third of the time, and most changes cannot break them. `npm test` runs both projects, `npm run test:fast` the other. */
const processes = readdirSync(join(__dirname, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && /'node:child_process'|\/project-copy'/.test(readFileSync(join(__dirname, 'test', file), 'utf8')))
  .map((file) => `<rootDir>/test/${file}`);

/** @type {import('jest').Config} */
const project = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // types are checked once, by `npm run types`
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  // what people write themselves is not what tests stand on: whatever reads it sees test/fixtures
  moduleNameMapper: { '/environment-sources$': '<rootDir>/test/fixtures/environment-sources.ts', '/frozen\\.json$': '<rootDir>/test/fixtures/frozen.json' },
};

/** @type {import('jest').Config} */
module.exports = {
  // one worker a core; by default one core would stay idle
  maxWorkers: '100%',
  // finds what hangs and measures nothing: on two cores with a load of 20 the longest test takes minutes
  testTimeout: 600_000,
  projects: [
    { ...project, displayName: 'fast', testPathIgnorePatterns: ['/node_modules/', ...processes] },
    { ...project, displayName: 'processes', testMatch: processes },
  ],
};
