import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, type ActionData, button } from './card.ts';

/** Which page of a list is shown, and where the next one begins, if there is one. */
interface Paged {
  /** 1 for the first page. */
  page: number;
  next?: string | undefined;
}

/** Storage compares no more of it. */
const SEARCH_MAX = 100;

/** What a list was searched for, as its card says and hands on; undefined when it shows everything. */
export function searchedFor(text: string | undefined): string | undefined {
  return text?.trim().slice(0, SEARCH_MAX) || undefined;
}

/** The heading of a list, with the number of every page but the first. */
export function pagedTitle(heading: string, { page }: Paged, language: Language): string {
  return page > 1 ? `${heading} · ${translator(language)('invitations.page', { page })}` : heading;
}

/** *Next page*, or whatever it is called here, as a list of none or one; `data` is what shows this list. */
export function nextPage(
  { page, next }: Paged,
  data: ActionData,
  language: Language,
  title: 'button.nextPage' | 'button.lookFurther' = 'button.nextPage',
): Action[] {
  return next ? [button(translator(language)(title), { ...data, page: next, number: page + 1 })] : [];
}
