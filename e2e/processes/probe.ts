import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { type ClientRequest, type IncomingMessage, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { milliseconds } from '../../config/duration';
import { formatDuration } from '../waiting/stopwatch';
import { patient } from '../waiting/patience';

const ANSWER_WITHIN = '2s';

/** What to ask a process for. */
export interface Probe {
  /** `http:`, `https:`, or `tcp://host:port`, where an accepted connection is enough. */
  readonly url: string;
  /** PEM file of the authority that signed the server's certificate. @default - for plain HTTP, none */
  readonly caFile?: string;
}

/** `undefined` when the probe succeeds, otherwise what it saw. */
export function probeFailure(probe: Probe): Promise<string | undefined> {
  if (probe.url.startsWith('tcp:')) return connectionFailure(new URL(probe.url));
  return new Promise((resolve) => {
    const answered = (status: number | undefined): void => resolve(status !== undefined && status >= 200 && status < 300 ? undefined : `status ${status}`);
    const request = send(probe, answered);
    request.on('timeout', () => request.destroy(new Error(`no answer within ${formatDuration(ANSWER_WITHIN)}`)));
    request.on('error', (error) => resolve(error.message));
  });
}

function send(probe: Probe, answered: (status: number | undefined) => void): ClientRequest {
  const options = { timeout: milliseconds(patient(ANSWER_WITHIN)), agent: false };
  const onResponse = (response: IncomingMessage): void => {
    response.resume();
    answered(response.statusCode);
  };
  return probe.url.startsWith('https:')
    ? httpsGet(probe.url, { ...options, ca: probe.caFile ? readFileSync(probe.caFile) : undefined }, onResponse)
    : httpGet(probe.url, options, onResponse);
}

function connectionFailure({ hostname, port }: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error) => resolve(error.message));
  });
}
