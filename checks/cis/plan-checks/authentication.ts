/** Checks of the API server's authentication, and of anonymous access. */
import { planTypes } from '../../plan-types';
import { be, beOff, match } from '../expectation';
import { propertyCheck } from '../plan-check';

const of = planTypes.cluster;

export const clientCertificates = propertyCheck({
  id: 'cis/client-certificates',
  title: 'no client certificate is issued with the cluster',
  why: 'It cannot be revoked: whoever finds it is administrator until the cluster is replaced.',
  of,
  requires: [{ property: 'masterAuth.clientCertificateConfig.issueClientCertificate', must: be(false) }],
});

export const groups = propertyCheck({
  id: 'cis/groups',
  title: 'RBAC takes its groups from the directory',
  why: 'Rights that are given to people one by one stay when the people move on.',
  of,
  requires: [
    { property: 'authenticatorGroupsConfig.securityGroup', must: match(/^gke-security-groups@[\w.-]+$/, 'be the group gke-security-groups of a domain') },
  ],
});

export const legacyAuthorization = propertyCheck({
  id: 'cis/legacy-authorization',
  title: 'the authorization from before RBAC is off',
  why: 'It gives every service account all rights, whatever RBAC says.',
  of,
  requires: [{ property: 'enableLegacyAbac', must: beOff }],
});

export const anonymousAccess = propertyCheck({
  id: 'hardening/anonymous-access',
  title: 'requests without a name reach the health endpoints only',
  why: 'With full anonymous access one wrong binding opens the API to everybody, and version and discovery are open without any.',
  of,
  requires: [{ property: 'anonymousAuthenticationConfig.mode', must: be('LIMITED') }],
});

export const unauthenticatedBindings = propertyCheck({
  id: 'cis/unauthenticated-binding-lock',
  title: 'the API server refuses bindings to system:anonymous and system:unauthenticated',
  why: 'A binding made by hand, or by a chart, opens the cluster to everybody who can connect.',
  of,
  requires: [{ property: 'rbacBindingConfig.enableInsecureBindingSystemUnauthenticated', must: be(false) }],
});

export const authenticatedBindings = propertyCheck({
  id: 'cis/authenticated-binding-lock',
  title: 'the API server refuses bindings to system:authenticated',
  why: 'The group holds everybody with a Google account, not everybody in the company.',
  of,
  requires: [{ property: 'rbacBindingConfig.enableInsecureBindingSystemAuthenticated', must: be(false) }],
});
