import { guardArguments, guardSizes, guardText, queueGuard, queueLink, startLog } from '../../../constructs/collector/queue-guard';

const folders = { queueFolder: '/var/lib/otelcol', ownFolder: '/run/otelcol', healthPort: 13133 };
const container = queueGuard({ image: 'with-a-shell:1', programFolder: '/etc/otelcol', ...folders, mounts: [] });

test('it runs beside the gateway for as long as the pod, restricted, with its folders and the port of its health', () => {
  expect(container).toMatchObject({
    restartPolicy: 'Always',
    command: ['sh', '/etc/otelcol/queue-guard.sh', '/var/lib/otelcol', '/run/otelcol', '13133', '2', '300'],
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  });
  expect(guardArguments({ queueFolder: '/queue', ownFolder: '/own', healthPort: 1 })).toEqual(['/queue', '/own', '1', '2', '300']);
});

test('what it takes is what the quota counts', () => {
  expect([container.resources?.requests?.['cpu']?.value, container.resources?.limits?.['memory']?.value]).toEqual([
    `${guardSizes.cpu.request}m`,
    `${guardSizes.memory.limit}Mi`,
  ]);
});

test('it reads the log that the gateway writes, and makes the link that the gateway follows', () => {
  expect([startLog('$own'), queueLink('$own')]).toEqual(['$own/starts.log', '$own/queue']);
  expect(guardText).toContain(`link=${queueLink('$own')} `);
  expect(guardText).toContain(`starts=${startLog('$own')} `);
});

test('as the first process of its container it ends when it is told to, or each pod would take its whole grace period', () => {
  expect(guardText).toContain("trap 'exit 0' TERM");
});
