import { parsePlan, readPlan } from '../../checks/plan-file';

describe('a plan', () => {
  test('has resources with options and inputs', () => {
    const plan = parsePlan(
      '{ environment: dev, resources: [{ type: "gcp:kms/keyRing:KeyRing", name: a, options: { protect: true }, inputs: { name: a } }] }',
      'plans/dev.yaml',
    );
    expect(plan).toEqual({
      environment: 'dev',
      file: 'plans/dev.yaml',
      resources: [{ type: 'gcp:kms/keyRing:KeyRing', name: 'a', options: { protect: true }, inputs: { name: 'a' } }],
    });
  });

  test('may leave options and inputs out', () => {
    const [resource] = parsePlan('{ environment: dev, resources: [{ type: t, name: a }] }', 'x').resources;
    expect(resource).toEqual({ type: 't', name: 'a', options: {}, inputs: {} });
  });

  test('that is invalid is refused with the place', () => {
    expect(() => parsePlan('{ environment: dev, resources: [{ name: a }] }', 'plans/dev.yaml')).toThrow(
      /plans\/dev\.yaml: must be a plan, and resources\.0\.type: /,
    );
    expect(() => parsePlan('', 'plans/dev.yaml')).toThrow(/plans\/dev\.yaml: must be a plan/);
  });

  test('that does not exist yet is refused with the command that writes it', () => {
    expect(() => readPlan('plans', 'nowhere')).toThrow('plans/nowhere.yaml: the plan must be made first (npm run plan)');
  });
});
