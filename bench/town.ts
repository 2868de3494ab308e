import { randomBytes, randomUUID } from 'node:crypto';
import type { CompanyKind } from '../domain/company.ts';
import type { CompanyId } from '../domain/identity.ts';
import {
  changeInvitation,
  type Invitation,
  type InvitationCommand,
  type InvitationEvent,
} from '../domain/invitation.ts';
import { newInvitationId } from '../domain/link.ts';
import type { Person } from '../domain/person.ts';
import { firstLetter } from '../operations/letters.ts';
import { openStorage, type Storage } from '../storage/storage.ts';
import { openTables, type Tables } from '../storage/tables.ts';
import { BOT_ID, chatIdOf, userIdOf, type Writer } from './activities.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Writes under way at a time; more would only queue in storage. */
const SIDE_BY_SIDE = 16;

/** Storage as the bot sees it, for filling it before a measurement. */
export interface Town {
  readonly tables: Tables;
  readonly storage: Storage;
  readonly serviceUrl: string;
}

/** Opens the tables of one measurement. `instance` is whose outbox is filled. */
export async function openTown(
  where: { connectionString: string; prefix: string; serviceUrl: string },
  instance = 'bench',
): Promise<Town> {
  const tables = openTables({ connectionString: where.connectionString }, { prefix: where.prefix });
  await tables.ensure();
  return {
    tables,
    storage: openStorage(tables, instance, () => new Date()),
    serviceUrl: where.serviceUrl,
  };
}

/** A table prefix that no other measurement has. */
export function newPrefix(): string {
  return `b${randomBytes(6).toString('hex')}`;
}

/** Someone new in a company. */
export function newWriter(tenantId: CompanyId, name: string): Writer {
  return { tenantId, objectId: randomUUID(), name, email: `${name.toLowerCase()}@${tenantId}.example` };
}

/** Makes the bot know someone: as a partner's global admin and admin agent, or as somebody who only ever said hello. */
export async function introduce(
  town: Town,
  writer: Writer,
  agent: boolean,
  companyKind: CompanyKind = 'indirectReseller',
): Promise<void> {
  const { tenantId, objectId, name } = writer;
  const since = new Date().toISOString();
  const person: Person = {
    tenantId,
    objectId,
    name,
    conversation: {
      serviceUrl: town.serviceUrl,
      conversationId: chatIdOf(writer),
      botId: BOT_ID,
      userId: userIdOf(writer),
    },
    teamsLocale: 'en-US',
    welcomed: true,
    ...(agent && {
      member: { agent: 'adminAgent', admin: 'globalAdmin', companyKind, since },
    }),
  };
  await town.storage.people.save(undefined, person);
}

/** Sets a reseller up, with one person who may do everything. */
export function settleReseller(town: Town, name: string): Promise<Writer> {
  return settlePartner(town, name, 'indirectReseller');
}

/** Sets a partner of a kind up, with one person who may do everything. */
export async function settlePartner(town: Town, name: string, kind: CompanyKind): Promise<Writer> {
  const tenantId = randomUUID();
  const writer = newWriter(tenantId, 'Dana');
  const at = new Date().toISOString();
  const { storage } = town;
  await storage.commit(tenantId, {
    rows: [
      storage.companies.insert({
        id: tenantId,
        kind,
        name,
        country: 'US',
        partnerId: '4847383',
        address: '48 Mill Street, Chicago, IL 60607',
        contact: { name: writer.name, email: writer.email },
        support: { email: writer.email, phone: '+1 312 555 0134', website: 'https://support.example' },
        alreadyInCsp: false,
        state: 'active',
        enrolledBy: { tenantId, objectId: writer.objectId, name: writer.name },
        enrolledAt: at,
        activeAt: at,
        administration: {},
        administrationVersion: 0,
      }),
    ],
    history: [],
  });
  await introduce(town, writer, true, kind);
  return writer;
}

/** An invitation that was sent and whose link someone has pasted: it waits for their click. */
export interface Waiting {
  readonly invitationId: string;
  readonly customer: Writer;
}

/**
 * Prepares invitations of one reseller, each to a company of its own, by the domain's own transitions; the bot knows
 * the customer's person and where both cards of each invitation stand, as it does when all was done by clicks.
 */
export async function invite(town: Town, inviter: Writer, count: number): Promise<Waiting[]> {
  const { storage } = town;
  const prepared = Array.from({ length: count }, () => sentAndOpened(inviter));
  for (let from = 0; from < count; from += 50) {
    const rows = prepared
      .slice(from, from + 50)
      .flatMap(({ invitation }) => [
        storage.invitations.insert(invitation),
        storage.invitations.claimAddress(invitation),
      ]);
    await storage.commit(inviter.tenantId, { rows, history: [] });
  }
  await inParallel(prepared, async ({ invitation, customer }) => {
    await introduce(town, customer, false);
    await rememberCard(town, invitation.id, inviter, 'inviter');
    await rememberCard(town, invitation.id, customer, 'recipient');
  });
  return prepared.map(({ invitation, customer }) => ({ invitationId: invitation.id, customer }));
}

function sentAndOpened(inviter: Writer): { invitation: Invitation; customer: Writer } {
  const now = new Date();
  const customer = newWriter(randomUUID(), 'Kim');
  const { tenantId, objectId, name } = inviter;
  const started: Omit<Invitation, 'letter'> = {
    id: newInvitationId(tenantId, now, randomBytes),
    kind: 'customer',
    state: 'draft',
    version: 1,
    linkVersion: 1,
    inviter: {
      companyId: tenantId,
      companyName: 'Contoso',
      companyKind: 'indirectReseller',
      partnerId: '4847383',
      country: 'US',
      person: { tenantId, objectId, name },
      email: inviter.email,
    },
    addressee: { name: 'Wingtip Toys', email: customer.email },
    reference: 'Ticket 4711',
    language: 'en',
    createdAt: now.toISOString(),
    recipients: [],
  };
  const draft: Invitation = { ...started, letter: firstLetter(started, 30) };
  const expiresAt = new Date(now.getTime() + 30 * DAY).toISOString();
  const { objectId: id, email } = customer;
  const recipient = {
    tenantId: customer.tenantId,
    objectId: id,
    name: customer.name,
    since: expiresAt,
    email,
  };
  const sent = changed(draft, { do: 'markSent', expiresAt }, 'sent');
  return { invitation: changed(sent, { do: 'open', recipient }, 'opened'), customer };
}

function changed(before: Invitation, command: InvitationCommand, event: InvitationEvent): Invitation {
  const change = changeInvitation(before, command, new Date());
  if ('refused' in change || !change.events.includes(event))
    throw new Error(`the invitation was not ${event}`);
  return change.next;
}

async function rememberCard(
  town: Town,
  invitationId: string,
  viewer: Writer,
  view: 'inviter' | 'recipient',
): Promise<void> {
  const { tenantId, objectId, name } = viewer;
  await town.storage.cardMessages.remember({
    invitationId,
    viewer: { tenantId, objectId, name },
    view,
    conversation: {
      serviceUrl: town.serviceUrl,
      conversationId: chatIdOf(viewer),
      botId: BOT_ID,
      userId: userIdOf(viewer),
    },
    activityId: randomUUID(),
  });
}

/** Does something for each item, so many at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
}
