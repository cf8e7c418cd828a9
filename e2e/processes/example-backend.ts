import { join } from 'node:path';
import { exampleFolder, examplePython } from '../toolchain/python';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface ExampleBackendOptions {
  readonly processes: ProcessGroup;
  /** Name of its log. @default 'backend' */
  readonly name?: string;
  readonly port: number;
  /** Settings of the application, and whatever the manifest injects. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The example application, unmodified, as its container starts it: one uvicorn process. */
export async function startExampleBackend({ processes, name = 'backend', port, environment }: ExampleBackendOptions): Promise<Running> {
  return processes.start({
    name,
    command: await examplePython(),
    args: ['-m', 'uvicorn', 'app.main:create_app', '--factory', '--host', '127.0.0.1', '--port', String(port)],
    workingFolder: exampleFolder,
    environment: {
      PYTHONDONTWRITEBYTECODE: '1',
      DATABASE_URL: `sqlite:///${join(processes.scratchFolder(`${name}-data`), `${name}.db`)}`,
      PRICES_URL: `http://127.0.0.1:${port}`,
      DRAIN_SECONDS: '0',
      ...environment,
    },
    url: `http://127.0.0.1:${port}`,
    readyPath: '/health/ready',
    gracePeriod: '15s',
  });
}
