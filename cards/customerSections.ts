import type { Language } from '../domain/language.ts';
import type { ServicePage } from '../domain/portals.ts';
import type { Service } from '../domain/services.ts';
import type { CustomerUser, Subscription } from '../domain/subscription.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, clip, escapeMarkdown, link } from './card.ts';
import { listOf } from './parts.ts';
import { subscriptionRow } from './subscriptions.ts';
import { licencesOf, offerName } from './subscriptionWords.ts';

/** A customer's account: the first of each part, and whether there is more. */
export interface CustomerAccountModel {
  subscriptions: readonly Subscription[];
  moreSubscriptions: boolean;
  users: readonly CustomerUser[];
  portals: readonly ServicePage[];
  withoutPortal: readonly Service[];
  health: readonly { services: readonly Service[]; url: string }[];
}

/** A part of the record under a heading of its own: lines that open something, and lines that only say something. */
export interface Section {
  title: string;
  links: readonly SectionLink[];
  notes: readonly { text: string }[];
}
interface SectionLink {
  title: string;
  lines: readonly { text: string }[];
  select: Action;
}

const NAME_MAX = 80;

/** The account's parts: its services, its users and their licences, where it is administered and how the services do. */
export function customerSections(id: string, account: CustomerAccountModel, language: Language): Section[] {
  const t = translator(language);
  const { subscriptions, users, portals, withoutPortal, health } = account;
  const counted = subscriptions.filter(({ licences }) => licences > 0);
  const says = (shown: readonly unknown[], text: string) => (shown.length > 0 ? [] : [{ text }]);
  const nameOf = (service: Service) => t(`service.${service}`);
  return [
    {
      title: t('customerRecord.services'),
      links: [
        ...subscriptions.map(each => subscriptionRow(id, each, language)),
        ...(account.moreSubscriptions
          ? [leadingTo(t('customerRecord.allServices'), { verb: 'subscriptions.list', customer: id })]
          : []),
      ],
      notes: says(subscriptions, t('customerRecord.services.empty')),
    },
    {
      title: t('customerRecord.users'),
      links: [
        ...users.map(user => userLine(id, user, language)),
        leadingTo(t('customerRecord.allUsers'), { verb: 'customerUsers.list', customer: id }),
      ],
      notes: says(users, t('customerRecord.users.empty')),
    },
    {
      title: t('customerRecord.licenses'),
      links: counted.map(each => ({
        title: offerName(each),
        lines: [{ text: licencesOf(each, language) }],
        select: button(t('subscriptionLicences.title', { offer: clip(each.offerName, NAME_MAX) }), {
          verb: 'licences.show',
          customer: id,
          subscription: each.id,
        }),
      })),
      notes: says(counted, t('customerRecord.licenses.empty')),
    },
    ...(portals.length + withoutPortal.length > 0
      ? [
          {
            title: t('customerRecord.portals'),
            links: portals.map(({ service, url }) => page(nameOf(service), t('button.openAdminPortal'), url)),
            notes: withoutPortal.map(service => ({
              text: t('customerRecord.noPortal', { service: nameOf(service) }),
            })),
          },
        ]
      : []),
    ...(health.length > 0
      ? [
          {
            title: t('customerRecord.health'),
            links: health.map(({ services, url }) =>
              page(listOf(language, services.map(nameOf)), t('button.serviceHealth'), url),
            ),
            notes: [],
          },
        ]
      : []),
  ];
}

function leadingTo(title: string, data: Parameters<typeof button>[1]): SectionLink {
  return { title, lines: [], select: button(title, data) };
}

function userLine(customer: string, { id, name, email }: CustomerUser, language: Language): SectionLink {
  const called = clip(name, NAME_MAX);
  return {
    title: escapeMarkdown(called),
    lines: [{ text: escapeMarkdown(clip(email, NAME_MAX)) }],
    select: button(translator(language)('users.row.open', { name: called }), {
      verb: 'customerUsers.open',
      customer,
      id,
    }),
  };
}

/** A page of Microsoft's: what it is about, and what selecting it does. */
function page(about: string, title: string, url: string): SectionLink {
  return { title: `${title}: ${about}`, lines: [], select: link(`${title}: ${about}`, url) };
}
