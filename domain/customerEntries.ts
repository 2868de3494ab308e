import type { Levels } from './permissions.ts';
import type { Customer } from './relationship.ts';

/** Whoever looks at which customer. */
interface Look {
  customer: Customer;
  member: Levels | undefined;
}

/**
 * What leads on from a customer's record, in the order of the card, and who is shown it; each is authorized again when
 * it is selected. A capability adds its own line here, and its words in `cards/customerMore.ts`.
 */
const ENTRIES = {
  users: ({ customer }) => !customer.endedAt,
  /** The invitation of a provider's copy is the reseller's, and not for the provider to see. */
  invitation: ({ customer }) => !(customer.canOrder && !customer.canSell),
} as const satisfies Record<string, (look: Look) => boolean>;
export type CustomerEntry = keyof typeof ENTRIES;

const NAMES = Object.keys(ENTRIES).filter((name): name is CustomerEntry => Object.hasOwn(ENTRIES, name));

/** What somebody is shown of it. */
export function entriesFor(customer: Customer, member: Levels | undefined): CustomerEntry[] {
  return NAMES.filter(name => ENTRIES[name]({ customer, member }));
}
