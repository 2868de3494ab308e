import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

/** A page of a heading and a few sentences. */
function messagePage(language: Language, title: string, ...parts: readonly Html[]): string {
  const main = html`<h1>${title}</h1>
${parts}`;
  return layout({ language, title, main, languageLinks: true });
}

const paragraph = (text: string): Html => html`<p>${text}</p>
`;

/** The front door: what Partner Desk is, and that it lives in Teams. */
export function homePage(language: Language, openInTeams: string): string {
  const t = translator(language);
  const open = html`<p class="actions"><a class="button primary" href="${openInTeams}">${t('page.openInTeams')}</a></p>`;
  return messagePage(language, t('page.name'), paragraph(t('page.home.text')), open);
}

/** For a draft page that was never there, timed out, or ended with *Done* or *Cancel*: nobody can tell which. */
export function closedDraftPage(language: Language): string {
  const t = translator(language);
  const [edit, next, command] = [t('button.edit'), t('button.next'), t('command.setUpCompany.title')];
  return messagePage(
    language,
    t('page.draftClosed.title'),
    paragraph(t('page.draftClosed.todo', { edit, next })),
    paragraph(t('page.draftClosed.contact', { command })),
    html`<p class="aside">${t('page.draftClosed.why')}</p>`,
  );
}

/** For an export that was never there, timed out, or belongs to somebody who may not see it any more. */
export function closedExportPage(language: Language): string {
  const t = translator(language);
  return messagePage(
    language,
    t('page.exportClosed.title'),
    paragraph(t('page.exportClosed.todo', { exportCsv: t('button.exportCsv') })),
    html`<p class="aside">${t('page.exportClosed.why')}</p>`,
  );
}

/** For an invitation link that is unknown, expired, used or withdrawn: the same words for all (design §2). */
export function closedInvitationPage(language: Language): string {
  const t = translator(language);
  return messagePage(
    language,
    t('page.invitationClosed.title'),
    paragraph(t('page.invitationClosed.why')),
    paragraph(t('page.invitationClosed.todo')),
  );
}

/** For an address where nothing is. */
export function notFoundPage(language: Language): string {
  const t = translator(language);
  return messagePage(language, t('page.notFound.title'), paragraph(t('page.notFound.todo')));
}

/** For an error of ours: nothing but the reference under which the log holds it (design §7). */
export function errorPage(language: Language, reference: string): string {
  const t = translator(language);
  return messagePage(
    language,
    t('page.error.title'),
    paragraph(t('page.error.todo')),
    html`<p>${t('page.error.reference')} <code>${reference}</code></p>`,
  );
}
