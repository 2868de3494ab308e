import { countryName } from '../domain/countries.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { leastRoleFor } from '../domain/permissions.ts';
import type { Purchase } from '../domain/purchasePermission.ts';
import type { Partner } from '../domain/relationship.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf, dayOn, momentOn } from './dates.ts';
import json from './partnerRecord.json' with { type: 'json' };
import { servicesOf } from './partners.ts';
import {
  askForRole,
  facts,
  listOf,
  personWithAddress,
  purchaseNames,
  type Tone,
  toneStyle,
  typed,
} from './parts.ts';

export interface PartnerRecordModel {
  partner: Partner;
  administers: readonly Service[];
  now: Date;
  /** By which invitation it came to be. */
  invitation?: Invitation | undefined;
  /** Whether the viewer opened that invitation, and may look at it again. */
  mayOpenInvitation: boolean;
  mayTakeBack: boolean;
  mayEnd: boolean;
  /** What the partner lets the customer buy by itself. */
  mayBuy?: readonly Purchase[] | undefined;
}

const expand = template(json);
const RESELLERS_SHOWN = 5;
const NAME_MAX = 60;

/**
 * One partner as its customer sees it: what it may do and since when, by which invitation, who approved it, and what
 * the customer can take back or end.
 */
export function partnerRecordCard(model: PartnerRecordModel, language: Language): Card {
  const t = translator(language);
  const { partner, administers, now, invitation, mayBuy = [] } = model;
  const { since, endedAt } = partner;
  const title = escapeMarkdown(partner.name);
  const state = endedAt ? 'former' : administers.length > 0 ? 'administers' : 'present';
  const tones: Record<typeof state, Tone> = { former: 'info', administers: 'good', present: 'info' };
  const sentence = t(`partnerRecord.${state}`, {
    name: title,
    services: servicesOf(administers, language),
    moment: endedAt ? momentOn(endedAt) : '',
  });
  const yesNo = (yes: boolean) => t(yes ? 'customerRecord.yes' : 'customerRecord.no');
  const actions = actionsOf(model, language);
  return expand(language, {
    ...inWords(language, `${title}.`, sentence),
    title,
    style: toneStyle(tones[state]),
    lines: [{ text: sentence }],
    facts: facts(language, [
      ['field.kind', t(`company.kind.${partner.kind}`)],
      ['field.partnerId', typed(partner.partnerId)],
      ['field.country', partner.country && countryName(partner.country, language)],
      ['field.canOrder', partner.canOrder ? yesNo(true) : undefined],
      ['field.ordersThrough', through(partner, language)],
      ['field.canSell', yesNo(partner.canSell)],
      [
        'field.canAdminister',
        administers.length > 0
          ? t('customerRecord.administers', { services: servicesOf(administers, language) })
          : yesNo(false),
      ],
      ['field.mayBuy', mayBuy.length > 0 ? purchaseNames(mayBuy, language) : undefined],
      [
        'field.since',
        t('invitationStatus.withAge', { moment: dayOn(since), age: ageOf(since, now, language) }),
      ],
      ['field.approvedBy', typed(partner.approvedBy.name)],
      [
        'field.invitation',
        invitation &&
          t('partnerRecord.invitation', {
            person: personWithAddress(invitation.inviter.person.name, invitation.inviter.email),
            company: escapeMarkdown(invitation.inviter.companyName),
            moment: dayOn(invitation.sentAt ?? invitation.createdAt),
          }),
      ],
    ]),
    hints: lacksRole(model) ? [{ text: t('partnerRecord.onlyGlobalAdmin') }] : [],
    actions,
    hasActions: true,
  });
}

/** There are rights that somebody could take back, but not this reader. */
function lacksRole({ administers, mayTakeBack }: PartnerRecordModel): boolean {
  return administers.length > 0 && !mayTakeBack;
}

function through({ ordersThrough }: Partner, language: Language): string | undefined {
  if (ordersThrough.length === 0) return undefined;
  const names = ordersThrough
    .slice(0, RESELLERS_SHOWN)
    .map(({ name }) => escapeMarkdown(clip(name, NAME_MAX)));
  return listOf(language, ordersThrough.length > RESELLERS_SHOWN ? [...names, '…'] : names);
}

function actionsOf(model: PartnerRecordModel, language: Language): Action[] {
  const t = translator(language);
  const { partner, administers, invitation } = model;
  const { id } = partner;
  return [
    button(t('button.subscriptions'), { verb: 'subscriptions.list', partner: id }),
    ...(administers.length > 0 && model.mayTakeBack
      ? [
          button(t('button.giveRights'), { verb: 'partners.askReassign', id }),
          button(t('button.takeBackRights'), { verb: 'partners.askTakeBack', id }, { style: 'destructive' }),
        ]
      : []),
    ...(!partner.endedAt && model.mayEnd
      ? [button(t('button.endRelationship'), { verb: 'partners.askEnd', id }, { style: 'destructive' })]
      : []),
    ...(invitation && model.mayOpenInvitation
      ? [button(t('button.showInvitation'), { verb: 'accept.show', id: invitation.id })]
      : []),
    ...(lacksRole(model) ? [askForRole(leastRoleFor('takeBackAdministration'), language)] : []),
    button(t('button.backToPartners'), { verb: 'partners.show' }),
  ];
}
