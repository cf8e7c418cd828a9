import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Budget } from '../config/spending';

export interface SpendingAlertsProps {
  readonly project: pulumi.Input<string>;
  readonly projectNumber: pulumi.Input<string>;
  readonly billingAccount: string;
  readonly budget: Budget;
  /** Notification channels; Cloud Billing accepts at most five. */
  readonly channels: readonly pulumi.Input<string>[];
}

/** Notifies people when the month's bill reaches, or is expected to reach, shares of the budget. It stops nothing. */
export class SpendingAlerts extends pulumi.ComponentResource {
  public constructor(name: string, { project, projectNumber, billingAccount, budget, channels }: SpendingAlertsProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:SpendingAlerts', name, {}, opts);
    // a budget belongs to no project, so calls with user credentials must state a quota project; without one the API answers 403
    const provider = new gcp.Provider(`${name}-billing`, { project, billingProject: project, userProjectOverride: true }, { parent: this });
    new gcp.billing.Budget(
      name,
      {
        billingAccount,
        displayName: name,
        budgetFilter: { projects: [pulumi.interpolate`projects/${projectNumber}`], calendarPeriod: 'MONTH' },
        amount: { specifiedAmount: { currencyCode: budget.currency, units: String(budget.monthly) } },
        thresholdRules: [
          ...budget.thresholds.map((thresholdPercent) => ({ thresholdPercent, spendBasis: 'CURRENT_SPEND' })),
          // early enough to do something about it
          { thresholdPercent: 1, spendBasis: 'FORECASTED_SPEND' },
        ],
        allUpdatesRule: { monitoringNotificationChannels: [...channels], disableDefaultIamRecipients: false },
      },
      { parent: this, provider },
    );
    this.registerOutputs({});
  }
}
