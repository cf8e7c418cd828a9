/** Fields that several parts of a configuration have. */
import { z } from 'zod';

/** RFC 1123 label: what Kubernetes accepts as the name of a Service. */
export const dnsLabel = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a DNS label (lower case, digits, "-", at most 63)')
  // names are keys of the configuration, and every object of JavaScript has this one
  .refine((name) => name !== 'constructor', 'must be another name than "constructor", which every object of the configuration has');

/** An image with a version: a tag other than `latest`, a digest, or both. */
export const pinnedImage = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+(:(?!latest(?:$|@))\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/,
    'must be a full image name with a pinned tag or digest',
  );

export const cidr = z.cidrv4('must be an IPv4 range such as "10.0.0.0/16"');

/** UTC. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC such as "01:00"');

export const weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

export const port = z.int().min(1).max(65535);
