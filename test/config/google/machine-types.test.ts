/** Typos in the table of machine types. Their names contain family and vCPUs; a shared core shows two. */
import { machineTypes } from '../../../config/google/machine-types';

test.each(Object.entries(machineTypes))('%s has the family and vCPUs of its name', (name, { family, vcpus, sharedCore }) => {
  expect(name.split('-')[0]).toBe(family);
  expect(vcpus).toBe(sharedCore === undefined ? Number(name.split('-').at(-1)) : 2);
});
