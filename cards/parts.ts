import type { Language } from '../domain/language.ts';
import type { Role } from '../domain/permissions.ts';
import type { Purchase } from '../domain/purchasePermission.ts';
import { type MessageKey, translator } from '../locales/index.ts';
import { type Action, button, escapeMarkdown } from './card.ts';

/** A line of a FactSet; the value is ready for a card, that is, escaped where people typed it. */
export interface Fact {
  title: string;
  value: string;
}

/** The facts that have a value, titled in the reader's language. */
export function facts(language: Language, entries: readonly [MessageKey, string | undefined][]): Fact[] {
  const t = translator(language);
  return entries.flatMap(([key, value]) => (value ? [{ title: t(key), value }] : []));
}

/** Someone with their address, as a fact shows them. */
export function personWithAddress(name: string, email: string | undefined): string {
  return escapeMarkdown(email ? `${name} (${email})` : name);
}

/** Text that people typed, for a fact or sentence that may lack it. */
export function typed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escapeMarkdown(text);
}

/** Things joined as a language joins them; in Chinese by its comma, which needs no space beside Latin names. */
export function listOf(language: Language, things: readonly string[]): string {
  if (language === 'zh-TW') return things.join('、');
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(things);
}

/** What somebody may buy by themselves, by its names. */
export function purchaseNames(purchases: readonly Purchase[], language: Language): string {
  const t = translator(language);
  return listOf(
    language,
    purchases.map(each => t(`purchase.${each}`)),
  );
}

/** Names joined as a language joins alternatives: "A, B or C", "A、B、または C", "A、B 或 C". */
export function eitherOf(language: Language, names: readonly string[]): string {
  const last = names.at(-1);
  if (language === 'en' || last === undefined || names.length === 1) {
    return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
  }
  // Both set Latin names apart by spaces, and their own by nothing; the formatter knows no difference.
  const others = names.slice(0, -1).join('、');
  const after = OWN_SCRIPT.test(last.charAt(0)) ? '' : ' ';
  if (language === 'ja' && names.length > 2) return `${others}、または${after}${last}`;
  const before = OWN_SCRIPT.test(others.charAt(others.length - 1)) ? '' : ' ';
  return `${others}${before}${language === 'ja' ? 'または' : '或'}${after}${last}`;
}

const OWN_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー）]/u;

/** Container styles by how good the news is; the words always say it too, for those who see no colour. */
export type Tone = 'info' | 'good' | 'warning' | 'attention';

const STYLES = { info: 'emphasis', good: 'good', warning: 'warning', attention: 'attention' } as const;

export function toneStyle(tone: Tone): (typeof STYLES)[Tone] {
  return STYLES[tone];
}

/** *Ask for it*: begins a request for the role without which a reader can only look. */
export function askForRole(role: Role, language: Language): Action {
  return button(translator(language)('button.askForIt'), { verb: 'requestRole.start', role });
}
