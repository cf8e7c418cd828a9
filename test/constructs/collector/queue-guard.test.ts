import { guardArguments, guardSizes, guardText, queueGuard, startLog } from '../../../constructs/collector/queue-guard';

const container = queueGuard({ image: 'with-a-shell:1', programFolder: '/etc/otelcol', queueFolder: '/var/lib/otelcol', healthPort: 13133, mounts: [] });

test('it runs beside the gateway for as long as the pod, restricted, with the folder and the port of its health', () => {
  expect(container).toMatchObject({
    restartPolicy: 'Always',
    command: ['sh', '/etc/otelcol/queue-guard.sh', '/var/lib/otelcol', '13133', '2', '60'],
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  });
  expect(guardArguments('/queue', 1)).toEqual(['/queue', '1', '2', '60']);
});

test('what it takes is what the quota counts', () => {
  expect([container.resources?.requests?.['cpu']?.value, container.resources?.limits?.['memory']?.value]).toEqual([
    `${guardSizes.cpu.request}m`,
    `${guardSizes.memory.limit}Mi`,
  ]);
});

test('it reads the log that the gateway writes, and leaves it out of what it sets aside', () => {
  expect(startLog('$folder')).toBe('$folder/starts.log');
  expect(guardText).toContain(`starts=${startLog('$folder')} `);
});
