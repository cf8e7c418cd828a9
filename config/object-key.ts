/** Identifies an object of an environment in reports and metadata: `dev/Deployment/lyo-backend/backend`. */
export function objectKey(
  environment: string,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string | undefined; readonly name: string },
): string {
  return [environment, kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}
