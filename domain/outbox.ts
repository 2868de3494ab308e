import * as z from 'zod';
import { importSchema } from './customerImport.ts';
import { newHistoryEntrySchema } from './history.ts';
import { guid, moment, personRefSchema } from './identity.ts';
import { invitationKind } from './invitation.ts';
import { LANGUAGES } from './language.ts';
import { type Action, levelsSchema } from './permissions.ts';
import { purchase } from './purchasePermission.ts';
import { SERVICE_TOLD_DEEDS, serviceRequestId } from './serviceRequest.ts';
import { service } from './services.ts';
import { SALE_EVENTS } from './subscription.ts';

const addressee = z.object({ tenantId: guid, objectId: guid });
const aboutInvitation = {
  invitationId: z.string(),
  kind: invitationKind.default('customer'),
  sellOnly: z.boolean().optional(),
  providerName: z.string().optional(),
  companyName: z.string(),
  customerName: z.string(),
  at: moment,
};
const aboutSubscription = {
  customerName: z.string(),
  customerId: guid,
  subscriptionId: z.string(),
  offerName: z.string(),
  sellerName: z.string(),
  /** Whether the reader's company has a record of the customer, and can open the subscription. */
  mayOpen: z.boolean(),
  at: moment,
};
const person = personRefSchema.extend({ email: z.string().optional() });

/** Everything someone is told of by a card of its own. Each carries what its card shows, and no secret. */
export const noticeSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('invitationAccepted'), ...aboutInvitation, customerId: guid, by: person }),
  z.object({
    name: z.literal('invitationDeclined'),
    ...aboutInvitation,
    by: person,
    reason: z.string().optional(),
  }),
  z.object({
    name: z.literal('invitationExpired'),
    ...aboutInvitation,
    to: z.enum(['inviter', 'recipient']),
  }),
  z.object({
    name: z.literal('invitationWithdrawn'),
    ...aboutInvitation,
    by: person,
    to: z.enum(['inviter', 'recipient']),
  }),
  z.object({ name: z.literal('approvalToBeChecked'), ...aboutInvitation, by: person }),
  z.object({
    name: z.literal('approvalChecked'),
    ...aboutInvitation,
    outcome: z.enum(['accepted', 'refused']),
  }),
  z.object({ name: z.literal('approvalHandedOver'), ...aboutInvitation, by: person }),
  /** A customer approved a reseller and its provider together, or let a provider order: told at the provider. */
  z.object({
    name: z.literal('customerShared'),
    customerName: z.string(),
    customerId: guid,
    resellerName: z.string(),
    at: moment,
  }),
  /** The first admin of an account that a partner opened entered its code: told to its partners. */
  z.object({
    name: z.literal('accountBound'),
    customerName: z.string(),
    customerId: guid,
    by: personRefSchema,
    /** It had a company here already, which goes on under its own name. */
    merged: z.boolean(),
    at: moment,
  }),
  /** Too many wrong setup codes: told to whoever made the code. */
  z.object({
    name: z.literal('setupCodeLocked'),
    customerName: z.string(),
    customerId: guid,
    at: moment,
  }),
  z.object({
    name: z.literal('partnershipRemoved'),
    partnerName: z.string(),
    by: personRefSchema,
    byCompany: z.string(),
    at: moment,
  }),
  z.object({
    name: z.literal('administratorAccessRemoved'),
    resellerName: z.string(),
    by: personRefSchema,
    at: moment,
  }),
  z.object({
    name: z.literal('administrationReplaced'),
    customerName: z.string(),
    customerId: guid,
    services: z.array(service),
    at: moment,
  }),
  /** A customer took administrator rights back, or gave them to another partner: told to whoever had them. */
  z.object({
    name: z.literal('administrationTaken'),
    customerName: z.string(),
    customerId: guid,
    services: z.array(service),
    by: personRefSchema,
    reassigned: z.boolean(),
    at: moment,
  }),
  /** The other side of it: told to the partner that a customer gave them to. */
  z.object({
    name: z.literal('administrationGiven'),
    customerName: z.string(),
    customerId: guid,
    services: z.array(service),
    by: personRefSchema,
    at: moment,
  }),
  /** A provider opened an account for a customer of a reseller's: told at the reseller. */
  z.object({
    name: z.literal('accountOpened'),
    customerName: z.string(),
    customerId: guid,
    providerName: z.string(),
    at: moment,
  }),
  /** A reseller relationship ended: told on both sides. */
  z.object({
    name: z.literal('relationshipEnded'),
    to: z.enum(['customer', 'partner']),
    otherName: z.string(),
    otherId: guid,
    by: personRefSchema,
    byCompany: z.string(),
    at: moment,
  }),
  /** A partner lets a customer buy something by itself, or does so no longer: told at the customer. */
  z.object({
    name: z.literal('purchasesSwitched'),
    partnerId: guid,
    partnerName: z.string(),
    purchase,
    allowed: z.boolean(),
    by: personRefSchema,
    at: moment,
  }),
  /** A partner with whom a customer was shared has it no more: told to the other one. */
  z.object({
    name: z.literal('sharingEnded'),
    customerName: z.string(),
    customerId: guid,
    partnerName: z.string(),
    /** Whether the reader's company ordered through that partner, and still may through others. */
    ordered: z.boolean(),
    stillOrders: z.boolean(),
    at: moment,
  }),
  /** Something was sold to a customer, or changed, or its reseller did: told to the partners concerned and the customer. */
  z.object({
    name: z.literal('subscriptionChanged'),
    ...aboutSubscription,
    to: z.enum(['partner', 'customer']),
    change: z.enum(['ordered', ...SALE_EVENTS, 'becameReseller', 'noReseller']),
    /** How many there are now; 0 for what is paid by use. */
    licences: z.number().int(),
    /** How many more subscriptions the same order made. */
    further: z.number().int().default(0),
    by: personRefSchema,
  }),
  /** Who supports a customer with a subscription: told to whoever does from now on, did before, or is supported. */
  z.object({
    name: z.literal('supportContactChanged'),
    ...aboutSubscription,
    to: z.enum(['present', 'former', 'seller', 'customer']),
    contactName: z.string(),
    /** Absent when the partnership with the former contact ended, which nobody at the seller decided for this subscription. */
    by: personRefSchema.optional(),
  }),
  z.object({ name: z.literal('contactToConfirm'), companyName: z.string(), by: person, at: moment }),
  z.object({
    name: z.literal('enrolmentChanged'),
    companyName: z.string(),
    state: z.enum(['contactConfirmed', 'active', 'rejected']),
    reason: z.string().optional(),
    /** The contact when the bot does not know them in Teams: whoever enrolled gets a ready draft for them. */
    contactToTell: z.object({ name: z.string(), email: z.string() }).optional(),
    at: moment,
  }),
  z.object({
    name: z.literal('levelsChanged'),
    companyName: z.string(),
    by: personRefSchema,
    from: levelsSchema,
    to: levelsSchema,
    at: moment,
  }),
  z.object({ name: z.literal('membershipEnded'), companyName: z.string(), by: personRefSchema, at: moment }),
  /** The open invitations of someone who was removed are a colleague's from now on. */
  z.object({
    name: z.literal('workHandedOver'),
    from: personRefSchema,
    by: personRefSchema,
    /** The colleague is one who may answer service requests, so that these are theirs as well. */
    withServices: z.boolean().optional(),
    at: moment,
  }),
  /** Too many wrong codes: told to whoever added the person. */
  z.object({
    name: z.literal('signInLocked'),
    userId: guid,
    userName: z.string(),
    email: z.string(),
    at: moment,
  }),
  /** A file with customers was looked at: told to whoever handed it in. */
  z.object({
    name: z.literal('importChecked'),
    importId: guid,
    counts: importSchema.shape.counts,
    at: moment,
  }),
  /** Drafts for imported customers were made: told to whoever asked for them. */
  z.object({
    name: z.literal('draftsMade'),
    made: z.number().int(),
    left: z.number().int(),
    /** For those whose contact was invited for another customer. */
    taken: z.number().int().default(0),
    at: moment,
  }),
  /** The card of a request for levels, to whoever may answer it. */
  z.object({ name: z.literal('roleRequested'), askerId: guid, requestId: z.string(), at: moment }),
  z.object({
    name: z.literal('roleRequestEnded'),
    companyName: z.string(),
    state: z.enum(['approved', 'declined', 'lapsed']),
    wanted: levelsSchema,
    toBeAdded: z.boolean(),
    by: personRefSchema.optional(),
    reason: z.string().optional(),
    at: moment,
  }),
  /** Somebody of the other side opened a service request, or did something to it. */
  z.object({
    name: z.literal('serviceRequestChanged'),
    deed: z.enum(['opened', ...SERVICE_TOLD_DEEDS]),
    to: z.enum(['partner', 'customer', 'portalAsker']),
    companyId: guid,
    requestId: serviceRequestId,
    title: z.string(),
    /** Who did it; their company is not named where the operator answers. */
    by: z.union([personRefSchema, z.literal('operator')]),
    byCompany: z.string(),
    text: z.string().optional(),
    at: moment,
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;

/**
 * Which right someone must still have when they are told: notices speak of a company's affairs, and whoever was
 * removed since, or may not see such things any more, is not told. The others concern their reader alone.
 */
export function rightToBeTold(notice: Notice): Action | undefined {
  switch (notice.name) {
    case 'invitationAccepted':
    case 'invitationDeclined':
    case 'approvalToBeChecked':
    case 'customerShared':
    case 'accountBound':
    case 'accountOpened':
    case 'administrationReplaced':
    case 'administrationTaken':
    case 'administrationGiven':
    case 'sharingEnded':
    case 'workHandedOver':
    case 'draftsMade':
      return 'seeCustomers';
    case 'invitationExpired':
    case 'invitationWithdrawn':
      return notice.to === 'inviter' ? 'seeCustomers' : undefined;
    case 'subscriptionChanged':
    case 'supportContactChanged':
      return notice.to === 'customer' ? 'seePartnerProfiles' : 'seeCustomers';
    case 'serviceRequestChanged':
      return RIGHT_TO_SERVICE_NEWS[notice.to];
    case 'relationshipEnded':
      return notice.to === 'partner' ? 'seeCustomers' : 'seePartnerProfiles';
    case 'partnershipRemoved':
    case 'administratorAccessRemoved':
    case 'purchasesSwitched':
      return 'seePartnerProfiles';
    case 'setupCodeLocked':
    case 'importChecked':
      return 'addCustomer';
    case 'signInLocked':
    case 'roleRequested':
      return 'managePeople';
    default:
      return undefined;
  }
}

/** A helpdesk agent opens requests too, though not for every service. */
const RIGHT_TO_SERVICE_NEWS = {
  partner: 'seeCustomers',
  customer: 'requestServiceForCustomer',
  portalAsker: 'requestServiceForPortal',
} as const;

const endOfSharing = {
  endedId: guid,
  endedName: z.string(),
  otherId: guid,
  customerId: guid,
  endedAt: moment,
};

/**
 * What is still to be done after a transaction, written in it. Every entry may be carried out again: telling twice
 * after a crash is allowed, a projection finds its own work done.
 */
export const errandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tell'), to: addressee, notice: noticeSchema }),
  /** Turn every known card of an invitation to what is true now. */
  z.object({ kind: z.literal('redraw'), invitationId: z.string() }),
  /** Carry a recipient's list of received invitations forward. */
  z.object({ kind: z.literal('showReceived'), invitationId: z.string(), tenantId: guid }),
  /** Carry an acceptance to the customer's side. */
  z.object({ kind: z.literal('establishCustomer'), invitationId: z.string(), customerId: guid }),
  /** Carry an authorization to the reseller's side, whose row decides from then on. */
  z.object({ kind: z.literal('establishPartnership'), invitationId: z.string(), resellerId: guid }),
  /** Carry the deciding row of a partnership to the provider's copy. */
  z.object({ kind: z.literal('showPartnership'), providerId: guid, resellerId: guid }),
  /** Carry a customer that a reseller shares with a provider to the provider's list. */
  z.object({
    kind: z.literal('showSharedCustomer'),
    providerId: guid,
    resellerId: guid,
    customerId: guid,
    invitationId: z.string(),
  }),
  /** Carry the end of a relationship, which the customer's side decided, to the partner's record. */
  z.object({
    kind: z.literal('endRelationship'),
    partnerId: guid,
    customerId: guid,
    by: personRefSchema,
    endedAt: moment,
    administrationVersion: z.number().int(),
  }),
  /** End what another partner could do only together with the one who left, on the customer's side … */
  z.object({ kind: z.literal('endSharing'), ...endOfSharing }),
  /** … and carry that to its record. */
  z.object({ kind: z.literal('showSharingEnded'), ...endOfSharing }),
  /** Carry an account that was opened to the record of a partner who serves it, with what its history says of that. */
  z.object({
    kind: z.literal('showAccount'),
    partnerId: guid,
    customerId: guid,
    history: z.array(newHistoryEntrySchema),
  }),
  /** An account stands: its domain is nobody else's from now on. */
  z.object({ kind: z.literal('settleDomain'), domain: z.string(), orderId: z.string(), accountId: guid }),
  /** After a partnership ended: the customers of a provider whom the reseller supported are gone through, page by page … */
  z.object({
    kind: z.literal('endSupport'),
    sellerId: guid,
    contactId: guid,
    page: z.string().optional(),
  }),
  /** … which looks, for one customer, whether everything by which a reseller supports it still stands. */
  z.object({ kind: z.literal('checkSupport'), customerId: guid, contactId: guid }),
  /** Move everything of an account to the partition of the tenant that was bound to it. */
  z.object({ kind: z.literal('moveAccount'), accountId: guid }),
  /** Put a partner's history of an account into that of the customer that goes on with it. */
  z.object({ kind: z.literal('continueHistory'), companyId: guid, accountId: guid, customerId: guid }),
  /** Write into a partner's history what was decided in a customer's partition; `id` tells it from any other. */
  z.object({ kind: z.literal('noteHistory'), companyId: guid, id: z.string(), entry: newHistoryEntrySchema }),
  /** Carry a service request to the list of whoever it does not stand with: the partner's, or the operator's. */
  z.object({
    kind: z.literal('showServiceRequest'),
    listId: z.union([guid, z.literal('operator')]),
    companyId: guid,
    requestId: serviceRequestId,
  }),
  /** Turn every known card of a request for levels to what is true now. */
  z.object({ kind: z.literal('redrawRoleRequest'), companyId: guid, askerId: guid, requestId: z.string() }),
  /** Bring the lines of a list of customers in, up to a place. */
  z.object({ kind: z.literal('carryImport'), companyId: guid, importId: guid, upTo: z.number().int() }),
  /** Turn the known cards of such a list to how far it has come. */
  z.object({ kind: z.literal('redrawImport'), companyId: guid, importId: guid }),
  /** Draft an invitation for each of some imported customers. */
  z.object({
    kind: z.literal('makeDrafts'),
    by: addressee,
    language: z.enum(LANGUAGES),
    customerIds: z.array(guid),
  }),
  /** Remove the lines of a list that is over. */
  z.object({ kind: z.literal('clearImport'), companyId: guid, importId: guid }),
  /** Put the customers whom an earlier version kept into the lists behind the filters, from the one after an id on. */
  z.object({ kind: z.literal('fileCustomers'), companyId: guid, after: guid.optional() }),
  /** Make a colleague the one who goes on with every open invitation and service request of someone who was removed. */
  z.object({
    kind: z.literal('handOverWork'),
    companyId: guid,
    fromId: guid,
    to: personRefSchema,
  }),
  /** Carry what the customer's side decided back to a partner's record of the customer. */
  z.object({
    kind: z.literal('showAdministration'),
    partnerId: guid,
    customerId: guid,
    customerName: z.string(),
    services: z.array(service),
    lost: z.array(service),
    administrationVersion: z.number().int(),
    /** The customer's own decision, without an invitation: who made it, and what it gave this partner. */
    decided: z
      .object({ by: personRefSchema, at: moment, gained: z.array(service), reassigned: z.boolean() })
      .optional(),
  }),
]);
export type Errand = z.infer<typeof errandSchema>;

/** How carrying out an errand ended; kept with its reason. */
export const DELIVERY_OUTCOMES = ['delivered', 'blocked', 'gone', 'unknownPerson', 'failed'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];
