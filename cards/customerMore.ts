import type { CustomerEntry } from '../domain/customerEntries.ts';
import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { type ActionData, button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerMore.json' with { type: 'json' };

export interface CustomerMoreModel {
  customer: Customer;
  /** What the viewer is shown, in order. */
  entries: readonly CustomerEntry[];
}

/** A line that leads on: what it is called, what it is for, and the click that it stands for. */
interface Entry {
  title: MessageKey;
  hint: MessageKey;
  data(customer: Customer): ActionData;
}

const ENTRIES: Readonly<Record<CustomerEntry, Entry>> = {
  subscriptions: {
    title: 'button.subscriptions',
    hint: 'customerMore.subscriptions.hint',
    data: ({ id }) => ({ verb: 'subscriptions.list', customer: id }),
  },
  addSubscription: {
    title: 'button.addSubscription',
    hint: 'customerMore.addSubscription.hint',
    data: ({ id }) => ({ verb: 'addSubscription.start', customer: id }),
  },
  serviceRequests: {
    title: 'button.serviceRequests',
    hint: 'customerMore.serviceRequests.hint',
    data: ({ id }) => ({ verb: 'serviceRequests.ofCustomer', id }),
  },
  letCustomerBuy: {
    title: 'button.letCustomerBuy',
    hint: 'customerMore.letCustomerBuy.hint',
    data: ({ id }) => ({ verb: 'letCustomerBuy.show', customer: id }),
  },
  users: {
    title: 'customerMore.users',
    hint: 'customerMore.users.hint',
    data: ({ id }) => ({ verb: 'customerUsers.list', customer: id }),
  },
  invitation: {
    title: 'customerMore.invitation',
    hint: 'customerMore.invitation.hint',
    data: ({ invitationId }) => ({ verb: 'invitations.open', id: invitationId }),
  },
};

const expand = template(json);

/** *More for this customer*: whatever does not fit on the record, a line each that opens it. */
export function customerMoreCard({ customer, entries }: CustomerMoreModel, language: Language): Card {
  const t = translator(language);
  const title = t('customerMore.title', { name: escapeMarkdown(customer.name) });
  const rows = entries.map(name => {
    const { title: called, hint, data } = ENTRIES[name];
    return { title: t(called), text: t(hint), select: button(t(called), data(customer)) };
  });
  return expand(language, {
    ...inWords(language, `${title}.`, ...rows.map(row => `${row.title}: ${row.text}`)),
    title,
    rows,
    actions: [button(t('button.back'), { verb: 'customers.open', id: customer.id })],
  });
}
