/** Every check, for the environments of the tests. */
import { frozenList } from '../../checks/identity/frozen';
import type { Check } from '../../checks/check';
import { checksOver } from '../../checks/checks';
import { environments } from '../fixtures/environments';
import frozen from '../fixtures/frozen.json';

export const checks: readonly Check[] = checksOver({ environments, frozen: frozenList.parse(frozen) });
