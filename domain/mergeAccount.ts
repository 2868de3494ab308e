import type { Company } from './company.ts';
import type { PersonRef } from './identity.ts';
import type { Customer, Partner, Sharing } from './relationship.ts';
import { type Administration, heldBy, SERVICES } from './services.ts';

/**
 * What becomes of a partner when the account that it serves gets a tenant, which may have it as a partner already:
 * both relationships are one, with the rights of both. Undefined when nothing is left to add. Pure.
 */
export function mergedPartner(
  known: Partner | undefined,
  ofAccount: Partner,
  by: PersonRef,
): Partner | undefined {
  if (ofAccount.endedAt) return known ? undefined : ofAccount;
  if (!known || known.endedAt) return { ...ofAccount, approvedBy: by };
  return {
    ...known,
    canSell: known.canSell || ofAccount.canSell,
    canOrder: known.canOrder || ofAccount.canOrder,
    ordersThrough: joined(known.ordersThrough, ofAccount.ordersThrough),
  };
}

/**
 * Who administers which service of a tenant that an account joins: what stands there stays, and only what nobody
 * administers goes to whom the account had, if that partner is one still. Pure.
 */
export function mergedAdministration(
  standing: Administration,
  ofAccount: Administration,
  present: readonly string[],
): Administration {
  const added = SERVICES.flatMap(service => {
    const holder = ofAccount[service];
    return !standing[service] && holder && present.includes(holder.partnerId) ? [[service, holder]] : [];
  });
  return { ...standing, ...Object.fromEntries(added) };
}

/**
 * A partner's record of a customer whose account got a tenant: under the tenant's id and name, with what the customer's
 * own row says of who administers. `standing` is the record that the partner had of the tenant. Pure.
 */
export function mergedCustomer(
  partnerId: string,
  ofAccount: Customer,
  standing: Customer | undefined,
  { id, name, administration, administrationVersion }: Company,
): Customer {
  const both = [ofAccount, ...(standing ? [standing] : [])];
  const present = both.filter(record => !record.endedAt);
  const kept = standing && (!standing.endedAt || ofAccount.endedAt) ? standing : ofAccount;
  const administers = present.length > 0 ? heldBy(administration, partnerId) : [];
  return {
    ...kept,
    id,
    name,
    canSell: present.some(record => record.canSell),
    canOrder: present.some(record => record.canOrder),
    canAdminister: administers.length > 0 ? 'yes' : 'no',
    administers,
    administrationVersion,
    sharedWith: present.reduce<Sharing[]>((all, record) => joined(all, record.sharedWith), []),
  };
}

function joined(some: readonly Sharing[], others: readonly Sharing[]): Sharing[] {
  return [...some, ...others.filter(other => some.every(each => each.id !== other.id))];
}
