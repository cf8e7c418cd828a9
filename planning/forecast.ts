/** `npm run forecast`: when what grows reaches what is there for it. Reads a file, or a Prometheus. */
import { endWith } from '../command-line/outcome';
import { forecastCommand } from './forecast-command';

void endWith(forecastCommand(process.argv.slice(2), { load: async () => (await import('../config/environments')).environments, now: Date.now }));
