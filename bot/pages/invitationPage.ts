import { countryName } from '../../domain/countries.ts';
import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import type { InvitationPageView } from '../../operations/draftPages.ts';
import { grants } from './grants.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { copyButton, moment } from './parts.ts';

/** The page behind an invitation link (design §3): who asks for what, until when, and how to answer in Teams. */
export function invitationPage(view: InvitationPageView, language: Language, openInTeams: string): string {
  const t = translator(language);
  const [company, person] = [inOrder(view.companyName), inOrder(view.personName)];
  const approve = t(view.kind === 'partnership' ? 'button.authorizeProvider' : 'button.approve');
  const provider = inOrder(view.providerName ?? '');
  const title = t(`page.invitation.${view.asks}.title`, { company, provider });
  const main = html`<h1>${title}</h1>
<p class="lead">${t('page.invitation.lead', { company, person })}</p>
<dl class="facts">
${fact(t('field.company'), company)}
${fact(t('page.invitation.by'), person)}
${view.partnerId ? fact(t('field.partnerId'), view.partnerId) : undefined}
${view.country ? fact(t('field.country'), countryName(view.country, language)) : undefined}
${view.expiresAt ? fact(t('page.invitation.until'), moment(language, view.expiresAt, 'day and clock')) : undefined}
</dl>
<section>
<h2>${t('page.invitation.what')}</h2>
${grants(view, language, inOrder)}
</section>
<section>
<h2>${t('page.invitation.how')}</h2>
<ol class="steps">
<li><p>${t('page.invitation.open')}</p>
<p class="actions"><a class="button primary" href="${openInTeams}">${t('page.openInTeams')}</a></p></li>
<li><p>${t('page.invitation.paste')}</p>
<div class="words"><code id="words">${t('command.accept.title')} ${view.code}</code>${copyButton(language, 'words', t('page.copy'))}</div></li>
<li><p>${t('page.invitation.decide', { approve, decline: t('button.decline') })}</p></li>
</ol>
</section>
<section>
<h2>${t('page.invitation.getApp')}</h2>
<p>${t('page.invitation.getApp.text', { person })}</p>
</section>
<p class="aside">${t('page.invitation.safe', { company })}</p>`;
  return layout({ language, title, main, languageLinks: true });
}

function fact(name: string, value: string | Html): Html {
  return html`<div class="fact"><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** A name without the invisible characters that turn the direction of the words around it. */
function inOrder(name: string): string {
  return name.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}
