/** Files with rules of the configuration for a backend (kinds of workload, containers, secrets, ports, databases), and the suites that test them. */
export const backendRules: Readonly<Record<string, readonly string[]>> = {
  'config/rules/access-rules.ts': ['test/config/access-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/container-rules.ts': ['test/config/container-rules.test.ts', 'test/config/backend-faults.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/database-rules.ts': [
    'test/config/rules/database-rules.test.ts',
    'test/config/managed-databases.test.ts',
    'test/config/budgets/connection-budget.test.ts',
  ],
  'config/rules/egress-rules.ts': ['test/config/egress-rules.test.ts', 'test/config/port-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/managed-database-rules.ts': ['test/config/managed-databases.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/port-rules.ts': ['test/config/port-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/route-rules.ts': ['test/config/health-routes.test.ts'],
  'config/rules/sidecar-rules.ts': ['test/config/sidecar-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/task-rules.ts': ['test/config/task-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  'config/rules/worker-rules.ts': ['test/config/worker-rules.test.ts', 'test/config/backend-bounds.test.ts'],
};

export interface BackendShapes {
  /** Declarations of the file, each of which is a rule of its own: a shape, or a function that judges a value. */
  readonly names: readonly string[];
  readonly tests: readonly string[];
}

/** Files with the shapes of single fields of a backend. */
export const backendShapes: Readonly<Record<string, BackendShapes>> = {
  'config/access.ts': {
    names: ['role', 'resource', 'access', 'powerOf'],
    tests: ['test/config/every-field.test.ts', 'test/config/access-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/budgets/connection-budget.ts': {
    names: ['connectionBudget'],
    tests: ['test/config/budgets/connection-budget.test.ts', 'test/config/rules/database-rules.test.ts'],
  },
  'config/budgets/pool-bounds.ts': {
    names: ['sqlDatabasesOf', 'mostPoolOf'],
    tests: ['test/config/budgets/pool-bounds.test.ts', 'test/config/budgets/connection-budget.test.ts'],
  },
  'config/container.ts': {
    names: ['variableName', 'variableValue', 'absolutePath', 'words', 'secretName', 'secretKey', 'secretSource', 'container', 'referencesOf'],
    tests: [
      'test/config/every-field.test.ts',
      'test/config/container-rules.test.ts',
      'test/config/access-rules.test.ts',
      'test/config/sidecar-rules.test.ts',
      'test/config/backend-bounds.test.ts',
    ],
  },
  'config/credentials.ts': {
    names: ['holdsCredential', 'assignsCredential', 'isNamed', 'isReference', 'isPlace', 'isRandom', 'argumentsOf'],
    tests: ['test/config/credentials.test.ts'],
  },
  'config/database.ts': {
    names: ['database', 'connectionPool', 'connectionsOfPod'],
    tests: [
      'test/config/every-field.test.ts',
      'test/config/rules/database-rules.test.ts',
      'test/config/managed-databases.test.ts',
      'test/config/budgets/connection-budget.test.ts',
      'test/config/backend-bounds.test.ts',
    ],
  },
  'config/egress.ts': {
    names: ['destination', 'isVast'],
    tests: ['test/config/every-field.test.ts', 'test/config/egress-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/further-ports.ts': {
    names: ['furtherPorts', 'callee', 'calleesOf'],
    tests: ['test/config/every-field.test.ts', 'test/config/port-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/google/cloud-sql.ts': {
    names: ['cloudSql', 'databaseMachine', 'isIn', 'mostConnections'],
    tests: ['test/config/every-field.test.ts', 'test/config/managed-databases.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/google/memorystore.ts': {
    names: ['memorystore', 'persistence'],
    tests: ['test/config/every-field.test.ts', 'test/config/managed-databases.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/health-routes.ts': {
    names: ['route'],
    tests: ['test/config/every-field.test.ts', 'test/config/health-routes.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/schedule.ts': {
    names: ['schedule', 'timeZone', 'longestGap'],
    tests: ['test/config/every-field.test.ts', 'test/config/task-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/sidecars.ts': {
    names: ['question', 'sidecar'],
    tests: ['test/config/every-field.test.ts', 'test/config/sidecar-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/workloads/scheduled.ts': {
    names: ['scheduled'],
    tests: ['test/config/every-field.test.ts', 'test/config/task-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/workloads/task.ts': {
    names: ['attempts'],
    tests: ['test/config/every-field.test.ts', 'test/config/task-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
  'config/workloads/worker.ts': {
    names: ['worker'],
    tests: ['test/config/every-field.test.ts', 'test/config/worker-rules.test.ts', 'test/config/backend-bounds.test.ts'],
  },
};

/** Suites about a file whose names do not tell so. */
export function suitesAbout(file: string): readonly string[] {
  return backendRules[file] ?? backendShapes[file]?.tests ?? [];
}
