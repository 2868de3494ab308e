import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerUsers.json' with { type: 'json' };
import { nextPage, pagedTitle } from './paging.ts';

export interface CustomerUsersModel {
  customer: { id: string; name: string };
  users: readonly {
    id: string;
    name: string;
    email: string;
    /** How many licences they have, and whether there are more than were counted. */
    licences: number;
    andMore: boolean;
  }[];
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  mayAdd: boolean;
}

const expand = template(json);
const NAME_MAX = 80;

/** A customer's users as its partners keep them, a row each, which opens the record that carries the actions. */
export function customerUsersCard(model: CustomerUsersModel, language: Language): Card {
  const t = translator(language);
  const { id: customer } = model.customer;
  const heading = t('customerUsers.title', { customer: escapeMarkdown(model.customer.name) });
  const title = pagedTitle(heading, model, language);
  const rows = model.users.map(user => userRow(customer, user, language));
  const empty = rows.length > 0 ? [] : [t('customerUsers.empty')];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}: ${row.lines[1]?.text}.`)),
    title,
    empty: empty.map(text => ({ text })),
    rows,
    actions: [
      ...nextPage(model, { verb: 'customerUsers.list', customer }, language),
      ...(model.mayAdd
        ? [button(t('button.addUser'), { verb: 'customerUsers.form', customer }, { style: 'positive' })]
        : []),
      button(t('button.viewCustomer'), { verb: 'customers.open', id: customer }),
    ],
  });
}

function userRow(
  customer: string,
  { id, name, email, licences, andMore }: CustomerUsersModel['users'][number],
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const called = clip(name, NAME_MAX);
  return {
    title: escapeMarkdown(called),
    lines: [
      { text: escapeMarkdown(clip(email, NAME_MAX)) },
      { text: t(andMore ? 'customerUsers.row.manyLicences' : 'customerUsers.row.licences', { licences }) },
    ],
    select: button(t('users.row.open', { name: called }), { verb: 'customerUsers.open', customer, id }),
  };
}
