import { isAccountId } from '../domain/account.ts';
import { domainOf, isWebMail } from '../domain/emailAddress.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import {
  type Decision,
  type Invitation,
  type InvitationEvent,
  type ProviderRef,
  type Recipient,
  recipient,
} from '../domain/invitation.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { Customer } from '../domain/relationship.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { type Doer, historyEntry, signature } from './historyEntry.ts';

/** Events after which nobody can accept any more, so that the address may be invited again. */
const ENDINGS: readonly InvitationEvent[] = ['approverRefused', 'declined', 'withdrawn', 'expired'];
/** Events that people's cards do not show. */
const UNSEEN: readonly InvitationEvent[] = ['edited', 'reminderDrafted', 'opened'];

/** What an acceptance needs beside the invitation: records of the accepting company, and a joint one's partnership. */
export interface AcceptanceFacts {
  /** The inviter's record of the accepting customer, if there is one. */
  customer?: Row<Customer> | undefined;
  /** Whether that was looked for; else the transaction loses when there is one, or when the domain has an owner. */
  looked?: boolean | undefined;
  /** A record of the inviter's that the acceptance goes on with: an imported one, or of an account that nobody entered. */
  imported?: Row<Customer> | undefined;
  /** The inviter's record of the accepting reseller, if there is one. */
  former?: Row<Partnership> | undefined;
  /** Of a joint invitation: the deciding row of the partnership, which must still be as it was read. */
  partnership?: Row<Partnership> | undefined;
  /** The company that authorizes a partnership. */
  acceptor?: { name: string; partnerId?: string | undefined; country?: string | undefined } | undefined;
}

/**
 * Writes a change of an invitation with all that follows from it: history, the customer or the partnership that an
 * acceptance makes, and the errands that tell people, turn cards and carry the change to other companies. One
 * transaction in the inviter's partition (design §5). Throws ConflictError when a row was changed since it was read.
 */
export async function commitInvitation(
  desk: Desk,
  row: Row<Invitation>,
  change: { next: Invitation; events: InvitationEvent[] },
  doer: Doer,
  facts: AcceptanceFacts = {},
): Promise<void> {
  const { storage } = desk;
  const { next, events } = change;
  if (events.length === 0) return;
  const by = signature(doer);
  const at = desk.now().toISOString();
  const rows: Op[] = [storage.invitations.update(row, next)];
  if (events.some(event => ENDINGS.includes(event))) rows.push(storage.invitations.releaseAddress(next));
  if (events.includes('resent') && row.value.endedAt) rows.push(storage.invitations.claimAddress(next));
  // What a customer of old was asked can be asked again; only who is a customer holds an address for good.
  if (events.includes('accepted') && next.onlyFor) rows.push(storage.invitations.releaseAddress(next));
  if (events.includes('accepted') && next.decision)
    rows.push(...acceptedRows(desk, next, next.decision, facts));
  await storage.commit(next.inviter.companyId, {
    rows,
    history: events.map(event => invitationHistory(next, event, doer, at, row.value)),
    errands: [
      ...events.flatMap(event => errandsOf(event, row.value, next, by, at)),
      ...(events.includes('accepted') && facts.imported && next.customerId
        ? historyGoesOn(next.inviter.companyId, facts.imported.value.id, next.customerId)
        : []),
    ],
  });
}

/** What happened to an account that nobody entered is told of the customer that goes on with its record; of an imported one there is nothing to tell. */
export function historyGoesOn(companyId: CompanyId, recordId: CompanyId, customerId: CompanyId): Errand[] {
  return isAccountId(recordId)
    ? [{ kind: 'continueHistory', companyId, accountId: recordId, customerId }]
    : [];
}

/**
 * The line of history for what happened to an invitation: what it asks whom for, and who decided. It is about the
 * customer or partner as well, as soon as there is one.
 */
export function invitationHistory(
  next: Invitation,
  event: InvitationEvent | 'discarded' | 'reminderDiscarded',
  doer: Doer,
  at: string,
  before: Invitation = next,
): NewHistoryEntry {
  const { id, kind, addressee, provider, onlyFor, customerId } = next;
  const related = customerId ?? onlyFor;
  return historyEntry(at, doer, {
    subject: id,
    about: related ? [related] : undefined,
    event,
    detail: {
      kind,
      name: addressee.name,
      email: addressee.email,
      ...(provider && { provider: provider.companyName }),
      ...moreDetail(event, before, next),
    },
  });
}

function moreDetail(event: string, before: Invitation, next: Invitation): Record<string, string> {
  const { decision, inviter } = next;
  switch (event) {
    case 'inviterChanged':
      return { to: inviter.person.name };
    case 'handedOver':
      return { to: handedOverTo(before, next)?.name ?? '' };
    case 'accepted':
    case 'declined':
    case 'approvalToBeChecked':
    case 'approverRefused':
      if (!decision) return {};
      return {
        person: decision.by.name,
        personEmail: decision.email ?? '',
        tenant: decision.by.tenantId,
        reason: decision.reason ?? '',
      };
    default:
      return {};
  }
}

/** To whom a change handed the request over. */
function handedOverTo(before: Invitation, next: Invitation): Recipient | undefined {
  return next.recipients.find(entry => entry.handedOverAt !== recipient(before, entry)?.handedOverAt);
}

/** What an acceptance makes in the inviter's partition, by what was asked for. */
function acceptedRows(desk: Desk, invitation: Invitation, decision: Decision, facts: AcceptanceFacts): Op[] {
  const { partnerships } = desk.storage;
  const joint = facts.partnership ? [partnerships.stillAs(facts.partnership)] : [];
  switch (invitation.kind) {
    case 'customer':
    case 'joint':
      return [...acceptedCustomer(desk, invitation, decision, facts), ...joint];
    case 'addProvider':
      return [...sharedCustomer(desk, invitation, decision, facts.customer), ...joint];
    case 'partnership':
      return partnerships.put(facts.former, {
        partnerId: decision.by.tenantId,
        name: facts.acceptor?.name ?? invitation.addressee.name,
        mpnId: facts.acceptor?.partnerId,
        country: facts.acceptor?.country,
        state: 'beingSetUp',
        providerAdministers: true,
        since: decision.at,
        invitationId: invitation.id,
        version: facts.former?.value.version ?? 0,
        watchers: [invitation.inviter.person],
      });
  }
}

/** The customer's record that an acceptance makes or reopens: may be sold to at once, administered once their side agrees. */
function acceptedCustomer(
  desk: Desk,
  invitation: Invitation,
  decision: Decision,
  { customer: known, imported, looked }: AcceptanceFacts,
): Op[] {
  const { storage } = desk;
  const contact = { name: decision.by.name, email: decision.email ?? invitation.addressee.email };
  const sharedWith = withProvider(known?.value.sharedWith ?? [], invitation.provider, decision.at);
  if (known) {
    const taken = imported ? storage.customers.join(imported, known.value.id) : [];
    const reopened = storage.customers.update(known, {
      ...known.value,
      contact,
      canSell: true,
      canAdminister: 'beingSetUp',
      invitationId: invitation.id,
      sharedWith,
      since: known.value.endedAt ? decision.at : known.value.since,
      endedAt: undefined,
    });
    return [...reopened, ...taken];
  }
  const address = isWebMail(invitation.addressee.email) ? contact.email : invitation.addressee.email;
  const customer: Customer = {
    id: decision.by.tenantId,
    name: invitation.addressee.name,
    domain: domainOf(address),
    contact,
    canSell: true,
    canOrder: false,
    canAdminister: 'beingSetUp',
    administers: [],
    administrationVersion: 0,
    since: decision.at,
    invitationId: invitation.id,
    sharedWith,
  };
  if (imported) return storage.customers.takeOver(imported, customer);
  const ownsDomain = !isWebMail(address);
  if (looked || !ownsDomain) return storage.customers.insert(customer, ownsDomain);
  return [...storage.customers.insert(customer, false), storage.customers.claimDomain(customer)];
}

/** The record that the inviter has of whom it invites: named when it was drafted, or an imported one found by the address. */
export async function importedRecord(
  desk: Desk,
  { inviter, addressee, kind, onlyFor, recordId }: Invitation,
): Promise<Row<Customer> | undefined> {
  if ((kind !== 'customer' && kind !== 'joint') || onlyFor) return undefined;
  const { customers } = desk.storage;
  const named = recordId && (await customers.continued(inviter.companyId, recordId));
  if (named || isWebMail(addressee.email)) return named || undefined;
  return customers.imported(inviter.companyId, { domain: domainOf(addressee.email) });
}

/** A customer of old lets a provider order: the reseller's own rights stay as they are. */
function sharedCustomer(
  desk: Desk,
  invitation: Invitation,
  decision: Decision,
  known: Row<Customer> | undefined,
): Op[] {
  if (!known) return [];
  const sharedWith = withProvider(known.value.sharedWith, invitation.provider, decision.at);
  return desk.storage.customers.update(known, { ...known.value, sharedWith });
}

function withProvider(
  sharedWith: Customer['sharedWith'],
  provider: ProviderRef | undefined,
  since: string,
): Customer['sharedWith'] {
  if (!provider) return sharedWith;
  const others = sharedWith.filter(other => other.id !== provider.companyId);
  return [...others, { id: provider.companyId, name: provider.companyName, since }];
}

function errandsOf(
  event: InvitationEvent,
  before: Invitation,
  next: Invitation,
  by: PersonRef | 'desk' | 'operator',
  at: string,
): Errand[] {
  const errands: Errand[] = noticesOf(event, before, next, by, at).map(({ to, notice }) => ({
    kind: 'tell',
    to: { tenantId: to.tenantId, objectId: to.objectId },
    notice,
  }));
  if (!UNSEEN.includes(event)) errands.push({ kind: 'redraw', invitationId: next.id });
  const tenants = new Set([...before.recipients, ...next.recipients].map(entry => entry.tenantId));
  for (const tenantId of event === 'edited' ? [] : tenants) {
    errands.push({ kind: 'showReceived', invitationId: next.id, tenantId });
  }
  if (event === 'accepted' && next.customerId) errands.push(carryingErrand(next, next.customerId));
  return errands;
}

/** What carries an acceptance to the company that accepted; from there it goes on to whoever else it concerns. */
function carryingErrand({ id, kind }: Invitation, acceptorId: string): Errand {
  return kind === 'partnership'
    ? { kind: 'establishPartnership', invitationId: id, resellerId: acceptorId }
    : { kind: 'establishCustomer', invitationId: id, customerId: acceptorId };
}

type Address = { tenantId: string; objectId: string };

/** Who is told of an event by a card of their own. */
function noticesOf(
  event: InvitationEvent,
  before: Invitation,
  next: Invitation,
  by: PersonRef | 'desk' | 'operator',
  at: string,
): { to: Address; notice: Notice }[] {
  const inviter = next.inviter.person;
  const about = {
    invitationId: next.id,
    kind: next.kind,
    ...(next.sellOnly && { sellOnly: true }),
    providerName: next.provider?.companyName,
    companyName: next.inviter.companyName,
    customerName: next.addressee.name,
    at,
  };
  const decider = next.decision && { ...next.decision.by, email: next.decision.email };
  const waiting = before.recipients.filter(entry => !entry.handedOverTo);
  switch (event) {
    case 'accepted': {
      if (!decider || !next.customerId) return [];
      const told: { to: Address; notice: Notice }[] = [
        {
          to: inviter,
          notice: { name: 'invitationAccepted', ...about, customerId: next.customerId, by: decider },
        },
      ];
      if (before.state === 'toBeChecked') {
        told.push({ to: decider, notice: { name: 'approvalChecked', ...about, outcome: 'accepted' } });
      }
      return told;
    }
    case 'declined':
      if (!decider) return [];
      return [
        {
          to: inviter,
          notice: { name: 'invitationDeclined', ...about, by: decider, reason: next.decision?.reason },
        },
      ];
    case 'approvalToBeChecked':
      return decider ? [{ to: inviter, notice: { name: 'approvalToBeChecked', ...about, by: decider } }] : [];
    case 'approverRefused':
      return decider
        ? [{ to: decider, notice: { name: 'approvalChecked', ...about, outcome: 'refused' } }]
        : [];
    case 'handedOver': {
      const to = handedOverTo(before, next);
      if (!to || typeof by === 'string') return [];
      return [{ to, notice: { name: 'approvalHandedOver', ...about, by } }];
    }
    case 'withdrawn': {
      if (typeof by === 'string') return [];
      const notice = (to: 'inviter' | 'recipient'): Notice => ({
        name: 'invitationWithdrawn',
        ...about,
        by,
        to,
      });
      const colleague = by.objectId !== inviter.objectId ? [{ to: inviter, notice: notice('inviter') }] : [];
      return [...colleague, ...waiting.map(to => ({ to, notice: notice('recipient') }))];
    }
    case 'expired':
      return [
        { to: inviter, notice: { name: 'invitationExpired', ...about, to: 'inviter' } },
        ...waiting.map(to => ({
          to,
          notice: { name: 'invitationExpired' as const, ...about, to: 'recipient' as const },
        })),
      ];
    default:
      return [];
  }
}
