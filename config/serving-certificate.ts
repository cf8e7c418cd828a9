/** Validity, in days, of the serving certificates of aggregated APIs. Apply creates and renews them, and an alert watches them. */
export const servingCertificate = {
  lifetime: 365,
  /** An apply renews when no more than this is left: two months of weekly deployments. */
  renewal: 60,
  /** With less than this left there was no apply for a month, and an alert fires. */
  warning: 30,
} as const;

/** The Secret with the certificate of a component that serves an API of the cluster; a Lease of the same name says how long it is valid. */
export function servingSecretOf(component: string): string {
  return `${component}-serving`;
}
