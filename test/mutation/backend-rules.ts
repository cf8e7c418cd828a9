/** Files with rules of the configuration for a backend (kinds of workload, containers, secrets, ports, databases), and the suites that test them. */
export const backendRules: Readonly<Record<string, readonly string[]>> = {
  'config/rules/access-rules.ts': ['test/config/access-rules.test.ts'],
  'config/rules/container-rules.ts': ['test/config/container-rules.test.ts', 'test/config/backend-faults.test.ts'],
  'config/rules/database-rules.ts': ['test/config/rules/database-rules.test.ts', 'test/config/budgets/connection-budget.test.ts'],
  'config/rules/egress-rules.ts': ['test/config/egress-rules.test.ts'],
  'config/rules/managed-database-rules.ts': ['test/config/managed-databases.test.ts'],
  'config/rules/port-rules.ts': ['test/config/port-rules.test.ts'],
  'config/rules/route-rules.ts': ['test/config/health-routes.test.ts'],
  'config/rules/sidecar-rules.ts': ['test/config/sidecar-rules.test.ts'],
  'config/rules/task-rules.ts': ['test/config/task-rules.test.ts'],
  'config/rules/worker-rules.ts': ['test/charts/workers.test.ts', 'test/charts/worker-forecast.test.ts'],
};
