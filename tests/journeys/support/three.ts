import type { House } from './house.ts';
import type { Office } from './partnerships.ts';

/** The two partners of a joint invitation and the customer that it goes to. */
export interface Three {
  provider: Office;
  reseller: Office;
  customer: Office;
}

/** Who has a relationship with the customer, and who the customer has one with. */
export async function standing(house: House, { provider, reseller, customer }: Three) {
  const { customers, partners } = house.bot.desk.storage;
  const [atReseller, atProvider, theReseller, theProvider] = await Promise.all([
    customers.get(reseller.id, customer.id),
    customers.get(provider.id, customer.id),
    partners.get(customer.id, reseller.id),
    partners.get(customer.id, provider.id),
  ]);
  return {
    resellerSells: atReseller?.value.canSell ?? false,
    resellerAdministers: atReseller?.value.canAdminister ?? 'no',
    providerOrders: atProvider?.value.canOrder ?? false,
    providerAdministers: atProvider?.value.canAdminister ?? 'no',
    customerHasReseller: theReseller?.value.canSell ?? false,
    customerHasProvider: theProvider?.value.canOrder ?? false,
  };
}
/** As it is after an approval. */
export const BOTH = {
  resellerSells: true,
  resellerAdministers: 'yes',
  providerOrders: true,
  providerAdministers: 'no',
  customerHasReseller: true,
  customerHasProvider: true,
};
/** As it is when nothing was established. */
export const NEITHER = {
  resellerSells: false,
  resellerAdministers: 'no',
  providerOrders: false,
  providerAdministers: 'no',
  customerHasReseller: false,
  customerHasProvider: false,
};
