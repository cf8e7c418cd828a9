import { noon, limits, playedWorld, validSettings, workloadSettings } from '../played-world';

/** Publication and outcome of a service that has learned, with changed limits. */
async function outcomeUnder(change: Readonly<Record<string, unknown>>): Promise<unknown> {
  const world = playedWorld(validSettings({ workloads: [workloadSettings('backend', { limits: { ...limits, ...change } })] }));
  await world.ticks(2);
  const [state] = world.service.view().states;
  const [first] = state?.outcomes ?? [];
  return { published: state?.published, because: first?.kind === 'refusal' ? first.because : undefined };
}

const reactive = { forecast: 0, headroom: 1, validUntil: noon + 60 + 45 };

test('a limit that refuses makes the gauges neutral and valid, and is named', async () => {
  const day = { from: new Date((noon - 3600) * 1000).toISOString(), until: new Date((noon + 3600) * 1000).toISOString() };
  expect(await outcomeUnder({ freezes: [day] })).toEqual({ published: reactive, because: 'frozen' });
  expect(await outcomeUnder({ evidenceDays: 4 })).toEqual({ published: expect.objectContaining({ validUntil: noon + 105 }), because: undefined });
});

test('extra pod-hours are counted, and no more are used when the budget is spent', async () => {
  const ahead = async (extraPodHours: number): Promise<readonly number[]> => {
    const world = playedWorld(validSettings({ workloads: [workloadSettings('backend', { limits: { ...limits, extraPodHours }, startUp: 1800 })] }));
    await world.ticks(2);
    const [state] = world.service.view().states;
    const present = Math.ceil((state?.history?.values.at(-1) ?? 0) / 100);
    return [(state?.published?.forecast ?? 0) - present, [...(state?.spending.values() ?? [])].reduce((sum, podHours) => sum + podHours, 0)];
  };
  const [more = 0, counted] = await ahead(100);
  expect(more).toBeGreaterThan(0);
  expect(counted).toBeCloseTo((more * 30) / 3600, 9);
  const [none, nothing] = await ahead(0);
  expect(none).toBeLessThanOrEqual(0);
  expect(nothing).toBe(0);
});
