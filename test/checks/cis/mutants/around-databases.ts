import { planTypes } from '../../../../checks/plan-types';
import { altered } from '../../../altered';
import type { PlanDraft } from '../plan-draft';
import { breaking, type PlanMutant } from '../plan-mutant';

const sound = {
  [planTypes.regionalAddress]: { address: '10.10.16.2', addressType: 'INTERNAL', subnetwork: '${Subnetwork.lyo-dev-databases.id}' },
  [planTypes.forwardingRule]: {
    ipAddress: '${Address.lyo-dev-databases-orders.id}',
    target: '${DatabaseInstance.orders.pscServiceAttachmentLink}',
    loadBalancingScheme: '',
    allowPscGlobalAccess: false,
  },
  [planTypes.databaseUser]: { instance: 'orders', name: 'database-orders@lyo.iam', type: 'CLOUD_IAM_SERVICE_ACCOUNT' },
  [planTypes.alertPolicy]: { notificationChannels: ['channel'], conditions: [{ displayName: 'full' }] },
} as const;

/** The clean plan has no such resource, so each mutant adds one; `undefined` removes a property. */
const added =
  (type: keyof typeof sound, path: string, value: unknown) =>
  (draft: PlanDraft): void =>
    draft.add(type, 'orders', altered(sound[type], { [path]: value }) as Record<string, unknown>);

const role =
  (...permissions: readonly string[]) =>
  (draft: PlanDraft): void =>
    draft.add(planTypes.ownRole, 'pipeline', { roleId: 'pipeline', permissions });

const inZone = (...path: readonly string[]): readonly string[] => ['inputs', ...path];

export const aroundDatabasesMutants: readonly PlanMutant[] = [
  ...breaking('hardening/service-addresses', [
    ['an address of the internet', added(planTypes.regionalAddress, 'addressType', 'EXTERNAL')],
    ['an address of which nothing is said', added(planTypes.regionalAddress, 'addressType', undefined)],
    ['an address in no subnet of ours', added(planTypes.regionalAddress, 'subnetwork', undefined)],
  ]),
  ...breaking('hardening/service-endpoints', [
    ['a load balancer to the internet', added(planTypes.forwardingRule, 'loadBalancingScheme', 'EXTERNAL')],
    ['a scheme by default', added(planTypes.forwardingRule, 'loadBalancingScheme', undefined)],
    ['a way in from every region', added(planTypes.forwardingRule, 'allowPscGlobalAccess', true)],
    ['a way to nothing', added(planTypes.forwardingRule, 'target', '')],
  ]),
  ...breaking('hardening/private-zones', [
    ['a zone for everybody', (draft) => draft.edit(planTypes.zone).set(inZone('visibility'), 'public')],
    ['a zone of which nothing is said', (draft) => draft.edit(planTypes.zone).remove(inZone('visibility'))],
    ['a zone of no network', (draft) => draft.edit(planTypes.zone).set(inZone('privateVisibilityConfig', 'networks'), [])],
    ['a second one for everybody', (draft) => draft.copy(planTypes.zone).set(inZone('visibility'), 'public')],
  ]),
  ...breaking('hardening/database-users', [
    ['a user with a password', added(planTypes.databaseUser, 'type', 'BUILT_IN')],
    ['a user of which nothing is said', added(planTypes.databaseUser, 'type', undefined)],
    ['a password in the program', added(planTypes.databaseUser, 'password', 'something')],
  ]),
  ...breaking('hardening/database-alerts', [
    ['an alert that is off', added(planTypes.alertPolicy, 'enabled', false)],
    ['an alert that reaches nobody', added(planTypes.alertPolicy, 'notificationChannels', [])],
    ['an alert without whom it reaches', added(planTypes.alertPolicy, 'notificationChannels', undefined)],
    ['an alert on nothing', added(planTypes.alertPolicy, 'conditions', [])],
  ]),
  ...breaking('hardening/own-roles', [
    ['reading the values of secrets', role('secretmanager.secrets.create', 'secretmanager.versions.access')],
    ['signing in at databases', role('cloudsql.instances.login')],
    ['taking data out of databases', role('cloudsql.instances.update', 'cloudsql.instances.export')],
    ['acting as an account', role('iam.serviceAccounts.actAs')],
    ['making itself the owner', role('resourcemanager.projects.setIamPolicy')],
    ['everything of a service', role('secretmanager.*')],
    ['a role without a permission', role()],
  ]),
];
