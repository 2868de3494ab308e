import * as z from 'zod';
import { guid, moment, personRefSchema } from './identity.ts';

/**
 * A provider and a reseller that work together (source documents 001, 003), as each of them keeps the other. The
 * reseller's row decides; the provider's is its projection, and `beingSetUp` until that has arrived.
 */
export const partnershipSchema = z.object({
  /** The other company: the provider in a reseller's partition, the reseller in a provider's. */
  partnerId: guid,
  name: z.string(),
  mpnId: z.string().optional(),
  country: z.string().optional(),
  state: z.enum(['beingSetUp', 'active', 'removed']),
  /** Whether the provider has administrator access to the reseller's tenant; the reseller may take it back alone. */
  providerAdministers: z.boolean(),
  since: moment,
  invitationId: z.string(),
  /** Raised by every change of the deciding row, so that an older projection never overwrites a newer one. */
  version: z.number().int(),
  /** At the provider: who is told of customers that the two share; at first whoever requested the partnership. */
  watchers: z.array(personRefSchema),
});
export type Partnership = z.infer<typeof partnershipSchema>;

export type PartnershipCommand = { do: 'remove' } | { do: 'removeAdministration' };
export type PartnershipEvent = 'partnershipRemoved' | 'administratorAccessRemoved';

/** Applies a command to the deciding row; refused when there is nothing left to remove. */
export function changePartnership(
  partnership: Partnership,
  command: PartnershipCommand,
): { next: Partnership; event: PartnershipEvent } | { refused: 'notActive' | 'nothingToRemove' } {
  if (partnership.state !== 'active') return { refused: 'notActive' };
  const version = partnership.version + 1;
  switch (command.do) {
    case 'remove':
      return {
        next: { ...partnership, state: 'removed', providerAdministers: false, version },
        event: 'partnershipRemoved',
      };
    case 'removeAdministration':
      if (!partnership.providerAdministers) return { refused: 'nothingToRemove' };
      return {
        next: { ...partnership, providerAdministers: false, version },
        event: 'administratorAccessRemoved',
      };
  }
}
