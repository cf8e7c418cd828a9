/** A plain HTTP server instead of a console that is not available: it accepts every request and records it. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { freePort } from '../processes/free-ports';

export interface RecordingBackend {
  readonly url: string;
  /** Body of its responses. */
  readonly page: string;
  /** Headers of every request so far, in their order. */
  readonly requests: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

export async function startRecordingBackend(page: string): Promise<RecordingBackend> {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((question, answer) => {
    requests.push(question.headers);
    answer.end(page);
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    page,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
