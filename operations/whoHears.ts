import type { CompanyId } from '../domain/identity.ts';
import { may } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Desk } from './desk.ts';

type Address = { tenantId: string; objectId: string };

/**
 * Who at a partner hears of what a customer decided: whoever invited it, as long as they may see customers; else the
 * partner's global admins, so that somebody always does.
 */
export async function whoHears(desk: Desk, partnerId: CompanyId, customer: Customer): Promise<Address[]> {
  const { storage } = desk;
  const inviter = (await storage.invitations.get(customer.invitationId))?.value.inviter.person;
  const person =
    inviter?.tenantId === partnerId ? await storage.people.get(partnerId, inviter.objectId) : undefined;
  if (person && may('seeCustomers', person.value.member)) return [addressOf(person.value)];
  return (await storage.people.holders(partnerId, ['globalAdmin'])).map(addressOf);
}

function addressOf({ tenantId, objectId }: Address): Address {
  return { tenantId, objectId };
}
