/** What no rule of eslint.config.mjs sees: a circle of files, by types too. `npm run cycles` reads it. */
export default {
  forbidden: [{ name: 'no-cycle', comment: 'Give what both need a file of its own.', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^imports/.*[.](io|com)[.]ts$' },
  },
};
