/** Service level objectives, and the people who are notified when one is broken. */
import { z } from 'zod';
import { alertTiming } from './alert-timing';
import { duration, longDuration } from './quantities';
import { secretKey } from './tracing';
import { cidr } from './fields';

/** Where notifications go. Addresses and tokens are secrets: they are read from a mounted Secret. */
const receiver = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: secretKey }),
  z.strictObject({ kind: z.literal('slack'), url: secretKey, channel: z.string().regex(/^#[-_a-z0-9]+$/, 'must be a channel such as "#alerts"') }),
  z.strictObject({ kind: z.literal('pagerduty'), routingKey: secretKey }),
]);

export const alerting = z.strictObject({
  /** Service level objectives of every workload. */
  objectives: z.strictObject({
    /** Share of requests that must not fail. */
    availability: z.number().gt(0.5).lt(1),
    /** Share of requests that must be answered within `target`. */
    latency: z.strictObject({ target: duration, share: z.number().gt(0.5).lt(1) }),
    /** The period of the error budget. */
    period: longDuration,
  }),
  receivers: z.strictObject({
    /** Receives alerts that wake somebody. */
    page: receiver,
    /** Receives alerts that somebody looks at in working hours. */
    ticket: receiver,
    /** Receives a heartbeat, and raises an alarm outside the cluster when the heartbeat stops. */
    deadman: receiver,
  }),
  /** IP ranges of the receivers, because network policies and firewalls match addresses and not host names. */
  egress: z.array(z.strictObject({ cidr, port: z.int().min(1).max(65535) })).min(1, 'must name where receivers are'),
  timing: alertTiming,
});

export type Alerting = z.infer<typeof alerting>;
export type Receiver = z.infer<typeof receiver>;
