import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { type Html, html } from './html.ts';

/**
 * A button that copies the text of the element with the id `of`. It shows itself only where the script runs; without
 * it the text stands there to be selected.
 */
export function copyButton(
  language: Language,
  of: string,
  label: string,
  more: { id?: string; primary?: boolean } = {},
): Html {
  const id = more.id ? html` id="${more.id}"` : undefined;
  const look = more.primary ? html` class="button primary"` : undefined;
  return html`<button type="button" hidden data-copy="${of}"${id}${look}><span class="label">${label}</span><span class="copied" aria-hidden="true">${translator(language)('page.copied')}</span></button>`;
}

/** A moment in UTC, which the script turns into the reader's own time zone; `clock` leaves the day out there. */
export function moment(language: Language, at: Date, shown: 'day and clock' | 'clock'): Html {
  const text = translator(language)('date.moment', { at });
  return html`<time datetime="${at.toISOString()}" data-shown="${shown}">${text}</time>`;
}
