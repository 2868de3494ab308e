import type { Errand } from '../../domain/outbox.ts';
import type { House } from '../journeys/support/house.ts';
import type { Person } from '../journeys/support/person.ts';

/** A card that tells someone of something, to be told from others by its customer's name. */
export function notice(to: Person, customerName: string, at: Date): Errand {
  const { tenantId, objectId } = to.options;
  return {
    kind: 'tell',
    to: { tenantId, objectId },
    notice: {
      name: 'invitationWithdrawn',
      invitationId: 'i1',
      kind: 'customer',
      companyName: 'Contoso',
      customerName,
      at: at.toISOString(),
      by: { tenantId, objectId, name: 'Sam Ito' },
      to: 'inviter',
    },
  };
}

/** Puts errands into a company's outbox, as a change of it would. */
export async function queue(house: House, companyId: string, errands: Errand[]): Promise<void> {
  await house.bot.desk.storage.commit(companyId, { rows: [], history: [], errands });
}

/** The customers that someone was told of, in the order in which the cards arrived. */
export function toldOf(person: Person): string[] {
  return person.inbox.flatMap(text => /^The invitation to (.+) was withdrawn/.exec(text)?.[1] ?? []);
}

/** Lets time go by, and the outbox look at what is due. */
export async function passes(house: House, companyId: string, ms: number): Promise<void> {
  house.clock.forward(ms);
  house.bot.worker.wake(companyId);
  await house.settled();
}
