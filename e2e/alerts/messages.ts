/** The fields of receivers' messages that scenarios read. */
import { z } from 'zod';
import type { Delivery } from './played-receivers';

/** An event for PagerDuty (developer.pagerduty.com/docs/events-api-v2). */
const page = z.looseObject({
  event_action: z.enum(['trigger', 'resolve']),
  dedup_key: z.string().min(1),
  payload: z
    .looseObject({ summary: z.string(), severity: z.string(), group: z.string(), component: z.string(), custom_details: z.looseObject({ alerts: z.string() }) })
    .optional(),
  links: z.array(z.looseObject({ href: z.string(), text: z.string() })).default([]),
});

/** A message for an incoming webhook of Slack, one attachment each. */
const ticket = z.looseObject({
  channel: z.string(),
  attachments: z.tuple([z.looseObject({ title: z.string(), title_link: z.string(), text: z.string(), color: z.string() })]),
});

export type Page = z.infer<typeof page>;
export type Ticket = z.infer<typeof ticket>['attachments'][0];

/** Events that PagerDuty accepted, oldest first. */
export function pagesIn(deliveries: readonly Delivery[]): readonly Page[] {
  return deliveries.flatMap(({ accepted, body }) => (accepted ? [page.parse(body)] : []));
}

/** The tickets that arrived, oldest first. */
export function ticketsIn(deliveries: readonly Delivery[]): readonly Ticket[] {
  return deliveries.map(({ body }) => ticket.parse(body).attachments[0]);
}

/** The first ticket of an alert, if there is one. @param about a part of its text. @default - anything */
export function ticketOf(tickets: readonly Ticket[], alert: string, about = ''): Ticket | undefined {
  return tickets.find(({ title, text }) => title.includes(`] ${alert}`) && text.includes(about));
}

/** Seconds between each moment and the one before it. @param moments in milliseconds, in their order */
export function gaps(moments: readonly number[]): readonly number[] {
  return moments.slice(1).map((moment, index) => (moment - (moments[index] ?? moment)) / 1000);
}
