import type { AccountDetails } from '../domain/account.ts';
import type { Cloud } from '../domain/cloud.ts';
import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import type { OrderLine } from '../domain/order.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, link, template } from './card.ts';
import { CLOUD_LINKS } from './links.ts';
import { offerTerms, orderLine } from './offerWords.ts';
import json from './orderReview.json' with { type: 'json' };
import { facts, personWithAddress, typed } from './parts.ts';

export interface OrderReviewModel {
  flow: 'addCustomer' | 'addSubscription';
  /** The order that *Submit* submits. */
  order: string;
  /** Tells this review from one of something else. */
  reviewed: string;
  customer: string;
  /** Of a customer that is here already. */
  customerId?: string | undefined;
  lines: readonly OrderLine[];
  /** Of a new customer. */
  details?: AccountDetails | undefined;
  /** The reseller under whom the customer is added, or whom the order is associated with. */
  reseller?: { name: string; mpnId?: string | undefined } | undefined;
  /** Through a reseller, whom a provider orders with; a direct partner sells by itself. */
  indirect: boolean;
  cloud: Cloud;
  /** Whether the catalogue has other terms now than were reviewed before. */
  changed?: boolean | undefined;
}

const expand = template(json);
const NAME_MAX = 80;

/** What is going to be ordered and for whom, before *Submit* (source document 003). */
export function orderReviewCard(model: OrderReviewModel, language: Language): Card {
  const t = translator(language);
  const { flow, order, reviewed, details, reseller, lines, indirect } = model;
  const customer = escapeMarkdown(clip(model.customer, NAME_MAX));
  const title = t(`orderReview.title.${flow}`, { customer });
  const notes = [
    t(`orderReview.provisionsNothing.${flow}`),
    ...incentives(model, language),
    ...(indirect ? tenantOwner(lines, language) : []),
  ];
  const warnings = [...(model.changed ? [t('orderReview.changed')] : []), t('orderReview.text')];
  return expand(language, {
    ...inWords(language, title, ...warnings, ...lines.map(line => `${orderLine(line, language)}.`)),
    title,
    warnings: warnings.map(text => ({ text })),
    facts: facts(language, [
      ['field.customer', customer],
      [
        flow === 'addCustomer' ? 'field.reseller' : 'field.resellerMpnId',
        reseller &&
          escapeMarkdown(
            reseller.mpnId
              ? `${clip(reseller.name, NAME_MAX)} (${reseller.mpnId})`
              : clip(reseller.name, NAME_MAX),
          ),
      ],
      ...detailFacts(details, language),
    ]),
    lines: lines.map(line => ({
      text: `${orderLine(line, language)}\n\n${offerTerms(line.offer, language)}`,
    })),
    notes: notes.map(text => ({ text })),
    actions: [
      button(
        t('button.submit'),
        { verb: `${flow}.submit`, order, reviewed, ...(model.customerId && { customer: model.customerId }) },
        { style: 'positive' },
      ),
      button(t('button.back'), { verb: `${flow}.back`, order }),
      button(t('button.cancel'), { verb: `${flow}.cancel`, order }),
      ...(indirect ? azurePortal(lines, model.cloud, language) : []),
    ],
  });
}

function detailFacts(details: AccountDetails | undefined, language: Language): Parameters<typeof facts>[1] {
  if (!details) return [];
  const { address, contact, country } = details;
  const { line1, line2, city, region, postalCode } = address;
  const whole = [line1, line2, city, region, postalCode].filter(part => part).join(', ');
  return [
    ['field.primaryDomain', typed(details.domain)],
    ['field.address', typed(whole)],
    ['field.country', countryName(country, language)],
    ['field.contact', personWithAddress(`${contact.firstName} ${contact.lastName}`, contact.email)],
    ['field.phone', typed(contact.phone)],
    ['field.contactLanguage', translator(language)(`language.${contact.language}`)],
    ['field.registrationNumber', typed(details.registrationNumber)],
  ];
}

/** That a reseller earns incentives by what it is associated with, and that nobody earns any without (source document 003). */
function incentives({ reseller, flow, indirect }: OrderReviewModel, language: Language): string[] {
  const t = translator(language);
  if (reseller?.mpnId)
    return [t('orderReview.incentives', { reseller: escapeMarkdown(clip(reseller.name, NAME_MAX)) })];
  return indirect && flow === 'addSubscription' ? [t('orderReview.noIncentives')] : [];
}

const hasAzure = (lines: readonly OrderLine[]) => lines.some(({ offer }) => offer.family === 'azure');

/** For a reseller to manage Azure, somebody makes it tenant owner in the Azure portal; none but that can be done here. */
export function tenantOwner(lines: readonly OrderLine[], language: Language): string[] {
  return hasAzure(lines) ? [translator(language)('order.tenantOwner')] : [];
}

export function azurePortal(lines: readonly OrderLine[], cloud: Cloud, language: Language): Action[] {
  return hasAzure(lines)
    ? [link(translator(language)('button.azurePortal'), CLOUD_LINKS[cloud].azurePortal)]
    : [];
}
