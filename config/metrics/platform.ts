/** Metrics of the platform's own components: Prometheus, Alertmanager, Jaeger and the optimizer. */
import { jobs, type MetricContract } from './contract';

export const platformMetrics = {
  up: { name: 'up', unit: 'boolean', job: jobs.gateway },
  scrapeSeconds: { name: 'scrape_duration_seconds', unit: 'seconds', job: jobs.application },
  forecast: { name: 'lyo_forecast_replicas', unit: 'replicas', job: jobs.optimizer },
  headroom: { name: 'lyo_headroom_ratio', unit: 'ratio', job: jobs.optimizer },
  validUntil: { name: 'lyo_forecast_valid_until_seconds', unit: 'unix seconds', job: jobs.optimizer },
  daysLeft: { name: 'lyo_limit_days_left', unit: 'days', job: jobs.optimizer },
  incident: { name: 'lyo_incident', unit: 'boolean', job: jobs.optimizer },
  headSeries: { name: 'prometheus_tsdb_head_series', unit: 'count', job: jobs.prometheus },
  ruleFailures: { name: 'prometheus_rule_evaluation_failures_total', unit: 'count', job: jobs.prometheus },
  ruleIterationsMissed: { name: 'prometheus_rule_group_iterations_missed_total', unit: 'count', job: jobs.prometheus },
  compactionFailures: { name: 'prometheus_tsdb_compactions_failed_total', unit: 'count', job: jobs.prometheus },
  writeFailures: { name: 'prometheus_tsdb_wal_writes_failed_total', unit: 'count', job: jobs.prometheus },
  corruptions: { name: 'prometheus_tsdb_wal_corruptions_total', unit: 'count', job: jobs.prometheus },
  reloaded: { name: 'prometheus_config_last_reload_successful', unit: 'boolean', job: jobs.prometheus },
  notificationFailures: { name: 'prometheus_notifications_errors_total', unit: 'count', job: jobs.prometheus },
  deliveryFailures: { name: 'alertmanager_notifications_failed_total', unit: 'count', job: jobs.alertmanager },
} as const satisfies Record<string, MetricContract>;
