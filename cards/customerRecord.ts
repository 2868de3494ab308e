import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerRecord.json' with { type: 'json' };
import { ageOf, dayOn } from './dates.ts';
import { facts, listOf, personWithAddress, typed } from './parts.ts';

export interface CustomerRecordModel {
  customer: Customer;
  now: Date;
  /** Someone tried to invite a customer that they have already. */
  already?: boolean | undefined;
}

const expand = template(json);

/** A customer's record, expanded: what the partner may do for it, and its services, users and licences. */
export function customerRecordCard(model: CustomerRecordModel, language: Language): Card {
  const t = translator(language);
  const { customer, now } = model;
  const title = escapeMarkdown(customer.name);
  const already = model.already ? t('customerRecord.already', { name: title }) : undefined;
  const canSell = t(customer.canSell ? 'customerRecord.yes' : 'customerRecord.no');
  const canAdminister = administration(customer, language);
  const beingSetUp = customer.canAdminister === 'beingSetUp';
  return expand(language, {
    ...inWords(
      language,
      already ?? `${title}.`,
      `${t('field.canSell')}: ${canSell}.`,
      `${t('field.canAdminister')}: ${canAdminister}.`,
    ),
    title,
    lines: already ? [{ text: already }] : [],
    facts: facts(language, [
      ['field.canSell', canSell],
      ['field.canAdminister', canAdminister],
      [
        'field.since',
        t('invitationStatus.withAge', {
          moment: dayOn(customer.since),
          age: ageOf(customer.since, now, language),
        }),
      ],
      ['field.domain', typed(customer.domain)],
      ['field.country', customer.country && countryName(customer.country, language)],
      ['field.contact', personWithAddress(customer.contact.name, customer.contact.email)],
    ]),
    hints: beingSetUp ? [{ text: t('customerRecord.beingSetUp.hint') }] : [],
    actions: [
      button(t('button.backToCustomers'), { verb: 'customers.show' }),
      button(t('button.showInvitation'), { verb: 'invitations.open', id: customer.invitationId }),
    ],
  });
}

function administration({ canAdminister, administers }: Customer, language: Language): string {
  const t = translator(language);
  if (canAdminister !== 'yes' || administers.length === 0) return t(`customerRecord.${canAdminister}`);
  const services = listOf(
    language,
    administers.map(service => t(`service.${service}`)),
  );
  return t('customerRecord.administers', { services });
}
