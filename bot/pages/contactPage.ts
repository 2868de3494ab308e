import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { copyButton } from './parts.ts';

/**
 * Where the link in an e-mail to a primary contact leads. It is the same for everybody and shows no data: who they
 * are, Teams tells us.
 */
export function contactPage(language: Language, openInTeams: string): string {
  const t = translator(language);
  const title = t('page.contact.title');
  const main = html`<h1>${title}</h1>
<p class="lead">${t('page.contact.lead')}</p>
<ol class="steps">
<li><p>${t('page.contact.open')}</p>
<p class="actions"><a class="button primary" href="${openInTeams}">${t('page.openInTeams')}</a></p></li>
<li><p>${t('page.contact.type')}</p>
<div class="words"><code id="words">${t('command.setUpCompany.title')}</code>${copyButton(language, 'words', t('page.copy'))}</div></li>
<li><p>${t('page.contact.confirm', { confirm: t('button.confirmContact') })}</p></li>
</ol>
<p class="aside">${t('page.contact.safe')}</p>`;
  return layout({ language, title, main, languageLinks: true });
}
