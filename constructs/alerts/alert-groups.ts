/** Every alert, with the recorded series that alerts read, in groups. */
import { burnAlerts } from '../slo/burn-alerts';
import { objectiveRules } from '../slo/objective-rules';
import type { AlertRule, RecordingRule, RuleGroup } from '../rule-group';
import type { AlertedPlatform, AlertedWorkload } from './alerted';
import { applicationAlerts } from './application';
import { certificateAlert } from './certificates';
import { chainHealthRules } from './chain-health';
import { collectorAlerts } from './collectors';
import { countingAlerts } from './counting';
import { componentAlerts } from './components';
import { edgeAlerts, edgeRules } from './edges';
import { monitoringAlerts } from './monitoring';
import { operationAlerts, operationRules } from './operations';
import { incidentAlert, limitAlert, optimizerAlert } from './optimizer';
import { podAlerts } from './pods';
import { propagationAlert, propagationRules } from './propagation';
import { scheduleAlerts, type AlertedSchedule } from './schedules';
import { targetAlerts } from './targets';
import { volumeAlerts } from './volumes';
import { autoscalingAlerts, spansMissing } from './workload-autoscaling';

export type AnyGroup = RuleGroup<RecordingRule | AlertRule>;

export function platformGroups(platform: AlertedPlatform): readonly AnyGroup[] {
  return [
    chainHealthRules(platform),
    {
      name: 'platform',
      interval: platform.timing.interval,
      rules: [
        ...targetAlerts(platform),
        ...componentAlerts(platform),
        ...podAlerts(platform),
        ...collectorAlerts(platform),
        ...monitoringAlerts(platform),
        ...volumeAlerts(platform),
        certificateAlert(platform),
        optimizerAlert(platform),
        limitAlert(platform),
        incidentAlert(platform),
      ],
    },
  ];
}

/** Alerts on series that are made from spans; a workload that is not traced gets none. */
function spanAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  return [
    ...burnAlerts(workload),
    ...operationAlerts(workload),
    ...edgeAlerts(workload),
    propagationAlert(workload),
    spansMissing(workload),
    ...countingAlerts(workload),
  ];
}

export function scheduleGroup(task: AlertedSchedule): AnyGroup {
  return { name: `alerts/${task.namespace}/${task.name}`, interval: task.timing.interval, rules: [...scheduleAlerts(task)] };
}

/** Workloads that serve no requests have no request spans, so they get no alerts on them. */
export function workerGroup(worker: AlertedWorkload): AnyGroup {
  return {
    name: `alerts/${worker.namespace}/${worker.name}`,
    interval: worker.timing.interval,
    rules: [...autoscalingAlerts(worker), ...applicationAlerts(worker)],
  };
}

export function workloadGroups(workload: AlertedWorkload): readonly AnyGroup[] {
  const { namespace, name, timing } = workload;
  const group = (topic: string, rules: AnyGroup['rules']): AnyGroup => ({ name: `${topic}/${namespace}/${name}`, interval: timing.interval, rules });
  return [
    objectiveRules(workload),
    group('operations', [...operationRules(workload), ...edgeRules(workload), ...propagationRules(workload)]),
    group('alerts', [...(workload.traced ? spanAlerts(workload) : []), ...autoscalingAlerts(workload), ...applicationAlerts(workload)]),
  ];
}
