/** Validity, in days, of the serving certificates of aggregated APIs. Apply creates and renews them, and an alert watches them. */
export const servingCertificate = {
  lifetime: 365,
  /** Apply renews a certificate with at most this many days left: two months, so with weekly deployments it has eight occasions. */
  renewal: 60,
  /** With fewer days left an alert fires: there was no apply for a month. */
  warning: 30,
} as const;

/** The Secret with the certificate of a component that serves an API of the cluster; a Lease of the same name says how long it is valid. */
export function servingSecretOf(component: string): string {
  return `${component}-serving`;
}
