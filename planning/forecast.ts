/** `npm run forecast`: forecasts when loads and volumes reach their limits, from a file or a Prometheus. */
import { endWith } from '../command-line/outcome';
import { forecastCommand } from './forecast-command';

void endWith(forecastCommand(process.argv.slice(2), { load: async () => (await import('../config/environments')).environments, now: Date.now }));
