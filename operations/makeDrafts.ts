import type { Errand } from '../domain/outbox.ts';
import type { Actor, Desk } from './desk.ts';
import type { ImportRefusal } from './importCustomers.ts';
import { cannotInvite } from './inviteCustomer.ts';
import { pageReader } from './pageReader.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { startDraft } from './startDraft.ts';

/** So many drafts are made at a time. */
const AT_A_TIME = 50;

export type DraftsOutcome =
  | ImportRefusal
  /** There is an invitation for everybody. */
  | { outcome: 'nobody' }
  | { outcome: 'toConfirm'; customers: { id: string; name: string }[]; more: boolean }
  | { outcome: 'started'; many: number };

/** *Make drafts*: the next fifty imported customers, by name, for whom there is no invitation. One query. */
export async function askDrafts(desk: Desk, actor: Actor): Promise<DraftsOutcome> {
  const refused = await cannotInvite(desk, actor);
  if (refused) return refused;
  const { customers, more } = await desk.storage.customers.undrafted(actor.tenantId, AT_A_TIME);
  return customers.length === 0 ? { outcome: 'nobody' } : { outcome: 'toConfirm', customers, more };
}

/**
 * Drafts an invitation for each of those who were shown, in the background, in the language of whoever asks. `first` is
 * who stood first: when that is no longer so, the list is shown anew. Nothing is sent.
 */
export async function startDrafts(desk: Desk, actor: Actor, first: string): Promise<DraftsOutcome> {
  const asked = await askDrafts(desk, actor);
  if (asked.outcome !== 'toConfirm' || asked.customers[0]?.id !== first) return asked;
  const { tenantId, objectId, language } = actor;
  const customerIds = asked.customers.map(({ id }) => id);
  await desk.storage.commit(tenantId, {
    rows: [],
    history: [],
    errands: [{ kind: 'makeDrafts', by: { tenantId, objectId }, language, customerIds }],
  });
  return { outcome: 'started', many: customerIds.length };
}

/**
 * Makes the drafts, each as a single one would be made. Whoever got an invitation meanwhile keeps that; repeated it makes
 * no second one. Then tells whoever asked how many there are, and how many could not be made.
 */
export async function makeDrafts(desk: Desk, errand: Extract<Errand, { kind: 'makeDrafts' }>): Promise<void> {
  const { by, language, customerIds } = errand;
  const actor = await pageReader(desk, by, language);
  if (!actor || (await cannotInvite(desk, actor))) return;
  let made = 0;
  for (const id of customerIds) if (await draftFor(desk, actor, id)) made++;
  const at = desk.now().toISOString();
  const notice = { name: 'draftsMade' as const, made, left: customerIds.length - made, at };
  await desk.storage.commit(by.tenantId, {
    rows: [],
    history: [],
    errands: [{ kind: 'tell', to: by, notice }],
  });
}

/** Whether there is an invitation for an imported customer now. */
async function draftFor(desk: Desk, actor: Actor, customerId: string): Promise<boolean> {
  const { storage } = desk;
  return retryOnConflict(async () => {
    const [record, company] = await Promise.all([
      storage.customers.get(actor.tenantId, customerId),
      storage.companies.get(actor.tenantId),
    ]);
    // Taken over by an acceptance, or drafted before.
    if (record?.value.reach !== 'notInvited' || record.value.invitationId !== '') return true;
    if (!company) return false;
    const { contact, name } = record.value;
    const form = { email: contact.email, name, reference: undefined, language: actor.language };
    const result = await startDraft(desk, actor, { kind: 'customer', form, company: company.value, record });
    if (result.outcome === 'alreadyInvited') {
      await storage.commit(actor.tenantId, {
        rows: storage.customers.update(record, { ...record.value, invitationId: result.invitation.id }),
        history: [],
      });
    }
    return result.outcome !== 'tooMany';
  });
}
