/** Entry of the cdk8s validation plugin: plain JavaScript, because cdk8s loads it without a TypeScript loader. */
const tsx = require('tsx/cjs/api');

const { LyoChecks } = tsx.require('./plugin.ts', __filename);

module.exports = { LyoChecks };
