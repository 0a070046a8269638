import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';

export interface BudgetProps {
  readonly name: string;
  readonly monthly: number; // US dollars, the only currency AWS budgets in
  readonly email: string;
}

/** Tells of a month that costs, or will cost, more than it should. It counts what carries the stage's tags, which a payer
 *  has to activate as cost allocation tags once. */
export function budget(scope: Construct, { name, monthly, email }: BudgetProps, tag: string): CfnBudget {
  const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: {
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
    },
    subscribers: [{ subscriptionType: 'EMAIL', address: email }],
  });
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthly, unit: 'USD' },
      costFilters: { TagKeyValue: [tag] },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
}
