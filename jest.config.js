/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // one worker a core; by default one core would stay idle
  maxWorkers: '100%',
  // types are checked once, by `npm run types`
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  // finds what hangs and measures nothing: on two cores with a load of 20 the longest test takes minutes
  testTimeout: 600_000,
  // what people write themselves is not what tests stand on: whatever reads it sees test/fixtures
  moduleNameMapper: { '/environment-sources$': '<rootDir>/test/fixtures/environment-sources.ts', '/frozen\\.json$': '<rootDir>/test/fixtures/frozen.json' },
  testPathIgnorePatterns: ['/node_modules/'],
};
