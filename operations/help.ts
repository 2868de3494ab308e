import type { Command } from '../domain/commands.ts';
import { may } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';

/** What this person may do here, most useful first; one row of storage is enough to tell (design §3). */
export function whatMayIDo(person: Person | undefined): Command[] {
  const member = person?.member;
  if (!member) return ['setUpCompany', 'accept', 'invitations', 'language', 'help'];
  const partner = member.companyKind !== 'customer';
  const offered: Command[] = [];
  if (partner && may('inviteCustomer', member)) offered.push('inviteCustomer');
  if (partner && may('seeCustomers', member)) offered.push('customers');
  if (!partner || may('seeCustomers', member)) offered.push('invitations');
  if (!partner) offered.push('accept');
  return [...offered, 'setUpCompany', 'language', 'help'];
}
