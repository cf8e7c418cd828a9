import { apiServices } from '../objects/metrics-api';
import { check } from '../check';

export const insecureApi = check({
  id: 'autoscaling/insecure-api',
  title: 'the API server verifies the certificate of an aggregated API',
  why: "Any server at that address could answer for the API: it would decide how many pods run, and see the callers' identities.",
  find: (manifests) =>
    apiServices
      .of(manifests)
      .filter(({ value }) => value.spec.insecureSkipTLSVerify === true)
      .map(({ object }) => ({
        subject: object,
        problem: 'spec.insecureSkipTLSVerify is true',
        fix: 'leave it out; the apply step makes the serving certificate and sets caBundle under a field manager of its own',
      })),
});
