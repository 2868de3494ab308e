import { isAccountId } from '../domain/account.ts';
import { missingIn, type NationalCloud } from '../domain/cloud.ts';
import { type Company, isPartner } from '../domain/company.ts';
import { domainOf, isWebMail } from '../domain/emailAddress.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { Invitation, ProviderRef } from '../domain/invitation.ts';
import type { Partnership } from '../domain/partnership.ts';
import { type Customer, isContinued } from '../domain/relationship.ts';
import { SERVICES } from '../domain/services.ts';
import type { Actor, Desk } from './desk.ts';
import { type InviteField, type InviteForm, readInviteForm } from './inviteForm.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { type StartOutcome, startDraft } from './startDraft.ts';

export type InviteOutcome =
  | NotAllowed
  | StartOutcome
  | { outcome: 'badForm'; problems: FieldProblems<InviteField> }
  | { outcome: 'customersCannotInvite' }
  | { outcome: 'notPartners' }
  | { outcome: 'alreadyCustomer'; customer: Customer }
  /** In this cloud a relationship is always asked for with administrator permissions. */
  | { outcome: 'notInThisCloud'; cloud: NationalCloud };

/** Why the actor cannot invite customers at all, before they fill in anything; undefined when they can. */
export async function cannotInvite(
  desk: Desk,
  actor: Actor,
): Promise<NotAllowed | { outcome: 'customersCannotInvite' } | undefined> {
  const refused = await refusal(desk, actor, 'inviteCustomer');
  if (refused) return refused;
  const member = actor.person?.value.member;
  return member && !isPartner(member.companyKind) ? { outcome: 'customersCannotInvite' } : undefined;
}

/**
 * Starts an invitation (design §2 rows 2 and 5): checks the form, and that this address neither has an open
 * invitation nor belongs to a customer already. With a provider it is a joint one, whose link speaks for both.
 */
export async function draftInvitation(desk: Desk, actor: Actor, form: InviteForm): Promise<InviteOutcome> {
  const refused = await cannotInvite(desk, actor);
  if (refused) return refused;
  const read = readInviteForm(form, actor.language);
  if ('problems' in read) return { outcome: 'badForm', problems: read.problems };
  const { email } = read.filledIn;
  const sellOnly = read.filledIn.administration === 'false';
  const cloud = sellOnly ? missingIn(desk.settings.cloud, 'withoutAdministration') : undefined;
  if (cloud) return { outcome: 'notInThisCloud', cloud };
  // Of both together a customer is asked for the whole: the provider orders, the reseller administers (document 001).
  if (sellOnly && form.provider) return { outcome: 'badForm', problems: { administration: 'notJointly' } };
  const [known, company, record] = await Promise.all([
    alreadyKnown(desk, actor.tenantId, email),
    desk.storage.companies.get(actor.tenantId),
    form.record ? desk.storage.customers.continued(actor.tenantId, form.record) : undefined,
  ]);
  if (known) return known;
  if (!company) return { outcome: 'noCompany' };
  const draft = { form: read.filledIn, company: company.value, ...(record && { record }) };
  if (!form.provider) return startDraft(desk, actor, { kind: 'customer', sellOnly, ...draft });
  const provider = await providerOf(desk, company.value, form.provider);
  if (!provider) return { outcome: 'notPartners' };
  return startDraft(desk, actor, { kind: 'joint', provider, ...draft });
}

/** The providers with whom a reseller can invite jointly, at most twenty; one query. */
export async function providersToInviteWith(desk: Desk, actor: Actor): Promise<Partnership[]> {
  if (actor.person?.value.member?.companyKind !== 'indirectReseller') return [];
  const page = await desk.storage.partnerships.page(actor.tenantId, 20);
  return page.rows.map(row => row.value).filter(partnership => partnership.state === 'active');
}

/** *Ask to add provider*: a customer of old is asked to let one of the reseller's providers order, and nothing else. */
export async function askToAddProvider(
  desk: Desk,
  actor: Actor,
  customerId: string,
  providerId: string,
): Promise<
  | InviteOutcome
  | { outcome: 'gone' }
  | { outcome: 'alreadyShared'; customer: Customer }
  /** Nobody of an account that a partner opened can answer before its tenant is known. */
  | { outcome: 'awaitsAdmin'; customer: Customer }
> {
  const refused = await refusal(desk, actor, 'inviteCustomer');
  if (refused) return refused;
  const [customer, company] = await Promise.all([
    desk.storage.customers.get(actor.tenantId, customerId),
    desk.storage.companies.get(actor.tenantId),
  ]);
  if (!customer?.value.canSell || !company) return { outcome: 'gone' };
  if (isAccountId(customer.value.id)) return { outcome: 'awaitsAdmin', customer: customer.value };
  const provider = await providerOf(desk, company.value, providerId);
  if (!provider) return { outcome: 'notPartners' };
  if (customer.value.sharedWith.some(other => other.id === providerId)) {
    return { outcome: 'alreadyShared', customer: customer.value };
  }
  const { contact, name } = customer.value;
  const form = { email: contact.email, name, reference: undefined, language: actor.language };
  return startDraft(desk, actor, {
    kind: 'addProvider',
    form,
    company: company.value,
    provider,
    onlyFor: customer.value.id,
  });
}

/** Whether a partner may ask a customer for administrator rights that it lacks, those of some services or of all. */
export function lacksAdministration({ canSell, canAdminister, administers, endedAt }: Customer): boolean {
  if (!canSell || endedAt || canAdminister === 'beingSetUp') return false;
  return canAdminister === 'no' || administers.length < SERVICES.length;
}

/**
 * *Ask again* (source documents 000 and 004): an ordinary invitation, which a customer that took administrator rights
 * back may approve to restore them, and nobody else. It goes to the customer's contact, in the language of the first.
 */
export async function askToRestore(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<InviteOutcome | { outcome: 'gone' }> {
  const refused = await cannotInvite(desk, actor);
  if (refused) return refused;
  const { storage } = desk;
  const [customer, company] = await Promise.all([
    storage.customers.get(actor.tenantId, customerId),
    storage.companies.get(actor.tenantId),
  ]);
  if (!customer || !company) return { outcome: 'gone' };
  if (!lacksAdministration(customer.value)) return { outcome: 'alreadyCustomer', customer: customer.value };
  const { contact, name, invitationId } = customer.value;
  const former = await storage.invitations.get(invitationId);
  const language = former?.value.language ?? actor.language;
  const form = { email: contact.email, name, reference: undefined, language };
  return startDraft(desk, actor, {
    kind: 'customer',
    form,
    company: company.value,
    onlyFor: customer.value.id,
  });
}

/** *Invite again*, *Invite*: contact and name of a former customer or of an imported one, for the ordinary form. */
export async function formerCustomer(
  desk: Desk,
  actor: Actor,
  customerId: string,
): Promise<{ email: string; name: string; record?: string } | undefined> {
  const customer = await desk.storage.customers.get(actor.tenantId, customerId);
  if (!customer) return undefined;
  const { id, contact, name } = customer.value;
  // Of an account that nobody entered the approval knows no tenant: it goes on with the record that is named.
  return { email: contact.email, name, ...(isContinued(customer.value) && { record: id }) };
}

async function providerOf(
  desk: Desk,
  reseller: Company,
  providerId: string,
): Promise<ProviderRef | undefined> {
  if (reseller.kind !== 'indirectReseller') return undefined;
  const row = await desk.storage.partnerships.get(reseller.id, providerId);
  if (row?.value.state !== 'active') return undefined;
  const { partnerId: companyId, name: companyName, mpnId: partnerId, country } = row.value;
  return { companyId, companyName, partnerId, country };
}

async function alreadyKnown(
  desk: Desk,
  companyId: string,
  email: string,
): Promise<Extract<InviteOutcome, { outcome: 'alreadyInvited' | 'alreadyCustomer' }> | undefined> {
  const { invitations, customers } = desk.storage;
  const asked: Pick<Invitation, 'kind' | 'addressee'> & { inviter: { companyId: string } } = {
    kind: 'customer',
    addressee: { name: '', email },
    inviter: { companyId },
  };
  const [claim, customer] = await Promise.all([
    invitations.claimOf(asked),
    isWebMail(email) ? undefined : customers.ofDomain(companyId, domainOf(email)),
  ]);
  if (customer && !customer.endedAt && !customer.reach) return { outcome: 'alreadyCustomer', customer };
  if (!claim) return undefined;
  const invitation = await invitations.get(claim.invitationId);
  if (!invitation) return undefined;
  const accepted = invitation.value.customerId;
  const related = accepted ? await customers.get(companyId, accepted) : undefined;
  // A former customer is invited as anybody else is; an approval finds the old record.
  if (related?.value.endedAt) return undefined;
  if (related) return { outcome: 'alreadyCustomer', customer: related.value };
  return { outcome: 'alreadyInvited', invitation: invitation.value };
}
