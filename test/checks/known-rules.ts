/** Every rule, for the environments of the tests. */
import { frozenList } from '../../checks/identity/frozen';
import type { Rule } from '../../checks/rule';
import { rulesOver } from '../../checks/rules';
import { environments } from '../fixtures/environments';
import frozen from '../fixtures/frozen.json';

export const rules: readonly Rule[] = rulesOver({ environments, frozen: frozenList.parse(frozen) });
