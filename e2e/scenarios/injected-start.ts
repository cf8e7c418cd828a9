import { programTests } from '../instrumentation/program-tests';
import { exampleTestPython } from '../toolchain/python';
import type { Scenario } from '../runner/scenario';

export const scenario: Scenario = {
  name: 'injected-start',
  title: 'an injected interpreter starts whatever is wrong, logs as the application says, and tells in one line what is traced and what is left out',
  tags: ['full'],
  needs: [],
  timeout: '600s',
  async run(context) {
    context.report(await programTests(await exampleTestPython(), ['test_start.py']));
  },
};
