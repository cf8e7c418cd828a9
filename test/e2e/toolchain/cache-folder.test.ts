import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../../e2e/toolchain/cache-folder';

test('LYO_CACHE comes first', () => expect(cacheFolder({ LYO_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a'));
test('then the folder of XDG_CACHE_HOME', () => expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/lyo-platform'));
test('then the home folder', () => expect(cacheFolder({})).toBe(join(homedir(), '.cache', 'lyo-platform')));
test('an empty variable is ignored', () => expect(cacheFolder({ LYO_CACHE: '', XDG_CACHE_HOME: '/b' })).toBe('/b/lyo-platform'));
