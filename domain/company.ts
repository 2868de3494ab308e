import * as z from 'zod';
import { accountSchema } from './account.ts';
import { isCountry } from './countries.ts';
import { emailAddress, foldAddress, isWebMail } from './emailAddress.ts';
import { guid, moment, type PersonRef, personRefSchema } from './identity.ts';
import { isPossiblePhone } from './phoneNumber.ts';
import { administrationSchema } from './services.ts';
import { oneLine, typedText } from './textField.ts';

export const COMPANY_KINDS = ['directPartner', 'indirectReseller', 'indirectProvider', 'customer'] as const;
export const companyKind = z.enum(COMPANY_KINDS);
export type CompanyKind = z.infer<typeof companyKind>;

export function isPartner(kind: CompanyKind): boolean {
  return kind !== 'customer';
}

/** Enrolment (source document 001): the contact confirms the address, then a partner is reviewed. */
export const COMPANY_STATES = ['submitted', 'contactConfirmed', 'active', 'rejected'] as const;
export const companyState = z.enum(COMPANY_STATES);
export type CompanyState = z.infer<typeof companyState>;

const required = (max: number) => oneLine(max).pipe(z.string().min(1, 'required'));
const optional = (schema: z.ZodType<string, string>) =>
  z
    .string()
    .default('')
    .transform(text => (text.trim() === '' ? undefined : text))
    .pipe(schema.optional());

const address = z
  .string()
  .min(1, 'required')
  .max(254, 'tooLong')
  .refine(text => emailAddress.safeParse(text).success, 'malformed')
  .transform(text => text.normalize('NFKC').trim());
/** Digits in groups as people write them, perhaps with an extension: "(206) 555-0121 ext. 4". */
const phone = oneLine(40)
  .transform(text => text.normalize('NFKC'))
  .pipe(z.string().regex(/^(?=(?:\D*\d){5})[+(\d][\d\s()./-]+(?:(?:x|ext\.?|#)\s?\d+)?$/i, 'malformed'));
const website = oneLine(300)
  .transform(text => text.normalize('NFKC'))
  .transform(text => (/^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`))
  .pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'malformed' }));
const partnerId = oneLine(10)
  .transform(text => text.normalize('NFKC'))
  .pipe(z.string().regex(/^\d{4,10}$/, 'malformed'));

/** The fields of the set-up form, by the name that a refusal points at. */
export const COMPANY_FIELDS = [
  'name',
  'kind',
  'country',
  'partnerId',
  'partnerIdConfirmed',
  'address',
  'contactName',
  'contactEmail',
  'supportEmail',
  'supportPhone',
  'supportWebsite',
] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];

/** Why a field was refused; each has a sentence of its own. */
export type FieldProblem =
  | 'required'
  | 'tooLong'
  | 'malformed'
  | 'webMail'
  | 'notConfirmed'
  | 'notForCustomers'
  | 'notJointly'
  | 'noRole'
  | 'taken'
  /** Of a customer that was imported and not invited yet: it goes on from its record. */
  | 'imported'
  | 'takenAtCustomer'
  | 'unknownColleague'
  | 'fixed'
  | 'otherMarket'
  | 'notInCountry'
  | 'notAPartner'
  | 'ownPartnerId'
  /** A reseller whose own relationship with the customer has ended. */
  | 'resellerLeft';
export type FieldProblems<Field extends string> = Partial<Record<Field, FieldProblem>>;

const profileSchema = z.object({
  name: required(200),
  kind: companyKind,
  country: z.string().optional(),
  partnerId: z.string().optional(),
  address: z.string().optional(),
  contact: z.object({ name: z.string(), email: z.string() }).optional(),
  support: z.object({
    email: z.string().optional(),
    phone: z.string().optional(),
    website: z.string().optional(),
  }),
  alreadyInCsp: z.boolean(),
});
/** What a company says of itself. */
export type CompanyProfile = z.infer<typeof profileSchema>;

export const companySchema = profileSchema.extend({
  id: guid,
  state: companyState,
  enrolledBy: personRefSchema.optional(),
  enrolledAt: moment,
  contactConfirmed: z.object({ by: z.string(), at: moment }).optional(),
  activeAt: moment.optional(),
  rejection: z.object({ reason: z.string(), at: moment }).optional(),
  administration: administrationSchema.default({}),
  administrationVersion: z.number().int().default(0),
  /** Of a customer whose account a partner opened here. */
  account: accountSchema.optional(),
  /** Such an account after its first admin entered the setup code: the tenant to which everything of it moves. */
  boundTo: z
    .object({ tenantId: guid, by: personRefSchema, at: moment, movedAt: moment.optional() })
    .optional(),
});
export type Company = z.infer<typeof companySchema>;

const fullForm = z.object({
  name: required(200),
  kind: z.string().min(1, 'required').pipe(companyKind),
  country: z.string().min(1, 'required').refine(isCountry, 'malformed'),
  partnerId: optional(partnerId),
  partnerIdConfirmed: z
    .string()
    .default('false')
    .transform(value => value === 'true'),
  address: required(400),
  contactName: required(100),
  contactEmail: address,
  supportEmail: optional(address),
  supportPhone: optional(phone),
  supportWebsite: optional(website),
});

/** Someone already in CSP gives only these (source document 001, note under "Enroll"). */
const shortForm = fullForm.pick({
  name: true,
  kind: true,
  partnerId: true,
  supportEmail: true,
  supportPhone: true,
  supportWebsite: true,
});

/** What a person typed into the set-up form, all text, as the card hands it over; kept whole when it is refused. */
export const companyFormSchema = z.object({
  name: typedText,
  kind: typedText,
  country: typedText,
  partnerId: typedText,
  partnerIdConfirmed: typedText,
  address: typedText,
  contactName: typedText,
  contactEmail: typedText,
  supportEmail: typedText,
  supportPhone: typedText,
  supportWebsite: typedText,
} satisfies Record<CompanyField, z.ZodType>);
export type CompanyForm = z.infer<typeof companyFormSchema>;

/**
 * Reads the set-up form (design §2 row 1): the profile, or for each refused field why.
 * `form` is the full one, or the short one of someone already in CSP.
 */
export function readCompanyForm(
  typed: CompanyForm,
  form: 'full' | 'short',
): { profile: CompanyProfile } | { problems: FieldProblems<CompanyField> } {
  const filled = {
    name: '',
    kind: '',
    country: '',
    address: '',
    contactName: '',
    contactEmail: '',
    ...typed,
  };
  const parsed = form === 'full' ? fullForm.safeParse(filled) : shortForm.safeParse(filled);
  const problems: FieldProblems<CompanyField> = {};
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const field = COMPANY_FIELDS.find(name => name === issue.path[0]);
      if (field) problems[field] ??= problemOf(issue.message);
    }
  }
  const kind = companyKind.safeParse(typed.kind).data;
  if (kind && isPartner(kind)) {
    for (const field of ['partnerId', 'supportEmail', 'supportPhone'] as const) {
      if (!typed[field]?.trim()) problems[field] = 'required';
    }
    if (form === 'full' && typed.partnerIdConfirmed !== 'true') problems.partnerIdConfirmed = 'notConfirmed';
  }
  const number = phone.safeParse(typed.supportPhone).data;
  const { country = '' } = typed;
  if (number && !isPossiblePhone(number, country)) problems.supportPhone ??= 'malformed';
  if (kind === 'customer' && typed.partnerId?.trim()) problems.partnerId = 'notForCustomers';
  if (typed.contactEmail && isWebMail(typed.contactEmail)) problems.contactEmail ??= 'webMail';
  if (!parsed.success || Object.keys(problems).length > 0) return { problems };
  const { name, kind: given, partnerId: id, supportEmail, supportPhone, supportWebsite } = parsed.data;
  const support = { email: supportEmail, phone: supportPhone, website: supportWebsite };
  return {
    profile: {
      name,
      kind: given,
      partnerId: id,
      ...origin(parsed.data),
      support,
      alreadyInCsp: form === 'short',
    },
  };
}

/** Where a company is and who speaks for it: asked only of those who are new to CSP. */
function origin(form: z.infer<typeof shortForm> | z.infer<typeof fullForm>) {
  if (!('contactEmail' in form)) return {};
  return {
    country: form.country,
    address: form.address,
    contact: { name: form.contactName, email: form.contactEmail },
  };
}

function problemOf(message: string): FieldProblem {
  return message === 'required' || message === 'tooLong' ? message : 'malformed';
}

/** The typed form that shows a profile again, for *Edit*. */
export function formOf(profile: CompanyProfile): CompanyForm {
  return {
    name: profile.name,
    kind: profile.kind,
    country: profile.country ?? '',
    partnerId: profile.partnerId ?? '',
    partnerIdConfirmed: profile.partnerId ? 'true' : 'false',
    address: profile.address ?? '',
    contactName: profile.contact?.name ?? '',
    contactEmail: profile.contact?.email ?? '',
    supportEmail: profile.support.email ?? '',
    supportPhone: profile.support.phone ?? '',
    supportWebsite: profile.support.website ?? '',
  };
}

/** What happened to a company's enrolment, for history and for those who are told. */
export type CompanyEvent =
  | 'submitted'
  | 'contactAsked'
  | 'contactConfirmed'
  | 'activated'
  | 'rejected'
  | 'edited';

export type CompanyCommand =
  | { do: 'confirmContact'; by: string }
  | { do: 'approve' }
  | { do: 'reject'; reason: string }
  | { do: 'edit'; profile: CompanyProfile; by: PersonRef; ownAddress: string | undefined };

export type CompanyChange = { next: Company; events: CompanyEvent[] } | { refused: 'notNow' | 'kindIsFixed' };

/** A new contact has to confirm. */
const ASKED: CompanyEvent[] = ['contactAsked'];

/** How enrolment is run: by whom partners are activated, and what is active at once whatever the review says. */
export type Review = 'auto' | 'manual';

/**
 * Sets up a company (design §2 row 1). It is active at once when nobody has to confirm or review it: the contact is
 * the person enrolling, and it is a customer or partners are not reviewed by hand.
 */
export function enrol(
  profile: CompanyProfile,
  by: PersonRef,
  ownAddress: string | undefined,
  review: Review,
  now: Date,
): { next: Company; events: CompanyEvent[] } {
  const submitted: Company = {
    ...profile,
    id: by.tenantId,
    state: 'submitted',
    enrolledBy: by,
    enrolledAt: now.toISOString(),
    administration: {},
    administrationVersion: 0,
  };
  const { next, events } = settle(submitted, ownAddress, review, now);
  return { next, events: ['submitted', ...(next.contactConfirmed ? [] : ASKED), ...events] };
}

/** Applies a command to a company; `refused` says that it does not fit the state and nothing changed. */
export function changeCompany(
  company: Company,
  command: CompanyCommand,
  review: Review,
  now: Date,
): CompanyChange {
  switch (command.do) {
    case 'confirmContact': {
      if (company.contactConfirmed) return { refused: 'notNow' };
      const confirmed = { ...company, contactConfirmed: { by: command.by, at: now.toISOString() } };
      if (company.state !== 'submitted') return { next: confirmed, events: ['contactConfirmed'] };
      const settled = activate({ ...confirmed, state: 'contactConfirmed' }, review, now);
      return { next: settled.next, events: ['contactConfirmed', ...settled.events] };
    }
    case 'approve':
      if (company.state !== 'contactConfirmed') return { refused: 'notNow' };
      return { next: { ...company, state: 'active', activeAt: now.toISOString() }, events: ['activated'] };
    case 'reject':
      if (company.state !== 'contactConfirmed' && company.state !== 'submitted') return { refused: 'notNow' };
      return {
        next: { ...company, state: 'rejected', rejection: { reason: command.reason, at: now.toISOString() } },
        events: ['rejected'],
      };
    case 'edit': {
      if (command.profile.kind !== company.kind) return { refused: 'kindIsFixed' };
      const sameContact =
        foldAddress(command.profile.contact?.email ?? '') === foldAddress(company.contact?.email ?? '');
      const contactConfirmed = sameContact ? company.contactConfirmed : undefined;
      // Nobody approves a company whose new contact has not confirmed; one that is active goes on meanwhile.
      const again =
        company.state === 'rejected' || (company.state === 'contactConfirmed' && !contactConfirmed);
      const edited: Company = {
        ...company,
        ...command.profile,
        state: again ? 'submitted' : company.state,
        rejection: undefined,
        contactConfirmed,
      };
      const { next, events } = settle(edited, command.ownAddress, review, now);
      const asked = sameContact || next.contactConfirmed ? [] : ASKED;
      return { next, events: ['edited', ...asked, ...events] };
    }
  }
}

/** Whoever enrols is believed for their own address; without a contact (already in CSP) there is nothing to confirm. */
function settle(
  company: Company,
  ownAddress: string | undefined,
  review: Review,
  now: Date,
): { next: Company; events: CompanyEvent[] } {
  if (company.contactConfirmed) return activate(company, review, now);
  const own = company.contact === undefined || (ownAddress !== undefined && isContact(company, ownAddress));
  if (!own) return { next: company, events: [] };
  const by = company.contact?.email ?? company.enrolledBy?.name ?? '';
  const confirmed = { ...company, contactConfirmed: { by, at: now.toISOString() } };
  if (company.state !== 'submitted') return { next: confirmed, events: ['contactConfirmed'] };
  const settled = activate({ ...confirmed, state: 'contactConfirmed' }, review, now);
  return { next: settled.next, events: ['contactConfirmed', ...settled.events] };
}

function activate(company: Company, review: Review, now: Date): { next: Company; events: CompanyEvent[] } {
  if (company.state !== 'contactConfirmed' && company.state !== 'submitted')
    return { next: company, events: [] };
  if (isPartner(company.kind) && review === 'manual') {
    return { next: { ...company, state: 'contactConfirmed' }, events: [] };
  }
  return { next: { ...company, state: 'active', activeAt: now.toISOString() }, events: ['activated'] };
}

/** Whether an address from a Teams profile is the company's primary contact. */
export function isContact(company: Pick<Company, 'contact'>, profileAddress: string): boolean {
  return company.contact !== undefined && foldAddress(company.contact.email) === foldAddress(profileAddress);
}
