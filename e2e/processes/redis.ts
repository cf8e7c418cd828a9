import { freePort } from './free-ports';
import { redisServer } from '../toolchain/python';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

/** Redis without persistence; its `url` is `tcp://host:port`. */
export async function startRedis(processes: ProcessGroup): Promise<Running> {
  const port = await freePort();
  return processes.start({
    name: 'redis',
    command: await redisServer(),
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', processes.scratchFolder('redis-data')],
    url: `tcp://127.0.0.1:${port}`,
    readyPath: '',
  });
}
