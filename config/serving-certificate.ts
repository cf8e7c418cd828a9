/** How long the certificates last with which aggregated APIs serve: made and renewed at apply, and watched by an alert. In days. */
export const servingCertificate = {
  lifetime: 365,
  /** An apply renews when no more than this is left: two months of weekly deployments. */
  renewal: 60,
  /** With less than this left nobody has applied for a month, and somebody is told. */
  warning: 30,
} as const;

/** The Secret with the certificate of a component that serves an API of the cluster; a Lease of the same name says how long it is valid. */
export function servingSecretOf(component: string): string {
  return `${component}-serving`;
}
