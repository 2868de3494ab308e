import * as z from 'zod';
import { companyKind } from './company.ts';
import { guid, moment, personRefSchema } from './identity.ts';
import { LANGUAGES, type Language, languageOf } from './language.ts';
import { levelsSchema } from './permissions.ts';

/** Where the bot can reach someone: what the Teams connector needs to send into their personal chat. */
export const conversationSchema = z.object({
  serviceUrl: z.url(),
  conversationId: z.string(),
  botId: z.string(),
  userId: z.string(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** What the members API says of someone: the only source of an address we believe. */
export const profileSchema = z.object({
  email: z.string().optional(),
  /** The name of the account (UPN), where it is another one than the address. */
  signInName: z.string().optional(),
  guest: z.boolean(),
});
export type Profile = z.infer<typeof profileSchema>;

/**
 * Someone who has talked to the bot or was added by a colleague. Without `member` they may do nothing for a company.
 * The company's kind never changes, so it is kept here and `help` needs this one row.
 */
export const personSchema = z.object({
  tenantId: guid,
  objectId: guid,
  name: z.string(),
  profile: profileSchema.optional(),
  /** A copy of the entry in the company's list of users, written in the same transaction; the entry decides. */
  member: levelsSchema
    .extend({
      companyKind,
      since: moment,
      addedBy: personRefSchema.optional(),
      /** The entry; absent on rows of an earlier version, until somebody opens the list. */
      userId: guid.optional(),
    })
    .optional(),
  conversation: conversationSchema.optional(),
  teamsLocale: z.string().optional(),
  chosenLanguage: z.enum(LANGUAGES).optional(),
  welcomed: z.boolean().default(false),
});
export type Person = z.infer<typeof personSchema>;

/** The language someone reads: their own choice, else what their Teams speaks. */
export function languageFor(person: Pick<Person, 'chosenLanguage' | 'teamsLocale'> | undefined): Language {
  return person?.chosenLanguage ?? languageOf(person?.teamsLocale);
}
