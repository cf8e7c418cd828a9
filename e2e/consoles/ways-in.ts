/** Requests that try to reach a console without a sign-in. */
import { newTraceId } from '../tracing/otlp';
import type { Question } from './visitor';

/** Paths of Jaeger's pages and API. */
export const plainPaths = [
  '/',
  '/search',
  '/monitor',
  '/static/index.js',
  '/api/services',
  '/api/traces?service=shop&limit=20',
  `/api/traces/${newTraceId()}`,
  '/api/dependencies?endTs=1700000000000',
  '/api/v3/services',
  '/api/metrics/calls?service=shop',
];

/** Paths that begin or end like one that needs no sign-in, to mislead a proxy that normalizes them differently from the console. */
const crookedPaths = [
  '//api/services',
  '/ping/../api/services',
  '/ping/%2e%2e/api/services',
  '/ping%2f..%2fapi%2fservices',
  '/ready/../api/services',
  '/oauth2/../api/services',
  '/oauth2/static/../../api/services',
  '/%2e%2e/api/services',
  '/api/services;/ping',
  '/api/services?/ping',
  '/api/services%3f/ping',
  '/api/services%23/ping',
];

const methods = ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'];

/** Headers with forged identity, origin or path. */
const claims: readonly Readonly<Record<string, string>>[] = [
  { 'X-Forwarded-Email': 'ada@lyo.example', 'X-Forwarded-User': 'ada', 'X-Auth-Request-Email': 'ada@lyo.example' },
  { x_forwarded_email: 'ada@lyo.example' },
  { Authorization: `Basic ${Buffer.from('ada@lyo.example:').toString('base64')}` },
  { Authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"email":"ada@lyo.example"}').toString('base64url')}.` },
  { 'X-Forwarded-For': '127.0.0.1', 'X-Real-Ip': '127.0.0.1' },
  { 'X-Forwarded-Uri': '/ping', 'X-Original-Url': '/ping', 'X-Rewrite-Url': '/ping' },
  { 'X-Forwarded-Method': 'OPTIONS', 'User-Agent': 'kube-probe/1.36' },
  { 'User-Agent': 'GoogleHC/1.0' },
  { Cookie: '__Host-lyo-jaeger=eyJlbWFpbCI6ImFkYUBseW8uZXhhbXBsZSJ9|1700000000|c2lnbmVk; __Host-lyo-grafana=1' },
];

export const crookedQuestions: readonly Question[] = [
  ...crookedPaths.map((path) => ({ path })),
  ...methods.map((method) => ({ path: '/api/services', method })),
  ...claims.map((headers) => ({ path: '/api/services', headers })),
];
