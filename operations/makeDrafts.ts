import { domainOf } from '../domain/emailAddress.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Customer } from '../domain/relationship.ts';
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
 * no second one. Then tells whoever asked how many there are, and how many could not be made and why.
 */
export async function makeDrafts(desk: Desk, errand: Extract<Errand, { kind: 'makeDrafts' }>): Promise<void> {
  const { by, language, customerIds } = errand;
  const actor = await pageReader(desk, by, language);
  if (!actor || (await cannotInvite(desk, actor))) return;
  const became: Became[] = [];
  for (const id of customerIds) became.push(await draftFor(desk, actor, id));
  const many = (wanted: Became) => became.filter(each => each === wanted).length;
  const at = desk.now().toISOString();
  const counts = { made: many('made'), left: many('left'), taken: many('taken') };
  const notice = { name: 'draftsMade' as const, ...counts, at };
  await desk.storage.commit(by.tenantId, {
    rows: [],
    history: [],
    errands: [{ kind: 'tell', to: by, notice }],
  });
}

/** There is an invitation for an imported customer now, there is none yet, or its contact was invited for another one. */
type Became = 'made' | 'left' | 'taken';

async function draftFor(desk: Desk, actor: Actor, customerId: string): Promise<Became> {
  const { storage } = desk;
  return retryOnConflict(async () => {
    const [record, company] = await Promise.all([
      storage.customers.get(actor.tenantId, customerId),
      storage.companies.get(actor.tenantId),
    ]);
    // Taken over by an acceptance.
    if (record?.value.reach !== 'notInvited') return 'made';
    const { contact, name, invitationId } = record.value;
    // Drafted before.
    if (invitationId !== '')
      return becameOf(record.value, (await storage.invitations.get(invitationId))?.value);
    if (!company) return 'left';
    const form = { email: contact.email, name, reference: undefined, language: actor.language };
    const result = await startDraft(desk, actor, { kind: 'customer', form, company: company.value, record });
    if (result.outcome === 'tooMany') return 'left';
    if (result.outcome === 'alreadyInvited') {
      await storage.commit(actor.tenantId, {
        rows: storage.customers.update(record, { ...record.value, invitationId: result.invitation.id }),
        history: [],
      });
    }
    return becameOf(record.value, result.invitation);
  });
}

/** An address has one invitation: that may be another customer's, for whom the same person was named. */
function becameOf({ id, domain }: Customer, invitation: Invitation | undefined): Became {
  if (!invitation) return 'made';
  const { recordId, addressee } = invitation;
  return (recordId ? recordId === id : domainOf(addressee.email) === domain) ? 'made' : 'taken';
}
