import {
  type Company,
  type CompanyCommand,
  type CompanyEvent,
  type CompanyField,
  type CompanyForm,
  changeCompany,
  enrol,
  isContact,
  readCompanyForm,
} from '../domain/company.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import { type CompanyId, isSamePerson, type PersonRef } from '../domain/identity.ts';
import type { Errand, Notice } from '../domain/outbox.ts';
import { may } from '../domain/permissions.ts';
import type { Profile } from '../domain/person.ts';
import type { Op, Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { type Doer, historyEntry, signature } from './historyEntry.ts';
import { type ProofLacking, proofLacking } from './proof.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { admission, FIRST_LEVELS } from './userEntry.ts';

/** A company's record as someone of its tenant sees it. */
export interface CompanyRecord {
  company: Company;
  canEdit: boolean;
  /** The viewer's own profile address is the contact's, and the contact is not confirmed yet. */
  isContact: boolean;
}

export type CompanyOutcome =
  | NotAllowed
  | { outcome: 'notSetUp' }
  | { outcome: 'tenantNotAllowed' }
  | { outcome: 'guestRefused' }
  /** Only with a proof may someone new become global admin here. */
  | ProofLacking
  | { outcome: 'tooMany' }
  | { outcome: 'kindIsFixed' }
  | { outcome: 'notContact'; company: Company }
  | { outcome: 'badForm'; problems: FieldProblems<CompanyField> }
  | ({ outcome: 'record' | 'enrolled' | 'saved' | 'contactConfirmed' } & CompanyRecord);

/** `set up company`: the record for members and for its primary contact, or `notSetUp` to start with. */
export async function showCompany(desk: Desk, actor: Actor): Promise<CompanyOutcome> {
  const company = await desk.storage.companies.get(actor.tenantId);
  if (!company) {
    if (!tenantMayEnrol(desk, actor)) return { outcome: 'tenantNotAllowed' };
    return (await actor.profile()).guest ? { outcome: 'guestRefused' } : { outcome: 'notSetUp' };
  }
  const record = await recordFor(actor, company.value);
  if (!actor.person?.value.member && !record.isContact) {
    return (await refusal(desk, actor, 'editCompany')) ?? { outcome: 'record', ...record };
  }
  return { outcome: 'record', ...record };
}

async function recordFor(actor: Actor, company: Company): Promise<CompanyRecord> {
  const waiting = company.contact !== undefined && company.contactConfirmed === undefined;
  const canEdit = may('editCompany', actor.person?.value.member);
  return { company, canEdit, isContact: waiting && speaksAsContact(company, await actor.profile()) };
}

/** Whether someone is the primary contact by their own Teams profile; guests are at home elsewhere. */
function speaksAsContact(company: Company, profile: Profile): profile is Profile & { email: string } {
  return profile.email !== undefined && !profile.guest && isContact(company, profile.email);
}

function tenantMayEnrol(desk: Desk, actor: Actor): boolean {
  const { allowedTenants } = desk.settings;
  return allowedTenants.size === 0 || allowedTenants.has(actor.tenantId);
}

const HOUR = 60 * 60 * 1000;
const SET_UPS = { limit: 20, windowMs: HOUR };

/**
 * *Enroll now* (design §2 row 1): sets the actor's tenant up as a company and makes the actor its global admin, who
 * must be proven or trusted (§7).
 * A refused form names each field and why; a company that stands already is shown instead.
 */
export async function enrolCompany(
  desk: Desk,
  actor: Actor,
  form: 'full' | 'short',
  typed: CompanyForm,
): Promise<CompanyOutcome> {
  const { storage } = desk;
  if (!tenantMayEnrol(desk, actor)) return { outcome: 'tenantNotAllowed' };
  const lacking = proofLacking(desk, actor);
  // Nobody is sent through a form, or to Microsoft, in vain: no way to a proof is said first, the rest of it last.
  if (lacking?.outcome === 'proofMissing') return lacking;
  const read = readCompanyForm(typed, form);
  if ('problems' in read) return { outcome: 'badForm', problems: read.problems };
  if (!(await storage.rateLimits.take(actor.tenantId, 'setUpCompany', SET_UPS, desk.now()))) {
    return { outcome: 'tooMany' };
  }
  const profile = await actor.profile();
  if (profile.guest) return { outcome: 'guestRefused' };
  return retryOnConflict(async () => {
    const [standing, person] = await Promise.all([
      storage.companies.get(actor.tenantId),
      storage.people.get(actor.tenantId, actor.objectId),
    ]);
    // Perhaps by the same person's first click, of which this turn knew nothing when it began.
    if (standing) return showCompany(desk, { ...actor, person });
    if (lacking) return lacking;
    const by = refOf(actor);
    const { next, events } = enrol(read.profile, by, profile.email, desk.settings.review, desk.now());
    const first = { ...(person?.value ?? { ...by, welcomed: true }), profile };
    const admin = await admission(desk, next, { row: person, person: first }, FIRST_LEVELS, undefined);
    await storage.commit(actor.tenantId, {
      rows: [storage.companies.insert(next), ...admin.rows],
      history: [...historyOf(next, events, actor, desk.now()), admin.history],
      errands: await announcements(desk, next, events, by),
    });
    const record = { company: next, canEdit: true, isContact: false };
    return { outcome: 'enrolled', ...record };
  });
}

/** *Update* on the record: a global admin edits it; the kind stays, and a new contact has to confirm. */
export async function editCompany(desk: Desk, actor: Actor, typed: CompanyForm): Promise<CompanyOutcome> {
  const refused = await refusal(desk, actor, 'editCompany');
  if (refused) return refused;
  return retryOnConflict(async () => {
    const company = await desk.storage.companies.get(actor.tenantId);
    if (!company) return { outcome: 'noCompany' };
    const form = company.value.alreadyInCsp && !typed.contactEmail?.trim() ? 'short' : 'full';
    const read = readCompanyForm({ ...typed, kind: typed.kind ?? company.value.kind }, form);
    if ('problems' in read) return { outcome: 'badForm', problems: read.problems };
    const ownAddress = (await actor.profile()).email;
    const command: CompanyCommand = { do: 'edit', profile: read.profile, by: refOf(actor), ownAddress };
    const changed = await change(desk, company, command, actor);
    if ('refused' in changed) return { outcome: 'kindIsFixed' };
    return { outcome: 'saved', ...(await recordFor(actor, changed.next)) };
  });
}

/**
 * *Confirm that it is me*: only a person of the same tenant whose Teams profile has the contact's address can, by a
 * click in the bot; the link in the e-mail merely leads there.
 */
export async function confirmContact(desk: Desk, actor: Actor): Promise<CompanyOutcome> {
  const profile = await actor.profile();
  if (profile.guest) return { outcome: 'guestRefused' };
  return retryOnConflict(async () => {
    const { companies, people } = desk.storage;
    const [company, person] = await Promise.all([
      companies.get(actor.tenantId),
      people.get(actor.tenantId, actor.objectId),
    ]);
    if (!company) return { outcome: 'notSetUp' };
    if (!speaksAsContact(company.value, profile)) return { outcome: 'notContact', company: company.value };
    const record = { canEdit: may('editCompany', person?.value.member), isContact: false };
    // The address is kept with the person, so that the contact is found when there is news for them.
    const known = person ? [people.update(person, { ...person.value, profile })] : [];
    const command: CompanyCommand = { do: 'confirmContact', by: profile.email };
    const changed = await change(desk, company, command, actor, known);
    // Confirmed already: the same click twice, or two devices.
    if ('refused' in changed) return { outcome: 'contactConfirmed', company: company.value, ...record };
    return { outcome: 'contactConfirmed', company: changed.next, ...record };
  });
}

export type ReviewOutcome =
  | { outcome: 'noCompany' }
  | { outcome: 'notNow'; company: Company }
  | { outcome: 'reviewed'; company: Company };

/** What the operator decides under `REVIEW=manual`: `npm run enrolment -- approve|reject ID "reason"`. */
export async function reviewEnrolment(
  desk: Desk,
  companyId: CompanyId,
  verdict: { do: 'approve' } | { do: 'reject'; reason: string },
): Promise<ReviewOutcome> {
  return retryOnConflict(async () => {
    const company = await desk.storage.companies.get(companyId);
    if (!company) return { outcome: 'noCompany' };
    const changed = await change(desk, company, verdict, 'operator');
    if ('refused' in changed) return { outcome: 'notNow', company: company.value };
    return { outcome: 'reviewed', company: changed.next };
  });
}

async function change(
  desk: Desk,
  company: Row<Company>,
  command: CompanyCommand,
  doer: Doer,
  besides: Op[] = [],
): Promise<{ next: Company } | { refused: 'notNow' | 'kindIsFixed' }> {
  const changed = changeCompany(company.value, command, desk.settings.review, desk.now());
  if ('refused' in changed) return changed;
  const { next, events } = changed;
  const rows: Op[] = [desk.storage.companies.update(company, next), ...besides];
  const errands = await announcements(desk, next, events, signature(doer));
  await desk.storage.commit(next.id, { rows, history: historyOf(next, events, doer, desk.now()), errands });
  return { next };
}

function historyOf(company: Company, events: CompanyEvent[], doer: Doer, now: Date): NewHistoryEntry[] {
  const { id, name, contact } = company;
  const detail = {
    name,
    ...(contact && { person: contact.name, personEmail: contact.email }),
  };
  return events.map(event =>
    historyEntry(now.toISOString(), doer, {
      subject: id,
      event: `company.${event}`,
      detail: event === 'rejected' ? { ...detail, reason: company.rejection?.reason ?? '' } : detail,
    }),
  );
}

/**
 * Asks a contact whom the bot knows to confirm, and tells whoever enrolled and the contact how the enrolment went on:
 * in Teams if known, else as a ready draft. Whoever just clicked sees the outcome on the card before them.
 */
async function announcements(
  desk: Desk,
  company: Company,
  events: CompanyEvent[],
  by: PersonRef | 'desk' | 'operator',
): Promise<Errand[]> {
  const { contact, enrolledBy, name: companyName } = company;
  const at = desk.now().toISOString();
  const known = contact && (await desk.storage.people.withAddress(company.id, contact.email));
  const contactPerson = known && !known.profile?.guest ? refOf(known) : undefined;
  const clicked = typeof by === 'string' ? undefined : by;
  const tell = (to: PersonRef, notice: Notice): Errand[] =>
    clicked && isSamePerson(to, clicked)
      ? []
      : [{ kind: 'tell', to: { tenantId: to.tenantId, objectId: to.objectId }, notice }];

  const errands: Errand[] = [];
  if (events.includes('contactAsked') && contactPerson && clicked) {
    errands.push(...tell(contactPerson, { name: 'contactToConfirm', companyName, by: clicked, at }));
  }
  const event = (['activated', 'rejected', 'contactConfirmed'] as const).find(each => events.includes(each));
  if (!event) return errands;
  const state = event === 'activated' ? ('active' as const) : event;
  const reason = company.rejection?.reason;
  const notice = { name: 'enrolmentChanged', companyName, state, reason, at } as const;
  const contactToTell = contactPerson || state === 'contactConfirmed' ? undefined : contact;
  const enroller = enrolledBy && (await desk.storage.people.get(company.id, enrolledBy.objectId))?.value;
  // Whoever was removed since is not told of the company any more, unless they are its contact.
  if (enrolledBy && enroller?.member) errands.push(...tell(enrolledBy, { ...notice, contactToTell }));
  if (contactPerson && !(enroller?.member && isSamePerson(contactPerson, enroller))) {
    errands.push(...tell(contactPerson, notice));
  }
  return errands;
}
