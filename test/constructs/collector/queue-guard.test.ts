import { guardArguments, guardSizes, guardText, queueGuard, queueLink, startLog } from '../../../constructs/collector/queue-guard';

const folders = { queueFolder: '/var/lib/otelcol', ownFolder: '/run/otelcol', healthPort: 13133 };
const container = queueGuard({ image: 'with-a-shell:1', programFolder: '/etc/otelcol', ...folders, mounts: [] });

test('it runs beside the gateway for the whole life of the pod, restricted, with its folders and the health port', () => {
  expect(container).toMatchObject({
    restartPolicy: 'Always',
    command: ['sh', '/etc/otelcol/queue-guard.sh', '/var/lib/otelcol', '/run/otelcol', '13133', '2', '300'],
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  });
  expect(guardArguments({ queueFolder: '/queue', ownFolder: '/own', healthPort: 1 })).toEqual(['/queue', '/own', '1', '2', '300']);
});

test('its requests and limits are those that the quota counts', () => {
  expect([container.resources?.requests?.['cpu']?.value, container.resources?.limits?.['memory']?.value]).toEqual([
    `${guardSizes.cpu.request}m`,
    `${guardSizes.memory.limit}Mi`,
  ]);
});

test('it reads the log that the gateway writes, and creates the symbolic link that the gateway uses', () => {
  expect([startLog('$own'), queueLink('$own')]).toEqual(['$own/starts.log', '$own/queue']);
  expect(guardText).toContain(`link=${queueLink('$own')} `);
  expect(guardText).toContain(`starts=${startLog('$own')} `);
});

test('as process 1 of its container it exits on SIGTERM, or each pod would take its whole grace period', () => {
  expect(guardText).toContain("trap 'exit 0' TERM");
});
