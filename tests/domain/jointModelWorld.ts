import { randomBytes, randomUUID } from 'node:crypto';
import type { CompanyKind } from '../../domain/company.ts';
import { linkSigner } from '../../domain/link.ts';
import type { Errand } from '../../domain/outbox.ts';
import { approveInvitation, declineInvitation, openInvitation } from '../../operations/acceptInvitation.ts';
import { establishCustomer, showAdministration, showReceived } from '../../operations/carryForward.ts';
import {
  establishPartnership,
  showPartnership,
  showSharedCustomer,
} from '../../operations/carryPartnership.ts';
import { type Actor, type Desk, linkTo } from '../../operations/desk.ts';
import { markSent } from '../../operations/draftLetter.ts';
import { expireInvitation } from '../../operations/expireInvitation.ts';
import { confirmApprover, refuseApprover, withdrawInvitation } from '../../operations/invitations.ts';
import { draftInvitation } from '../../operations/inviteCustomer.ts';
import { removePartnership } from '../../operations/partnerships.ts';
import { draftPartnership } from '../../operations/requestPartnership.ts';
import { seedCompany } from '../../operations/seedCompany.ts';
import { ConflictError, StorageUnavailableError } from '../../storage/errors.ts';
import { openStorage } from '../../storage/storage.ts';
import type { Tables } from '../../storage/tables.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How the next write fails: never sent, or stored without anybody hearing of it. */
export type Fault = 'none' | 'notSent' | 'answerLost';

/** What can happen to one joint invitation and the partnership that it speaks for. */
export type Step =
  | { do: 'approve' | 'decline'; who: 'kim' | 'jo'; fault: Fault }
  | { do: 'withdraw' | 'confirm' | 'refuse'; fault: Fault }
  | { do: 'remove'; who: 'provider' | 'reseller'; fault: Fault }
  | { do: 'askAnew'; fault: Fault }
  | { do: 'expire'; fault: Fault }
  /** Carries some errands of a company, in some order; unsettled, they are carried again later. */
  | { do: 'carry'; at: 'provider' | 'reseller' | 'customer'; from: number; settle: boolean; fault: Fault };

/** Three companies on real storage, without a worker: errands are carried when a step says so. */
export class World {
  readonly provider = randomUUID();
  readonly reseller = randomUUID();
  readonly customer = randomUUID();
  readonly desk: Desk;
  invitationId = '';
  #now = new Date('2026-11-20T09:00:00Z');
  #faults: Fault[] = [];
  readonly #people = new Map<string, { tenantId: string; objectId: string; email: string }>();

  constructor(tables: Tables) {
    const storage = openStorage(tables, `model-${randomUUID()}`, () => this.#now);
    this.desk = {
      storage: {
        ...storage,
        commit: async (companyId, change) => {
          const fault = this.#faults.shift() ?? 'none';
          if (fault === 'notSent') throw new StorageUnavailableError('away');
          await storage.commit(companyId, change);
          if (fault === 'answerLost') throw new StorageUnavailableError('no answer');
        },
      },
      links: linkSigner('a secret that only the model knows, long enough'),
      settings: {
        publicUrl: 'http://localhost:3978',
        invitationDays: 30,
        review: 'auto',
        proof: 'trusted',
        allowCrossRegion: false,
        cloud: 'global',
        allowedTenants: new Set(),
      },
      now: () => this.#now,
      random: randomBytes,
    };
  }

  get companies(): { provider: string; reseller: string; customer: string } {
    return { provider: this.provider, reseller: this.reseller, customer: this.customer };
  }

  /** Partners, and a customer whose two admins have opened the joint invitation; nobody knows jo's mail domain. */
  async begin(): Promise<void> {
    await this.#seat('indirectProvider', this.provider, ['avery']);
    await this.#seat('indirectReseller', this.reseller, ['dana']);
    await this.#seat('customer', this.customer, ['kim', 'jo']);
    await this.#partner();
    await this.settle();
    const form = { email: 'kim@kim.example', name: 'Wingtip', reference: '', language: 'en' };
    const dana = await this.#actor('dana');
    const drafted = await draftInvitation(this.desk, dana, { ...form, provider: this.provider });
    if (drafted.outcome !== 'drafted') throw new Error(drafted.outcome);
    this.invitationId = drafted.invitation.id;
    await markSent(this.desk, dana, this.invitationId);
    for (const who of ['kim', 'jo']) {
      await openInvitation(this.desk, await this.#actor(who), linkTo(this.desk, drafted.invitation));
    }
  }

  /** Does a step, as often as its fault lets it; what fails has failed, as it has for whoever clicked. */
  async take(step: Step): Promise<void> {
    this.#faults = [step.fault];
    try {
      await this.#do(step);
    } catch (error) {
      if (!(error instanceof StorageUnavailableError || error instanceof ConflictError)) throw error;
    } finally {
      this.#faults = [];
    }
  }

  /** Carries until nothing is left, everything twice. */
  async settle(): Promise<void> {
    for (let again = true; again; ) {
      again = false;
      for (const at of ['customer', 'provider', 'reseller'] as const) {
        again = (await this.#carry(at, 0, true)) || again;
      }
    }
  }

  async #do(step: Step): Promise<unknown> {
    const { desk, invitationId: id } = this;
    switch (step.do) {
      case 'approve':
        return approveInvitation(desk, await this.#actor(step.who), { id, confirmed: true, replacing: 0 });
      case 'decline':
        return declineInvitation(desk, await this.#actor(step.who), id, undefined);
      case 'withdraw':
        return withdrawInvitation(desk, await this.#actor('dana'), id);
      case 'confirm':
        return confirmApprover(desk, await this.#actor('dana'), id);
      case 'refuse':
        return refuseApprover(desk, await this.#actor('dana'), id);
      case 'remove':
        return step.who === 'provider'
          ? removePartnership(desk, await this.#actor('avery'), this.reseller)
          : removePartnership(desk, await this.#actor('dana'), this.provider);
      case 'askAnew':
        return this.#partner();
      case 'expire':
        this.#now = new Date(this.#now.getTime() + 31 * DAY);
        return expireInvitation(desk, id);
      case 'carry':
        return this.#carry(step.at, step.from, step.settle);
    }
  }

  async #partner(): Promise<void> {
    const { desk } = this;
    const [avery, dana] = [await this.#actor('avery'), await this.#actor('dana')];
    const form = { email: 'dana@dana.example', name: 'Contoso', reference: '', language: 'en', provider: '' };
    const drafted = await draftPartnership(desk, avery, form);
    if (drafted.outcome !== 'drafted') return;
    const { invitation } = drafted;
    await markSent(desk, avery, invitation.id);
    await openInvitation(desk, dana, linkTo(desk, invitation));
    await approveInvitation(desk, dana, { id: invitation.id, confirmed: true });
  }

  /** Carries a company's errands from one of them on, round and round; true when there were any. */
  async #carry(at: 'provider' | 'reseller' | 'customer', from: number, settle: boolean): Promise<boolean> {
    const { outbox } = this.desk.storage;
    const company = this[at];
    const { due } = await outbox.agenda(company, outbox.instance, this.#now, 50);
    if (due.length === 0) return false;
    const first = from % due.length;
    const order = [...due.slice(first), ...due.slice(0, first)];
    for (const { errand } of order) await this.#carryOut(errand);
    for (const { errand } of [...order].reverse()) await this.#carryOut(errand);
    if (settle) {
      const results = due.map(queued => ({ queued, outcome: 'delivered' as const }));
      await outbox.settle(company, results, this.#now);
    }
    return true;
  }

  async #carryOut(errand: Errand): Promise<void> {
    const { desk } = this;
    switch (errand.kind) {
      case 'establishCustomer':
        return establishCustomer(desk, errand);
      case 'showAdministration':
        return showAdministration(desk, errand);
      case 'establishPartnership':
        return establishPartnership(desk, errand);
      case 'showPartnership':
        return showPartnership(desk, errand);
      case 'showSharedCustomer':
        return showSharedCustomer(desk, errand);
      case 'showReceived':
        return showReceived(desk, errand);
      case 'tell':
      case 'redraw':
        return;
    }
  }

  async #seat(kind: CompanyKind, id: string, names: readonly string[]): Promise<void> {
    const at = this.#now.toISOString();
    const people = names.map(name => {
      const person = { tenantId: id, objectId: randomUUID(), email: `${name}@${name}.example` };
      this.#people.set(name, person);
      const agent = kind === 'customer' ? ('none' as const) : ('adminAgent' as const);
      return {
        tenantId: id,
        objectId: person.objectId,
        name,
        profile: { email: person.email, guest: false },
        member: { agent, admin: 'globalAdmin' as const, companyKind: kind, since: at },
        welcomed: true,
      };
    });
    await seedCompany(
      this.desk,
      {
        id,
        kind,
        name: `The ${kind}`,
        country: 'US',
        support: {},
        alreadyInCsp: false,
        state: 'active',
        enrolledAt: at,
        activeAt: at,
        administration: {},
        administrationVersion: 0,
      },
      people,
    );
  }

  async #actor(name: string): Promise<Actor> {
    const known = this.#people.get(name);
    if (!known) throw new Error(`nobody is called ${name}`);
    const { tenantId, objectId, email } = known;
    const person = await this.desk.storage.people.get(tenantId, objectId);
    return {
      tenantId,
      objectId,
      name,
      person,
      language: 'en',
      provenGlobalAdmin: false,
      profile: async () => ({ email, guest: false }),
      colleague: async () => undefined,
    };
  }
}
