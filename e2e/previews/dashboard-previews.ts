/** Draws every dashboard of an environment from the present data of a real Prometheus. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dashboardsOf, type Dashboard } from '../../charts/dashboards';
import type { Environment } from '../../config/environment';
import { seconds } from '../../config/duration';
import { backendOf } from '../platform/environment';
import type { QueryRange } from '../prometheus/prometheus-query';
import { panelData, panelExemplars, type Variables } from './panel-data';
import { previewPage, type PanelPreview } from './preview';

export interface DashboardPreview {
  readonly dashboard: Dashboard;
  readonly panels: readonly PanelPreview[];
  /** HTML page of it. */
  readonly file: string;
}

export interface DashboardPreviewsOptions {
  readonly environment: Environment;
  readonly prometheus: string;
  /** Folder into which one page for each dashboard is written, `<uid>.html`. */
  readonly folder: string;
  readonly window: QueryRange;
  /** Source of the numbers, as a text. */
  readonly about: string;
}

/** Values of Grafana's variables: the workload, and the rate interval that Grafana computes from the data source's scrape interval. */
export function variablesOf(environment: Environment): Variables {
  const { name, namespace } = backendOf(environment);
  return { namespace, workload: name, rateInterval: `${4 * seconds(environment.telemetry.scrapeInterval)}s` };
}

/** @throws Error with the first query that Prometheus refuses */
export async function dashboardPreviews({ environment, prometheus, folder, window, about }: DashboardPreviewsOptions): Promise<readonly DashboardPreview[]> {
  await mkdir(folder, { recursive: true });
  const variables = variablesOf(environment);
  const previews: DashboardPreview[] = [];
  for (const dashboard of dashboardsOf(environment)) {
    const panels: PanelPreview[] = [];
    for (const panel of dashboard.panels) {
      const [series, exemplars] = await Promise.all([
        panelData(prometheus, panel, { window, variables }),
        panelExemplars(prometheus, panel, { window, variables }),
      ]);
      panels.push({ panel, series, exemplars });
    }
    const file = join(folder, `${dashboard.uid}.html`);
    await writeFile(file, previewPage(dashboard, panels, { window, about }));
    previews.push({ dashboard, panels, file });
  }
  return previews;
}
