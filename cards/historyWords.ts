import { COMMANDS, type Command } from '../domain/commands.ts';
import { type HistoryEntry, type HistoryEvent, isHistoryEvent } from '../domain/history.ts';
import { invitationKind } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { levelsSchema } from '../domain/permissions.ts';
import { purchase } from '../domain/purchasePermission.ts';
import { service } from '../domain/services.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { levelNames } from './levels.ts';
import { listOf } from './parts.ts';

/** The sentence of every event. One that is missing does not compile. */
const SENTENCES: Readonly<Record<HistoryEvent, MessageKey>> = {
  'company.seeded': 'history.company.seeded',
  'company.submitted': 'history.company.submitted',
  'company.contactAsked': 'history.company.contactAsked',
  'company.contactConfirmed': 'history.company.contactConfirmed',
  'company.activated': 'history.company.activated',
  'company.rejected': 'history.company.rejected',
  'company.edited': 'history.company.edited',
  'user.added': 'history.user.added',
  'user.updated': 'history.user.updated',
  'user.codeReplaced': 'history.user.codeReplaced',
  'user.signedIn': 'history.user.signedIn',
  'user.locked': 'history.user.locked',
  'user.removed': 'history.user.removed',
  'role.requested': 'history.role.requested',
  'role.approved': 'history.role.approved',
  'role.declined': 'history.role.declined',
  'role.lapsed': 'history.role.lapsed',
  'role.withdrawn': 'history.role.withdrawn',
  adminRecovered: 'history.user.recovered',
  drafted: 'history.invitation.drafted',
  edited: 'history.invitation.edited',
  discarded: 'history.invitation.discarded',
  sent: 'history.invitation.sent',
  reminderDrafted: 'history.invitation.reminderDrafted',
  reminderDiscarded: 'history.invitation.reminderDiscarded',
  reminded: 'history.invitation.reminded',
  resent: 'history.invitation.resent',
  opened: 'history.invitation.opened',
  handedOver: 'history.invitation.handedOver',
  approvalToBeChecked: 'history.invitation.toBeChecked',
  accepted: 'history.invitation.accepted',
  approverRefused: 'history.invitation.approverRefused',
  declined: 'history.invitation.declined',
  withdrawn: 'history.invitation.withdrawn',
  expired: 'history.invitation.expired',
  inviterChanged: 'history.invitation.inviterChanged',
  customerIsPartner: 'history.customer.isPartner',
  administrationChanged: 'history.customer.administration',
  customerShared: 'history.customer.shared',
  sharingEnded: 'history.customer.sharingEnded',
  relationshipEnded: 'history.customer.relationshipEnded',
  accountOpened: 'history.customer.accountOpened',
  setupCodeReplaced: 'history.customer.setupCodeReplaced',
  setupCodeLocked: 'history.customer.setupCodeLocked',
  accountBound: 'history.customer.accountBound',
  ordered: 'history.subscription.ordered',
  customersImported: 'history.customersImported',
  'subscription.licencesAdded': 'history.subscription.licencesAdded',
  'subscription.licencesReduced': 'history.subscription.licencesReduced',
  'subscription.upgraded': 'history.subscription.upgraded',
  'subscription.suspended': 'history.subscription.suspended',
  'subscription.reactivated': 'history.subscription.reactivated',
  'subscription.cancelled': 'history.subscription.cancelled',
  'subscription.resellerAssociated': 'history.subscription.resellerAssociated',
  'subscription.supportContactChanged': 'history.subscription.supportContactChanged',
  'subscription.licenceAssigned': 'history.subscription.licenceAssigned',
  'subscription.licenceTakenBack': 'history.subscription.licenceTakenBack',
  'customerUser.added': 'history.customerUser.added',
  'customerUser.removed': 'history.customerUser.removed',
  'purchases.allowed': 'history.purchases.allowed',
  'purchases.stopped': 'history.purchases.stopped',
  'service.opened': 'history.serviceRequest.opened',
  'service.noted': 'history.serviceRequest.noted',
  'service.attentionAsked': 'history.serviceRequest.attentionAsked',
  'service.closed': 'history.serviceRequest.closed',
  'service.reopened': 'history.serviceRequest.reopened',
  'service.takenOver': 'history.serviceRequest.takenOver',
  'portal.opened': 'history.portalRequest.opened',
  'portal.noted': 'history.portalRequest.noted',
  'portal.attentionAsked': 'history.portalRequest.attentionAsked',
  'portal.closed': 'history.portalRequest.closed',
  'portal.reopened': 'history.portalRequest.reopened',
  'portal.takenOver': 'history.portalRequest.takenOver',
  partnerApproved: 'history.partner.approved',
  administrationTaken: 'history.partner.administrationTaken',
  administrationReassigned: 'history.partner.administrationReassigned',
  orderingEnded: 'history.partner.orderingEnded',
  providerAuthorized: 'history.partner.authorized',
  partnershipShown: 'history.partner.shown',
  partnershipRemoved: 'history.partner.removed',
  administratorAccessRemoved: 'history.partner.accessRemoved',
  watching: 'history.partner.watching',
  notWatching: 'history.partner.notWatching',
};

/** What the card is called to which a button belongs, by the first part of its verb; cards that write nothing have none. */
const CARDS: Readonly<Record<string, MessageKey>> = {
  setUpCompany: 'button.setUpCompany',
  inviteCustomer: 'button.inviteCustomer',
  requestPartnership: 'button.requestPartnership',
  partnerships: 'history.card.partnerships',
  invitations: 'button.invitations',
  checkApprover: 'history.card.checkApprover',
  draft: 'history.card.draft',
  accept: 'history.card.accept',
  customers: 'button.customers',
  customerUsers: 'history.card.customerUsers',
  licences: 'field.licences',
  imports: 'button.importCustomers',
  partners: 'button.partners',
  subscriptions: 'button.subscriptions',
  letCustomerBuy: 'button.letCustomerBuy',
  users: 'button.users',
  addUser: 'button.addUser',
  addCustomer: 'button.addCustomer',
  addSubscription: 'button.addSubscription',
  setUpAccount: 'button.enterSetupCode',
  setupInformation: 'button.newSetupCode',
  requestRole: 'button.requestRole',
  signIn: 'button.signIn',
  requestService: 'button.serviceRequests',
  requestPortalService: 'button.serviceRequests',
  serviceRequests: 'button.serviceRequests',
};

/** Something that a name, an address or a word is missing for: in rows of an earlier version. */
const MISSING = '–';

/** An entry as people read it. */
export interface HistoryWords {
  who: string;
  what: string;
  /** As it was given then. */
  reason: string | undefined;
  /** The card whose button was selected, or what was typed. */
  from: string | undefined;
}

/**
 * An entry in words. `safe` makes what people typed fit where the words go: a card wants its Markdown escaped, a file
 * wants it as it is. An event of a later version reads as a neutral line.
 */
export function historyWords(
  { by, via, event, detail = {} }: HistoryEntry,
  language: Language,
  safe: (text: string) => string,
): HistoryWords {
  const t = translator(language);
  const values = valuesOf(detail, language, safe);
  const reason = detail.reason || detail.why;
  return {
    who: typeof by === 'string' ? t(`history.by.${by}`) : safe(by.name),
    what: isHistoryEvent(event)
      ? t(SENTENCES[event], values)
      : t('history.unknownEvent', { event: safe(event) }),
    reason: reason ? t('history.reason', { reason: safe(reason) }) : undefined,
    from: via === undefined ? undefined : fromOf(via, language),
  };
}

/** Everything that a sentence may name. */
function valuesOf(detail: Record<string, string>, language: Language, safe: (text: string) => string) {
  const t = translator(language);
  const withAddress = (name: string | undefined, email: string | undefined) =>
    name ? `${safe(name)}${email ? ` (${safe(email)})` : ''}` : MISSING;
  const name = withAddress(detail.name, detail.email);
  const provider = detail.provider ? safe(detail.provider) : MISSING;
  const kind = invitationKind.safeParse(detail.kind).data ?? 'customer';
  const levels = levelsSchema.safeParse(detail);
  const bought = purchase.safeParse(detail.purchase);
  const services = (detail.services ?? '').split(' ').flatMap(each => service.safeParse(each).data ?? []);
  const administers = detail.services === undefined ? 'unknown' : services.length > 0 ? 'yes' : 'no';
  return {
    name,
    provider,
    kind: detail.kind === 'sellOnly' ? detail.kind : kind,
    what: t(`invitationStatus.title.${kind}`, { customer: name, provider }),
    person: withAddress(detail.person, detail.personEmail),
    to: detail.to ? safe(detail.to) : MISSING,
    customer: detail.customer ? safe(detail.customer) : MISSING,
    partner: detail.partner ? safe(detail.partner) : MISSING,
    offer: detail.offer ? safe(detail.offer) : MISSING,
    reference: detail.reference ?? MISSING,
    licences: detail.licences ?? MISSING,
    purchase: bought.success ? t(`purchase.${bought.data}`) : MISSING,
    made: Number(detail.made ?? 0),
    before: detail.before ? safe(detail.before) : MISSING,
    reseller: detail.reseller ? safe(detail.reseller) : MISSING,
    roles: levels.success ? listOf(language, levelNames(levels.data, language)) : MISSING,
    administers,
    services: listOf(
      language,
      services.map(each => t(`service.${each}`)),
    ),
  };
}

/** Undefined for a card of a later version. */
function fromOf(via: string, language: Language): string | undefined {
  const t = translator(language);
  const [card = '', button] = via.split('.');
  if (button !== undefined) {
    const place = cardName(card);
    return place && t('history.from.card', { card: t(place) });
  }
  if (card === 'signIn') return t('history.from.typed', { words: t('field.signInCode') });
  return isCommand(card) ? t('history.from.typed', { words: t(`command.${card}.title`) }) : undefined;
}

/** The name of the card that a verb's first part stands for; undefined for those from which nothing is changed. */
export function cardName(card: string): MessageKey | undefined {
  return Object.hasOwn(CARDS, card) ? CARDS[card] : undefined;
}

function isCommand(word: string): word is Command {
  return COMMANDS.some(command => command === word);
}
