import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isCountry } from './countries.ts';
import { emailAddress } from './emailAddress.ts';
import type { FieldProblem, FieldProblems } from './fieldProblem.ts';
import { type CompanyId, guid, moment, personRefSchema } from './identity.ts';
import { LANGUAGES } from './language.ts';
import { sameMarket } from './market.ts';
import { isPossiblePhone } from './phoneNumber.ts';
import { isPossiblePostalCode, needsPostalCode, needsRegion, postalCodeIn } from './postalAddress.ts';
import { oneLine, typedText } from './textField.ts';

/** The fields of *Add new customer*, step 1, by the name that a refusal points at. */
export const ACCOUNT_FIELDS = [
  'reseller',
  'name',
  'prefix',
  'country',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'firstName',
  'lastName',
  'email',
  'phone',
  'language',
  'registrationNumber',
] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/** What a person typed into the details, all text, as the card hands it over; kept whole when it is refused. */
export const accountFormSchema = z.object({
  reseller: typedText,
  name: typedText,
  prefix: typedText,
  country: typedText,
  line1: typedText,
  line2: typedText,
  city: typedText,
  region: typedText,
  postalCode: typedText,
  firstName: typedText,
  lastName: typedText,
  email: typedText,
  phone: typedText,
  language: typedText,
  registrationNumber: typedText,
} satisfies Record<AccountField, z.ZodType>);
export type AccountForm = z.infer<typeof accountFormSchema>;

/** Where a company's registration number and phone number must be given; elsewhere there is no such number to give (source document 003). */
const REGISTERED_IN = new Set(
  'AM AZ BY BR HU IN IQ KZ KG MD MM PL RU SA ZA SS TJ TH TR UA AE UZ VE VN'.split(' '),
);

export function needsRegistrationNumber(country: string): boolean {
  return REGISTERED_IN.has(country);
}

/** Every account has a domain under this one, by a prefix of its own. */
const SUFFIX = '.onmicrosoft.com';

/** The domain that a prefix makes. */
export function primaryDomain(prefix: string): string {
  return `${prefix}${SUFFIX}`;
}

/** What is known of a customer's account beside what any company says of itself. */
export const accountSchema = z.object({
  domain: z.string(),
  address: z.object({
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postalCode: z.string().optional(),
  }),
  contact: z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    phone: z.string().optional(),
    language: z.enum(LANGUAGES),
  }),
  registrationNumber: z.string().optional(),
  /** The order that opened it, and for which company who submitted it. */
  orderId: z.string(),
  openedBy: personRefSchema,
  openedByCompany: z.string(),
  openedAt: moment,
});
export type Account = z.infer<typeof accountSchema>;

/** The details as they were understood. */
export type AccountDetails = Pick<Account, 'domain' | 'address' | 'contact' | 'registrationNumber'> & {
  name: string;
  country: string;
};

const required = (max: number) => oneLine(max).pipe(z.string().min(1, 'required'));
const optional = (max: number) => oneLine(max).transform(text => text || undefined);

const detailsSchema = z.object({
  name: required(200),
  prefix: oneLine(100)
    .transform(text => text.normalize('NFKC').toLowerCase())
    .transform(text => (text.endsWith(SUFFIX) ? text.slice(0, -SUFFIX.length) : text))
    .pipe(
      z
        .string()
        .min(1, 'required')
        .max(27, 'tooLong')
        .regex(/^[a-z0-9]+$/, 'malformed'),
    ),
  country: z.string().min(1, 'required').refine(isCountry, 'malformed'),
  line1: required(200),
  line2: optional(200),
  city: required(100),
  region: optional(100),
  postalCode: oneLine(20).transform(postalCodeIn),
  firstName: required(50),
  lastName: required(50),
  email: z
    .string()
    .transform(text => text.normalize('NFKC').trim())
    .pipe(
      z
        .string()
        .min(1, 'required')
        .max(254, 'tooLong')
        .refine(text => emailAddress.safeParse(text).success, 'malformed'),
    ),
  phone: oneLine(40).transform(text => text.normalize('NFKC') || undefined),
  language: z.string().min(1, 'required').pipe(z.enum(LANGUAGES)),
  registrationNumber: oneLine(40).transform(text => text.normalize('NFKC') || undefined),
});

/** Where a partner may open accounts: in its own market, unless the operator lets it sell anywhere. */
export interface Market {
  readonly country: string | undefined;
  readonly anywhere: boolean;
}

/**
 * Reads the details of a new customer by the rules of its country: what they say, or for each refused field why. Who
 * the reseller is, and whether the domain is free, is not for the form to say.
 */
export function readAccountForm(
  typed: AccountForm,
  market: Market,
): { details: AccountDetails } | { problems: FieldProblems<AccountField> } {
  const filled = Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, typed[field] ?? '']));
  const parsed = detailsSchema.safeParse(filled);
  const problems: FieldProblems<AccountField> = {};
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const field = ACCOUNT_FIELDS.find(name => name === issue.path[0]);
      if (field) problems[field] ??= problemOf(issue.message);
    }
  }
  const country = typed.country ?? '';
  if (!problems.country) Object.assign(problems, { ...byCountry(typed, country, market), ...problems });
  if (!parsed.success || Object.keys(problems).length > 0) return { problems };
  const { name, prefix, line1, line2, city, region, postalCode, registrationNumber, ...rest } = parsed.data;
  const { firstName, lastName, email, phone, language } = rest;
  return {
    details: {
      name,
      country,
      domain: primaryDomain(prefix),
      address: { line1, line2, city, region, postalCode },
      contact: { firstName, lastName, email, phone, language },
      registrationNumber,
    },
  };
}

/** What a country's rules object to. */
function byCountry(
  { region, postalCode, phone, registrationNumber }: AccountForm,
  country: string,
  market: Market,
): FieldProblems<AccountField> {
  const given = (text: string | undefined) => text?.normalize('NFKC').trim() || undefined;
  const problems: FieldProblems<AccountField> = {};
  if (market.country && !market.anywhere && !sameMarket(market.country, country)) {
    problems.country = 'otherMarket';
  }
  if (needsRegion(country) && !given(region)) problems.region = 'required';
  const code = postalCodeIn(postalCode ?? '');
  if (!code && needsPostalCode(country)) problems.postalCode = 'required';
  if (code && !isPossiblePostalCode(code, country)) problems.postalCode = 'malformed';
  const number = given(phone);
  if (number && !isPossiblePhone(number, country)) problems.phone = 'malformed';
  if (needsRegistrationNumber(country)) {
    if (!number) problems.phone = 'required';
    if (!given(registrationNumber)) problems.registrationNumber = 'required';
  } else if (given(registrationNumber)) problems.registrationNumber = 'notInCountry';
  return problems;
}

function problemOf(message: string): FieldProblem {
  return message === 'required' || message === 'tooLong' ? message : 'malformed';
}

/** Whether an id may be that of an account that was opened here: Entra's ids are of another version. */
export function isAccountId(id: CompanyId): boolean {
  return id.charAt(14) === '8';
}

/**
 * The id of the account that an order opens, until its admin binds a tenant: the same for the same order, so that an
 * order that arrives twice finds the account of the first time.
 */
export function accountIdOf(orderId: string): CompanyId {
  const hex = createHash('sha256').update(`account ${orderId}`).digest('hex');
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return guid.parse(`${a}-${b}-8${c}-a${d}-${e}`);
}
