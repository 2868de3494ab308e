import * as z from 'zod';
import { emailAddress } from '../domain/emailAddress.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import { guid } from '../domain/identity.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { oneLine, typedText } from '../domain/textField.ts';

/** The fields of the form that starts an invitation or a partnership request, by the name that a refusal points at. */
export const INVITE_FIELDS = [
  'email',
  'name',
  'reference',
  'language',
  'provider',
  'administration',
] as const;
export type InviteField = (typeof INVITE_FIELDS)[number];
/** What a person typed into the form; kept whole when it is refused. `provider` is the id of whom to invite jointly with. */
export const inviteFormSchema = z
  .object({
    email: typedText,
    name: typedText,
    reference: typedText,
    language: typedText,
    provider: typedText,
    administration: typedText,
  } satisfies Record<InviteField, z.ZodType>)
  // The record that the form was opened from: an imported one, or of an account that nobody entered.
  .extend({ record: guid.optional() });
export type InviteForm = z.infer<typeof inviteFormSchema>;

const filledIn = z.object({
  email: z
    .string()
    .default('')
    .refine(text => text.trim() !== '', { error: 'required', abort: true })
    .refine(text => text.trim().length <= 254, { error: 'tooLong', abort: true })
    .refine(text => emailAddress.safeParse(text).success, 'malformed')
    .transform(text => text.normalize('NFKC').trim()),
  name: z.string().default('').pipe(oneLine(200)).pipe(z.string().min(1, 'required')),
  reference: z
    .string()
    .default('')
    .pipe(oneLine(200))
    .transform(text => text || undefined),
  language: z.enum(LANGUAGES),
  /** Whether a customer is asked for administrator permissions too; it is unless somebody says no. */
  administration: z.enum(['true', 'false']).optional(),
});
/** The form as it was understood. */
export type FilledInForm = z.infer<typeof filledIn>;

/** Reads the form: what it says, or for each refused field why. The e-mail is in the writer's language unless they choose. */
export function readInviteForm(
  form: InviteForm,
  language: Language,
): { filledIn: FilledInForm } | { problems: FieldProblems<InviteField> } {
  const parsed = filledIn.safeParse({ language, ...form });
  if (parsed.success) return { filledIn: parsed.data };
  const problems: FieldProblems<InviteField> = {};
  for (const issue of parsed.error.issues) {
    const field = INVITE_FIELDS.find(name => name === issue.path[0]);
    const why = issue.message === 'required' || issue.message === 'tooLong' ? issue.message : 'malformed';
    if (field) problems[field] ??= why;
  }
  return { problems };
}
