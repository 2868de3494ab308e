import type { Invitation } from '../domain/invitation.ts';
import { recipient } from '../domain/invitation.ts';
import { may } from '../domain/permissions.ts';
import { type Purchase, purchasesOf } from '../domain/purchasePermission.ts';
import type { Partner } from '../domain/relationship.ts';
import { type Administration, heldBy, type Service } from '../domain/services.ts';
import { adoptPartners } from './adoptPartners.ts';
import type { Actor, Desk } from './desk.ts';
import { pageOrGone } from './pageOrGone.ts';
import { type NotAllowed, refusal } from './rights.ts';

const PAGE = 8;

/** A partner with the services that it administers, by the customer's own row, which decides. */
export interface ListedPartner {
  partner: Partner;
  administers: Service[];
}

export type PartnersOutcome =
  | NotAllowed
  /** The continuation is none that was handed out here. */
  | { outcome: 'gone' }
  /** Partners have customers, and lists of each other. */
  | { outcome: 'onlyCustomers' }
  | {
      outcome: 'listed';
      partners: ListedPartner[];
      administration: Administration;
      /** Nobody is one at present, and there were some: they are found by their names. */
      onlyFormer: boolean;
      search: string | undefined;
      next: string | undefined;
    };

/** A customer's partners by name, or those that a search finds: who sells to it, and who administers which services. */
export async function listPartners(
  desk: Desk,
  actor: Actor,
  search?: string,
  continuation?: string,
): Promise<PartnersOutcome> {
  const refused = await mayNotSee(desk, actor);
  if (refused) return refused;
  const wanted = search?.trim() || undefined;
  if (!continuation && !wanted) await adoptPartners(desk, actor.tenantId);
  const [page, company] = await Promise.all([
    pageOrGone(desk.storage.partners.page(actor.tenantId, PAGE, wanted, continuation)),
    desk.storage.companies.get(actor.tenantId),
  ]);
  if (!page || !company) return { outcome: 'gone' };
  const { administration } = company.value;
  const partners = [...new Map(page.rows.map(row => [row.value.id, row.value])).values()].map(partner => ({
    partner,
    administers: heldBy(administration, partner.id),
  }));
  const none = !wanted && !continuation && partners.length === 0;
  const onlyFormer = none && (await desk.storage.partners.records(actor.tenantId, 1)).rows.length > 0;
  return { outcome: 'listed', partners, administration, onlyFormer, search: wanted, next: page.continuation };
}

export type PartnerOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'onlyCustomers' }
  | ({
      outcome: 'shown';
      /** By which invitation it came to be, while that can be read. */
      invitation: Invitation | undefined;
      /** Whether the viewer opened it, and may look at it again. */
      mayOpenInvitation: boolean;
      mayTakeBack: boolean;
      mayEnd: boolean;
      /** What the partner lets the customer buy by itself. */
      mayBuy: Purchase[];
      administrationVersion: number;
    } & ListedPartner);

/** One partner of the actor's company. */
export async function showPartner(desk: Desk, actor: Actor, partnerId: string): Promise<PartnerOutcome> {
  const refused = await mayNotSee(desk, actor);
  if (refused) return refused;
  const { storage } = desk;
  const [row, company, permission] = await Promise.all([
    storage.partners.get(actor.tenantId, partnerId),
    storage.companies.get(actor.tenantId),
    storage.purchasePermissions.get(actor.tenantId, partnerId),
  ]);
  if (!row || !company) return { outcome: 'gone' };
  const partner = row.value;
  const invitation = (await storage.invitations.get(partner.invitationId))?.value;
  const { administration, administrationVersion } = company.value;
  const member = actor.person?.value.member;
  return {
    outcome: 'shown',
    partner,
    administers: heldBy(administration, partnerId),
    mayBuy: purchasesOf(permission?.value),
    invitation,
    mayOpenInvitation: invitation !== undefined && recipient(invitation, actor) !== undefined,
    mayTakeBack: may('takeBackAdministration', member),
    mayEnd: may('removeRelationship', member),
    administrationVersion,
  };
}

async function mayNotSee(
  desk: Desk,
  actor: Actor,
): Promise<NotAllowed | { outcome: 'onlyCustomers' } | undefined> {
  const member = actor.person?.value.member;
  if (member && member.companyKind !== 'customer') return { outcome: 'onlyCustomers' };
  return refusal(desk, actor, 'seePartnerProfiles');
}
