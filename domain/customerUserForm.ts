import * as z from 'zod';
import { emailAddress, foldAddress } from './emailAddress.ts';
import type { FieldProblems } from './fieldProblem.ts';
import { oneLine, typedText } from './textField.ts';

/** What is typed into the form that adds somebody to a customer's users. */
export const customerUserFormSchema = z.object({ name: typedText, email: typedText });
export type CustomerUserForm = z.infer<typeof customerUserFormSchema>;
export type CustomerUserField = keyof CustomerUserForm;

const fullName = oneLine(100).refine(text => text !== '', 'required');

/** Reads the form: a full name and an address, which is compared folded. For each refused field it says why. */
export function readCustomerUserForm(
  typed: CustomerUserForm,
): { user: { name: string; email: string } } | { problems: FieldProblems<CustomerUserField> } {
  const problems: FieldProblems<CustomerUserField> = {};
  const name = fullName.safeParse(typed.name ?? '');
  if (!name.success) problems.name = name.error.issues[0]?.message === 'tooLong' ? 'tooLong' : 'required';
  const address = (typed.email ?? '').normalize('NFKC').trim();
  if (address === '') problems.email = 'required';
  else if (address.length > 254) problems.email = 'tooLong';
  else if (!emailAddress.safeParse(address).success) problems.email = 'malformed';
  if (!name.success || problems.email) return { problems };
  return { user: { name: name.data, email: foldAddress(address) } };
}
