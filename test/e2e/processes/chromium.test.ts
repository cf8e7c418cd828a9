import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireChromium } from '../../../e2e/processes/chromium';

const folder = mkdtempSync(join(tmpdir(), 'lyo-path-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('without Chromium the error says what to install', () => {
  expect(() => requireChromium(folder)).toThrow('none of the programs chromium, chromium-browser, google-chrome, chrome is in PATH; install Chromium');
});

test('the first folder of PATH that has it is used', () => {
  writeFileSync(join(folder, 'google-chrome'), '');
  expect(requireChromium(`/nowhere:${folder}`)).toBe(join(folder, 'google-chrome'));
});
