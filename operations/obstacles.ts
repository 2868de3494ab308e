import { type Company, type CompanyKind, isPartner } from '../domain/company.ts';
import { isSamePerson, type PersonRef } from '../domain/identity.ts';
import type { Invitation } from '../domain/invitation.ts';
import { sameMarket } from '../domain/market.ts';
import type { Partnership } from '../domain/partnership.ts';
import { type Levels, may } from '../domain/permissions.ts';
import type { Row } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';

/** Why a company can never answer an invitation: it is the wrong kind of link for it. Nobody becomes a recipient by it. */
export type WrongLink =
  | { outcome: 'partnerCannotBeCustomer'; companyName: string; kind: CompanyKind }
  | { outcome: 'onlyResellers'; companyName: string; kind: CompanyKind }
  | { outcome: 'otherCompany' };

/** A customer's link opened by a partner, a partnership link opened by anything but a reseller, somebody else's link. */
export function wrongLink(
  invitation: Invitation,
  actor: Actor,
  company: Company | undefined,
): WrongLink | undefined {
  if (invitation.onlyFor && invitation.onlyFor !== actor.tenantId) return { outcome: 'otherCompany' };
  if (!company) return undefined;
  const { kind, name: companyName } = company;
  if (invitation.kind !== 'partnership') {
    return isPartner(kind) ? { outcome: 'partnerCannotBeCustomer', companyName, kind } : undefined;
  }
  return kind === 'indirectReseller' ? undefined : { outcome: 'onlyResellers', companyName, kind };
}

/** What stands in the way for now; the invitation is kept and may be accepted once it is out of the way. */
export type Obstacle =
  | { outcome: 'notEnrolled'; invitation: Invitation }
  | { outcome: 'notActiveYet'; invitation: Invitation }
  | { outcome: 'countryMissing'; invitation: Invitation }
  | { outcome: 'otherMarket'; invitation: Invitation; country: string }
  | { outcome: 'alreadyPartners'; invitation: Invitation }
  | { outcome: 'partnershipEnded'; invitation: Invitation }
  | { outcome: 'relationshipEnded'; invitation: Invitation }
  | { outcome: 'onlyGlobalAdmin'; invitation: Invitation; admins: PersonRef[] };

/**
 * What must hold before an invitation is shown as acceptable, each with a sentence of its own (source document 001;
 * markets: EU and EFTA are one, else the country). `partnership` is what the two companies, or a joint invitation's
 * reseller and provider, have now.
 */
export async function obstacle(
  desk: Desk,
  viewer: PersonRef,
  levels: Levels | undefined,
  invitation: Invitation,
  company: Company | undefined,
  partnership: Row<Partnership> | undefined,
): Promise<Obstacle | undefined> {
  const stopped =
    companyObstacle(desk, invitation, company, partnership?.value) ?? (await endedSince(desk, invitation));
  if (stopped) return stopped;
  if (company && !mayDecideFor(invitation, levels)) {
    return { outcome: 'onlyGlobalAdmin', invitation, admins: await globalAdmins(desk, viewer) };
  }
  return undefined;
}

/** Whether these levels let someone decide on an invitation for a company that stands here. */
export function mayDecideFor({ kind }: Invitation, levels: Levels | undefined): boolean {
  return may(kind === 'partnership' ? 'authorizeProvider' : 'approveResellerRelationship', levels);
}

/** What stands between the companies themselves, whoever of them decides. */
export function companyObstacle(
  desk: Desk,
  invitation: Invitation,
  company: Company | undefined,
  partnership: Partnership | undefined,
): Exclude<Obstacle, { outcome: 'onlyGlobalAdmin' | 'relationshipEnded' }> | undefined {
  if (invitation.kind === 'partnership') return partnershipObstacle(desk, invitation, company, partnership);
  return invitation.provider && partnership?.state !== 'active'
    ? { outcome: 'partnershipEnded', invitation }
    : undefined;
}

/** What a customer of old is asked for depends on the relationship that it has: with a former one there is nothing to add to. */
export async function endedSince(
  desk: Desk,
  invitation: Invitation,
): Promise<Extract<Obstacle, { outcome: 'relationshipEnded' }> | undefined> {
  if (!invitation.onlyFor) return undefined;
  const own = await desk.storage.customers.get(invitation.inviter.companyId, invitation.onlyFor);
  return own?.value.endedAt ? { outcome: 'relationshipEnded', invitation } : undefined;
}

function partnershipObstacle(
  desk: Desk,
  invitation: Invitation,
  company: Company | undefined,
  partnership: Partnership | undefined,
): ReturnType<typeof companyObstacle> {
  if (!company) return { outcome: 'notEnrolled', invitation };
  if (company.state !== 'active') return { outcome: 'notActiveYet', invitation };
  if (partnership && partnership.state !== 'removed') return { outcome: 'alreadyPartners', invitation };
  const provider = invitation.inviter.country;
  if (desk.settings.allowCrossRegion) return undefined;
  if (!company.country || !provider) return { outcome: 'countryMissing', invitation };
  if (!sameMarket(company.country, provider)) {
    return { outcome: 'otherMarket', invitation, country: company.country };
  }
  return undefined;
}

/**
 * The partnership that an invitation depends on, from the reseller's partition, where it is decided: of a joint one
 * the inviter's with the provider, of a request the acceptor's with the inviter. One point read, or none.
 */
export async function partnershipOf(
  desk: Desk,
  invitation: Invitation,
  acceptorId: string,
): Promise<Row<Partnership> | undefined> {
  const { partnerships } = desk.storage;
  if (invitation.kind === 'partnership') return partnerships.get(acceptorId, invitation.inviter.companyId);
  return invitation.provider && partnerships.get(invitation.inviter.companyId, invitation.provider.companyId);
}

/** Whether the partnership that an invitation of ours speaks for stands; of others it asks nothing. */
export async function partnershipStands(desk: Desk, { inviter, provider }: Invitation): Promise<boolean> {
  if (!provider) return true;
  const row = await desk.storage.partnerships.get(inviter.companyId, provider.companyId);
  return row?.value.state === 'active';
}

/** The other global admins of someone's company. */
export async function globalAdmins(desk: Desk, viewer: PersonRef): Promise<PersonRef[]> {
  const holders = await desk.storage.people.holders(viewer.tenantId, ['globalAdmin']);
  return holders
    .filter(person => !isSamePerson(person, viewer))
    .map(({ tenantId, objectId, name }) => ({ tenantId, objectId, name }));
}
