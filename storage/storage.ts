import type { NewHistoryEntry } from '../domain/history.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { AccountMoves } from './accountMoves.ts';
import { CardMessages } from './cardMessages.ts';
import { Catalogues } from './catalogues.ts';
import { Companies } from './companies.ts';
import { Customers } from './customers.ts';
import { CustomerUsers } from './customerUsers.ts';
import { Domains } from './domains.ts';
import { DraftPages } from './draftPages.ts';
import { StorageUnavailableError } from './errors.ts';
import { History } from './history.ts';
import { Imports } from './imports.ts';
import { Invitations } from './invitations.ts';
import { Outbox } from './outbox.ts';
import { Partners } from './partners.ts';
import { Partnerships } from './partnerships.ts';
import { People } from './people.ts';
import { PurchasePermissions } from './purchasePermissions.ts';
import { RateLimits } from './rateLimits.ts';
import { ReceivedInvitations } from './receivedInvitations.ts';
import { RoleRequests } from './roleRequests.ts';
import type { Op } from './rows.ts';
import { ServiceRequests } from './serviceRequests.ts';
import { SetupCodes } from './setupCodes.ts';
import { Subscriptions } from './subscriptions.ts';
import type { Tables } from './tables.ts';
import { Timers } from './timers.ts';
import { Users } from './users.ts';

/** One change of a company: rows, what history says of it, and what remains to be done because of it. */
export interface Change {
  rows: Op[];
  history: NewHistoryEntry[];
  errands?: Errand[];
}

/** All facts of the desk, by entity, and the one way to change a company's. */
export interface Storage {
  readonly companies: Companies;
  readonly people: People;
  readonly users: Users;
  readonly roleRequests: RoleRequests;
  readonly imports: Imports;
  readonly invitations: Invitations;
  readonly customers: Customers;
  readonly partners: Partners;
  readonly catalogues: Catalogues;
  readonly domains: Domains;
  readonly setupCodes: SetupCodes;
  readonly accountMoves: AccountMoves;
  readonly subscriptions: Subscriptions;
  readonly customerUsers: CustomerUsers;
  readonly purchasePermissions: PurchasePermissions;
  readonly serviceRequests: ServiceRequests;
  readonly partnerships: Partnerships;
  readonly received: ReceivedInvitations;
  readonly history: History;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly draftPages: DraftPages;
  readonly cardMessages: CardMessages;
  readonly rateLimits: RateLimits;
  /**
   * Writes a change, its history and its outbox in one transaction, or nothing (design §5). ConflictError when a row
   * was changed since it was read, StorageUnavailableError when storage is away.
   */
  commit(companyId: CompanyId, change: Change): Promise<void>;
  /** Calls `listener` with a company after each commit that left errands there, `certain` unless the answer was lost. */
  onErrands(listener: ErrandListener): void;
}

export type ErrandListener = (companyId: CompanyId, certain: boolean) => void;

/** Puts the repositories together over open tables. `instance` names this process among those that share storage. */
export function openStorage(tables: Tables, instance: string, now: () => Date): Storage {
  const facts = tables.companies;
  const outbox = new Outbox(facts, tables.outbox, instance);
  const history = new History(facts);
  let listener: ErrandListener = () => {};
  return {
    companies: new Companies(facts),
    people: new People(facts),
    users: new Users(facts),
    roleRequests: new RoleRequests(facts),
    imports: new Imports(facts),
    invitations: new Invitations(facts),
    customers: new Customers(facts),
    partners: new Partners(facts),
    catalogues: new Catalogues(facts),
    domains: new Domains(facts),
    setupCodes: new SetupCodes(facts),
    accountMoves: new AccountMoves(facts),
    subscriptions: new Subscriptions(facts),
    customerUsers: new CustomerUsers(facts),
    purchasePermissions: new PurchasePermissions(facts),
    serviceRequests: new ServiceRequests(facts),
    partnerships: new Partnerships(facts),
    received: new ReceivedInvitations(facts),
    history,
    outbox,
    timers: new Timers(tables.timers),
    draftPages: new DraftPages(tables.pages),
    cardMessages: new CardMessages(facts),
    rateLimits: new RateLimits(tables.rateLimits),
    async commit(companyId, { rows, history: entries, errands = [] }) {
      if (errands.length > 0) await outbox.mark(companyId);
      const writes = [
        ...rows,
        ...history.add(companyId, entries),
        ...errands.map(errand => outbox.add(errand, now())),
      ];
      try {
        await facts.transact(companyId, writes);
      } catch (error) {
        // No answer: perhaps it is stored all the same, and then nobody else will carry its errands out.
        if (errands.length > 0 && error instanceof StorageUnavailableError) listener(companyId, false);
        throw error;
      }
      if (errands.length > 0) listener(companyId, true);
    },
    onErrands(next) {
      listener = next;
    },
  };
}
