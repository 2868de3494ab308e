import type { FieldProblem, FieldProblems } from '../domain/fieldProblem.ts';
import type { Language } from '../domain/language.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { listOf } from './parts.ts';

/** Which sentence says best what is wrong with a field; the problem's general one otherwise. */
type Wording = Partial<Record<FieldProblem, MessageKey>>;

const EMAIL: Wording = { malformed: 'problem.malformed.email' };
const WORDINGS: Readonly<Record<string, Wording>> = {
  kind: { required: 'problem.required.kind', malformed: 'problem.required.kind' },
  country: { required: 'problem.required.kind', malformed: 'problem.required.kind' },
  language: { required: 'problem.required.kind', malformed: 'problem.required.kind' },
  contactEmail: EMAIL,
  supportEmail: EMAIL,
  email: EMAIL,
  supportPhone: { malformed: 'problem.malformed.phone' },
  supportWebsite: { malformed: 'problem.malformed.website' },
  phone: { malformed: 'problem.malformed.phone' },
  partnerId: { malformed: 'problem.malformed.partnerId' },
  mpnId: { malformed: 'problem.malformed.partnerId' },
  reseller: { required: 'problem.required.kind' },
  prefix: { malformed: 'problem.malformed.prefix', taken: 'problem.taken.domain' },
};

/** The sentence for a refused field, as a list of none or one, as the templates repeat it. */
export function problemAt<Field extends string>(
  field: Field,
  problems: FieldProblems<Field>,
  language: Language,
): { text: string }[] {
  const problem = problems[field];
  if (!problem) return [];
  return [{ text: translator(language)(WORDINGS[field]?.[problem] ?? `problem.${problem}`) }];
}

/** The line on top of a refused form that names the fields, as a list of none or one. */
export function problemSummary(refused: readonly string[], language: Language): { text: string }[] {
  if (refused.length === 0) return [];
  const fields = listOf(language, refused);
  return [{ text: translator(language)('problem.summary', { fields }) }];
}
