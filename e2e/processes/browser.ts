/** A page with user input: headless Chromium, controlled over its debugging pipe. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isRecord, valueAt } from '../../config/record';
import { patient } from '../waiting/patience';
import { milliseconds } from '../../config/duration';
import { chromiumFlags, requireChromium } from './chromium';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const TIME_LIMIT = '60s';
/** Key codes by name. */
const keys: Readonly<Record<string, number>> = { Tab: 9, Enter: 13 };

export class Browser {
  /** Errors and warnings of the page's console, exceptions, and blocked requests. */
  readonly complaints: string[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private readonly loads: (() => void)[] = [];
  private session: string | undefined;
  private sent = 0;
  private rest = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
  ) {
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.received(text));
    child.once('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('Chromium has ended'));
    });
  }

  static async start(): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'lyo-chromium-'));
    const child = spawn(requireChromium(process.env['PATH'] ?? ''), [...chromiumFlags(profile), '--remote-debugging-pipe', 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: profile },
    });
    const browser = new Browser(child, profile);
    const { targetId } = (await browser.send('Target.createTarget', { url: 'about:blank' })) as { readonly targetId: string };
    const { sessionId } = (await browser.send('Target.attachToTarget', { targetId, flatten: true })) as { readonly sessionId: string };
    browser.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    return browser;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** @param size in CSS pixels; `scripts` false disables JavaScript */
  async open(url: string, size: { readonly width: number; readonly height: number }, scripts = true): Promise<void> {
    await this.send('Emulation.setScriptExecutionDisabled', { value: !scripts });
    await this.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
    const loaded = new Promise<void>((resolve) => this.loads.push(resolve));
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** What pages that are opened from now on are told that their reader prefers. */
  async prefer(scheme: 'light' | 'dark'): Promise<void> {
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  /** Value of an expression in the page, after its promise has resolved. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const problem = valueAt(answer, 'exceptionDetails.exception.description');
    if (typeof problem === 'string') throw new Error(`the page must evaluate ${expression.slice(0, 80)}, received ${problem}`);
    return valueAt(answer, 'result.value');
  }

  async press(key: string): Promise<void> {
    const pressed = { key, code: key, windowsVirtualKeyCode: keys[key], ...(key === 'Enter' ? { text: '\r' } : {}) };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
  }

  /** The whole page, however long it is. */
  async picture(file: string): Promise<void> {
    const { data } = (await this.send('Page.captureScreenshot', { captureBeyondViewport: true, format: 'png' })) as { readonly data: string };
    await writeFile(file, Buffer.from(data, 'base64'));
  }

  private send(method: string, params: object = {}): Promise<unknown> {
    this.sent += 1;
    const id = this.sent;
    const limit = milliseconds(patient(TIME_LIMIT));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Chromium must answer ${method} within ${limit} ms`)), limit);
      const settled = (act: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        act();
      };
      this.waiting.set(id, { resolve: (result) => settled(() => resolve(result)), reject: (error) => settled(() => reject(error)) });
      const session = this.session === undefined ? {} : { sessionId: this.session };
      (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  private received(text: string): void {
    const parts = `${this.rest}${text}`.split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.told(JSON.parse(part));
  }

  private told(message: unknown): void {
    const id = valueAt(message, 'id');
    if (typeof id === 'number') {
      const error = valueAt(message, 'error.message');
      if (typeof error === 'string') this.waiting.get(id)?.reject(new Error(`Chromium refused: ${error}`));
      else this.waiting.get(id)?.resolve(valueAt(message, 'result'));
    } else if (isRecord(message)) this.happened(String(message['method']), message['params']);
  }

  private happened(method: string, params: unknown): void {
    if (method === 'Page.loadEventFired') this.loads.shift()?.();
    else if (method === 'Runtime.exceptionThrown') this.complaints.push(`exception: ${String(valueAt(params, 'exceptionDetails.text'))}`);
    else if (method === 'Log.entryAdded') this.complaints.push(`${String(valueAt(params, 'entry.level'))}: ${String(valueAt(params, 'entry.text'))}`);
    else if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(String(valueAt(params, 'type'))))
      this.complaints.push(`console: ${JSON.stringify(valueAt(params, 'args.0.value'))}`);
  }
}
