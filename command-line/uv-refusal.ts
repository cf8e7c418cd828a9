/** Explains errors of uv before the tests start; uv's own text has a dozen lines of causes. */

const meanings: readonly { readonly when: RegExp; readonly what: string }[] = [
  {
    when: /No interpreter found|python-build-standalone/i,
    what: 'there is no Python that the example takes, and none could be fetched: install Python 3.11 or newer',
  },
  {
    when: /Failed to (?:fetch|download)|error sending request|dns error|network|offline/i,
    what: 'packages could not be fetched: the first run needs the network',
  },
  { when: /lockfile|uv\.lock/i, what: 'example/backend/uv.lock does not go with pyproject.toml: uv lock --directory example/backend' },
];

/** @returns `undefined` where uv did not fail, so that the tests have printed the problem */
export function uvRefusal(stderr: string): string | undefined {
  const [said] = /^error: .*$/m.exec(stderr) ?? [];
  if (said === undefined) return undefined;
  const meaning = meanings.find(({ when }) => when.test(stderr));
  return `${meaning === undefined ? 'uv could not begin' : meaning.what}\n  uv said: ${said.slice('error: '.length)}`;
}
