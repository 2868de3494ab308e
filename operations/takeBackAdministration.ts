import { type AdministrationCommand, changeAdministration } from '../domain/administration.ts';
import type { Company } from '../domain/company.ts';
import type { Partner } from '../domain/relationship.ts';
import { heldBy, type Service } from '../domain/services.ts';
import type { Row } from '../storage/rows.ts';
import { administrationErrands } from './administrationErrands.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';

/** More partners than one can choose from are not offered. */
const MOST_OFFERED = 50;

/** What is about to change, and by which version of the customer's row: another one is asked about anew. */
export interface TakingBack {
  partner: Partner;
  services: Service[];
  administrationVersion: number;
}

export type TakeBackOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** Done before, by this click's twin or by a colleague: nothing is left to take. */
  | { outcome: 'holdsNothing'; partner: Partner }
  | ({ outcome: 'toConfirm' } & TakingBack)
  | { outcome: 'takenBack'; partner: Partner; services: Service[] };

/**
 * *Remove administrator rights* (source documents 000 and 004): one compare-and-set on the customer's company row,
 * where it is decided who administers; the partner's record and the notice to it follow by errands. `version` is what
 * the confirmation showed: without it, or when it is old, what would change is shown and nothing changes.
 */
export async function takeBackAdministration(
  desk: Desk,
  actor: Actor,
  partnerId: string,
  version: number | undefined,
): Promise<TakeBackOutcome> {
  return retryOnConflict(async (): Promise<TakeBackOutcome> => {
    const loaded = await load(desk, actor, partnerId);
    if ('outcome' in loaded) return loaded;
    const { partner, company } = loaded;
    const { administrationVersion } = company.value;
    const services = heldBy(company.value.administration, partnerId);
    const change = changeAdministration(company.value, { do: 'takeBack', from: partnerId });
    if ('refused' in change) return { outcome: 'holdsNothing', partner: partner.value };
    if (version !== administrationVersion) {
      return { outcome: 'toConfirm', partner: partner.value, services, administrationVersion };
    }
    const { storage } = desk;
    const at = desk.now().toISOString();
    const by = refOf(actor);
    const next = { ...company.value, ...change.next };
    await storage.commit(actor.tenantId, {
      rows: [storage.companies.update(company, next)],
      history: [
        historyEntry(at, actor, {
          subject: partnerId,
          event: 'administrationTaken',
          detail: { name: partner.value.name, services: services.join(' ') },
        }),
      ],
      errands: administrationErrands(company.value, next, { decided: { by, at, reassigned: false } }),
    });
    return { outcome: 'takenBack', partner: partner.value, services };
  });
}

export type ReassignOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  | { outcome: 'holdsNothing'; partner: Partner }
  /** Nobody else may sell to this customer. */
  | { outcome: 'nobodyElse'; partner: Partner }
  | { outcome: 'toChoose'; partner: Partner; others: Partner[]; services: Service[] }
  /** Whom it was to be given to may not sell any more. */
  | { outcome: 'mayNotSell'; partner: Partner; to: Partner }
  | ({ outcome: 'toConfirm'; to: Partner } & TakingBack)
  | { outcome: 'reassigned'; partner: Partner; to: Partner; services: Service[] };

/** *Give them to another partner*: who of those that may sell to the customer. One query. */
export async function whoCouldAdminister(
  desk: Desk,
  actor: Actor,
  partnerId: string,
): Promise<ReassignOutcome> {
  const loaded = await load(desk, actor, partnerId);
  if ('outcome' in loaded) return loaded;
  const partner = loaded.partner.value;
  const services = heldBy(loaded.company.value.administration, partnerId);
  if (services.length === 0) return { outcome: 'holdsNothing', partner };
  const page = await desk.storage.partners.page(actor.tenantId, MOST_OFFERED);
  const others = page.rows.map(row => row.value).filter(({ id, canSell }) => canSell && id !== partnerId);
  return others.length === 0
    ? { outcome: 'nobodyElse', partner }
    : { outcome: 'toChoose', partner, others, services };
}

/**
 * Gives all that one partner administers to another that may sell; the same compare-and-set, which holds only while
 * the successor's relationship is as it was read. `version` as in {@link takeBackAdministration}.
 */
export async function reassignAdministration(
  desk: Desk,
  actor: Actor,
  partnerId: string,
  successorId: string,
  version: number | undefined,
): Promise<ReassignOutcome> {
  return retryOnConflict(async (): Promise<ReassignOutcome> => {
    const loaded = await load(desk, actor, partnerId);
    if ('outcome' in loaded) return loaded;
    const { storage } = desk;
    const { partner, company } = loaded;
    const successor = await storage.partners.get(actor.tenantId, successorId);
    if (!successor || successorId === partnerId) return { outcome: 'gone' };
    const to = successor.value;
    const command: AdministrationCommand = {
      do: 'reassign',
      from: partnerId,
      to: { partnerId: to.id, partnerName: to.name },
    };
    const change = changeAdministration(company.value, command);
    if ('refused' in change) return { outcome: 'holdsNothing', partner: partner.value };
    if (!to.canSell) return { outcome: 'mayNotSell', partner: partner.value, to };
    const services = heldBy(company.value.administration, partnerId);
    const { administrationVersion } = company.value;
    if (version !== administrationVersion) {
      return { outcome: 'toConfirm', partner: partner.value, to, services, administrationVersion };
    }
    const at = desk.now().toISOString();
    const by = refOf(actor);
    const next = { ...company.value, ...change.next };
    await storage.commit(actor.tenantId, {
      rows: [storage.companies.update(company, next), storage.partners.stillAs(successor)],
      history: [
        historyEntry(at, actor, {
          subject: partnerId,
          event: 'administrationReassigned',
          detail: { name: partner.value.name, services: services.join(' '), to: to.name },
        }),
      ],
      errands: administrationErrands(company.value, next, { decided: { by, at, reassigned: true } }),
    });
    return { outcome: 'reassigned', partner: partner.value, to, services };
  });
}

/** The customer's rows for whoever may take rights back. Another company's partner is `gone`: the partition is the actor's own. */
async function load(
  desk: Desk,
  actor: Actor,
  partnerId: string,
): Promise<NotAllowed | { outcome: 'gone' } | { partner: Row<Partner>; company: Row<Company> }> {
  const refused = await refusal(desk, actor, 'takeBackAdministration');
  if (refused) return refused;
  const [partner, company] = await Promise.all([
    desk.storage.partners.get(actor.tenantId, partnerId),
    desk.storage.companies.get(actor.tenantId),
  ]);
  return partner && company ? { partner, company } : { outcome: 'gone' };
}
