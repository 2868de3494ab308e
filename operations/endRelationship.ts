import { changeAdministration } from '../domain/administration.ts';
import type { Company } from '../domain/company.ts';
import { endedPartner } from '../domain/endRelationship.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Customer, Partner } from '../domain/relationship.ts';
import { heldBy, type Service } from '../domain/services.ts';
import type { Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { presentId } from './serveCustomer.ts';
import { whoHears } from './whoHears.ts';

/** So many people are told in one transaction, which is finite. */
const MOST_TOLD = 40;

/** The relationship that is about to end, as the actor's side sees it. */
export interface Ending {
  /** The actor's own side. */
  side: 'customer' | 'partner';
  other: { id: string; name: string };
  sells: boolean;
  orders: boolean;
  administers: Service[];
  /** Other partners who order, or sell, together with this one; their part of it ends as well. */
  sharedWith: { id: string; name: string }[];
  /** Since when it stands; one that was reopened after the question was asked is asked about anew. */
  since: string;
}

export type EndRelationshipOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** An approval has not arrived on both sides yet. */
  | { outcome: 'beingSetUp'; other: { id: string; name: string } }
  | ({ outcome: 'toConfirm' } & Ending)
  | { outcome: 'ended' | 'alreadyEnded'; side: Ending['side']; other: { id: string; name: string } };

/**
 * *Remove relationship* (source document 002), by a global admin of either side: one compare-and-set on the partner's
 * row in the customer's partition, together with the administrator rights that it held. The partner's record, and the
 * part of those with whom the customer was shared, follow by errands; both sides are told. `since` is what the
 * confirmation showed: without it, or when it is old, what would end is shown and nothing changes.
 */
export async function endRelationship(
  desk: Desk,
  actor: Actor,
  otherId: string,
  since: string | undefined,
): Promise<EndRelationshipOutcome> {
  const refused = await refusal(desk, actor, 'removeRelationship');
  if (refused) return refused;
  const side = actor.person?.value.member?.companyKind === 'customer' ? 'customer' : 'partner';
  const { storage } = desk;
  const [customerId, partnerId] =
    side === 'customer' ? [actor.tenantId, otherId] : [await presentId(desk, actor, otherId), actor.tenantId];
  return retryOnConflict(async (): Promise<EndRelationshipOutcome> => {
    const [partner, company, own] = await Promise.all([
      storage.partners.get(customerId, partnerId),
      storage.companies.get(customerId),
      storage.customers.get(partnerId, customerId),
    ]);
    // Each side sees what stands in its own partition, and nothing else.
    const known = side === 'customer' ? partner?.value : own?.value;
    if (!known) return { outcome: 'gone' };
    const other = { id: otherId, name: known.name };
    if (partner?.value.endedAt || (!partner && own?.value.canAdminister !== 'beingSetUp')) {
      return { outcome: 'alreadyEnded', side, other };
    }
    if (!partner || !company || company.value.boundTo || own?.value.canAdminister === 'beingSetUp') {
      return { outcome: 'beingSetUp', other };
    }
    if (since !== partner.value.since) {
      return { outcome: 'toConfirm', ...endingOf(side, other, partner.value, company.value, own?.value) };
    }
    const at = desk.now().toISOString();
    const by = refOf(actor);
    const change = changeAdministration(company.value, { do: 'takeBack', from: partnerId });
    const next = 'refused' in change ? company.value : { ...company.value, ...change.next };
    await storage.commit(customerId, {
      rows: [
        ...storage.partners.put(partner, endedPartner(partner.value, at)),
        ...('refused' in change ? [] : [storage.companies.update(company, next)]),
      ],
      history: [
        historyEntry(at, actor, {
          subject: partnerId,
          event: 'relationshipEnded',
          detail: { name: partner.value.name },
        }),
      ],
      errands: [
        {
          kind: 'endRelationship',
          partnerId,
          customerId,
          by,
          endedAt: at,
          administrationVersion: next.administrationVersion,
        },
        ...(await toldOf(desk, by, at, { partner: partner.value, company: company.value, own })),
      ],
    });
    return { outcome: 'ended', side, other };
  });
}

function endingOf(
  side: Ending['side'],
  other: Ending['other'],
  partner: Partner,
  company: Company,
  own: Customer | undefined,
): Ending {
  return {
    side,
    other,
    sells: partner.canSell,
    orders: partner.canOrder,
    administers: heldBy(company.administration, partner.id),
    sharedWith: (own?.sharedWith ?? []).map(({ id, name }) => ({ id, name })),
    since: partner.since,
  };
}

/** Who is told on both sides: the global admins, and whoever of the partner hears of this customer; not the actor. */
async function toldOf(
  desk: Desk,
  by: PersonRef,
  at: string,
  sides: { partner: Partner; company: Company; own: Row<Customer> | undefined },
): Promise<Errand[]> {
  const { people } = desk.storage;
  const { partner, company, own } = sides;
  const [customers, partners, hearing] = await Promise.all([
    people.holders(company.id, ['globalAdmin']),
    people.holders(partner.id, ['globalAdmin']),
    own ? whoHears(desk, partner.id, own.value) : [],
  ]);
  const told = new Map(
    [...customers, ...partners, ...hearing].map(({ tenantId, objectId }) => [
      `${tenantId} ${objectId}`,
      { tenantId, objectId },
    ]),
  );
  told.delete(`${by.tenantId} ${by.objectId}`);
  const byCompany = by.tenantId === company.id ? company.name : partner.name;
  return [...told.values()].slice(0, MOST_TOLD).map(to => {
    const atCustomer = to.tenantId === company.id;
    const other = atCustomer ? partner : company;
    return {
      kind: 'tell',
      to,
      notice: {
        name: 'relationshipEnded',
        to: atCustomer ? 'customer' : 'partner',
        otherName: other.name,
        otherId: other.id,
        by,
        byCompany,
        at,
      },
    };
  });
}
