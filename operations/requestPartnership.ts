import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { Actor, Desk } from './desk.ts';
import { type InviteField, type InviteForm, readInviteForm } from './inviteForm.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type StartOutcome, startDraft } from './startDraft.ts';

export type RequestOutcome =
  | NotAllowed
  | StartOutcome
  | { outcome: 'badForm'; problems: FieldProblems<InviteField> }
  | { outcome: 'onlyProviders' }
  | { outcome: 'alreadyPartners'; partnership: Partnership };

/**
 * Starts a partnership request (design §2 row 4, source document 003): a provider asks a reseller by a letter of its
 * own. The same draft, link, states and reminders as an invitation.
 */
export async function draftPartnership(desk: Desk, actor: Actor, form: InviteForm): Promise<RequestOutcome> {
  const refused = await refusal(desk, actor, 'requestPartnership');
  if (refused) return refused;
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) return { outcome: 'noCompany' };
  if (company.value.kind !== 'indirectProvider') return { outcome: 'onlyProviders' };
  const read = readInviteForm(form, actor.language);
  if ('problems' in read) return { outcome: 'badForm', problems: read.problems };
  const started = await startDraft(desk, actor, {
    kind: 'partnership',
    form: read.filledIn,
    company: company.value,
  });
  // The address was asked before: if that led to a partnership, it is the partnership that stands in the way.
  const resellerId = started.outcome === 'alreadyInvited' ? started.invitation.customerId : undefined;
  const standing = resellerId ? await desk.storage.partnerships.get(actor.tenantId, resellerId) : undefined;
  if (standing && standing.value.state !== 'removed') {
    return { outcome: 'alreadyPartners', partnership: standing.value };
  }
  return started;
}
