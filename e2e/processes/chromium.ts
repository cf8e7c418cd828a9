/** Renders pages in headless Chromium, one process for each page. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Duration, milliseconds } from '../../config/duration';
import { patient } from '../waiting/patience';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
/** A page that does not finish in this time is an error. */
const TIME_LIMIT = '60s';

export interface PageOptions {
  readonly url: string;
  /** Virtual time for timers of the page before its HTML is read; it waits for requests and takes little real time. @default 10 s */
  readonly virtualTime?: Duration;
  /** PNG file to write. @default - none */
  readonly screenshot?: string;
  /** In CSS pixels. @default 1280 × 900 */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Opens a page and resolves with its HTML after its scripts have run; writes a picture of it where one is asked for. */
export async function openPage({ url, virtualTime = '10s', screenshot, size = { width: 1280, height: 900 } }: PageOptions): Promise<string> {
  const program = requireChromium(process.env['PATH'] ?? '');
  const profile = await mkdtemp(join(tmpdir(), 'lyo-chromium-'));
  try {
    const { stdout } = await run(program, [...chromiumFlags(profile), ...what({ virtualTime, screenshot, size }), url], {
      timeout: milliseconds(patient(TIME_LIMIT)),
      maxBuffer: 64 * 1024 * 1024,
      env: { PATH: process.env['PATH'], HOME: profile },
    });
    if (screenshot !== undefined && !existsSync(screenshot)) throw new Error(`Chromium wrote no picture of ${url} to ${screenshot}`);
    return stdout;
  } finally {
    // its processes may still write into the profile
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Path of Chromium. @param path a list of folders as in PATH */
export function requireChromium(path: string): string {
  const found = chromiumIn(path);
  if (found === undefined) throw new Error(`none of the programs ${NAMES.join(', ')} is in PATH; install Chromium (Debian's package is chromium)`);
  return found;
}

/** The same, or `undefined` where there is none. */
export function chromiumIn(path: string): string | undefined {
  return path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file)))[0];
}

/** Flags for a new profile, no background services, and no sandbox: the sandbox does not work as root, and pages come from this machine. */
export function chromiumFlags(profile: string): readonly string[] {
  return [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    '--hide-scrollbars',
    `--user-data-dir=${profile}`,
  ];
}

function what({ virtualTime, screenshot, size }: Required<Pick<PageOptions, 'virtualTime' | 'size'>> & Pick<PageOptions, 'screenshot'>): readonly string[] {
  return [
    '--dump-dom',
    `--virtual-time-budget=${milliseconds(virtualTime)}`,
    `--window-size=${size.width},${size.height}`,
    ...(screenshot === undefined ? [] : [`--screenshot=${screenshot}`]),
  ];
}
