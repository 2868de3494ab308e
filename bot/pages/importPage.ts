import { importCounts } from '../../cards/customerImport.ts';
import { IMPORTED_LINES_MAX, UPLOAD_MAX_BYTES } from '../../domain/customerImport.ts';
import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import type { HandInOutcome } from '../../operations/importCustomers.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

const MEGABYTE = 1024 * 1024;

/** Why a file was not taken; whoever brought it can bring another one. */
export type UploadProblem = 'noFile' | 'tooLarge' | 'notText' | 'empty' | 'tooManyLines' | 'tooMany';

/** Where a file with customers is handed in: a plain form, which needs no script. */
export function importPage(language: Language, problem?: UploadProblem): string {
  const t = translator(language);
  const limits = { most: IMPORTED_LINES_MAX, megabytes: UPLOAD_MAX_BYTES / MEGABYTE };
  const notice = problem
    ? html`<p class="notice" role="alert">${t(`page.import.problem.${problem}`, limits)}</p>`
    : undefined;
  const title = t('page.import.title');
  const main = html`<h1>${title}</h1>
${notice}
<p class="lead">${t('page.import.text', limits)}</p>
<p>${t('import.columns')}</p>
<form method="post" enctype="multipart/form-data">
<p><label for="file">${t('page.import.file')}</label><br>
<input type="file" id="file" name="file" required accept=".csv,.tsv,.txt,text/csv,text/plain"></p>
<p class="actions"><button type="submit" class="button primary">${t('button.check')}</button></p>
</form>
<p class="aside">${t('page.import.private')}</p>`;
  return layout({ language, title, main, languageLinks: false, form: true });
}

/** A file was taken and looked at: how it goes on in Teams. */
export function importCheckedPage(
  language: Language,
  { list }: Extract<HandInOutcome, { outcome: 'shown' }>,
  openInTeams: string,
): string {
  const t = translator(language);
  return plain(
    language,
    t('notice.importChecked.title'),
    html`<p class="lead">${importCounts(list.counts, language)}</p>
<p>${t('page.import.goOn', { open: t('button.open') })}</p>
<p class="actions"><a class="button primary" href="${openInTeams}">${t('page.openInTeams')}</a></p>`,
  );
}

/** For an address that was never there, timed out, has taken a file already, or whose owner may not import any more. */
export function closedImportPage(language: Language): string {
  const t = translator(language);
  return plain(
    language,
    t('page.importClosed.title'),
    html`<p>${t('page.importClosed.todo', { words: t('command.importCustomers.title') })}</p>
<p class="aside">${t('page.importClosed.why')}</p>`,
  );
}

function plain(language: Language, title: string, text: Html): string {
  return layout({ language, title, main: html`<h1>${title}</h1>\n${text}`, languageLinks: false });
}
