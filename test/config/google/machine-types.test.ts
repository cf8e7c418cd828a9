/** Kind: a slip of the pen in the table of machines. Their names say family and processors; a shared core shows two. */
import { machineTypes } from '../../../config/google/machine-types';

test.each(Object.entries(machineTypes))('%s has the family and the processors that its name says', (name, { family, vcpus, sharedCore }) => {
  expect(name.split('-')[0]).toBe(family);
  expect(vcpus).toBe(sharedCore === undefined ? Number(name.split('-').at(-1)) : 2);
});
