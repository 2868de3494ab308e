import { findCode } from '../../domain/link.ts';
import { translator } from '../../locales/index.ts';
import type { DraftPageView } from '../../operations/draftPages.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { mailtoLink, outlookLink } from './mailLinks.ts';
import { copyButton, moment } from './parts.ts';

/** The draft page (design §3): the e-mail, and every way to take it into a mailbox. */
export function draftPage({
  language,
  letterLanguage,
  to,
  subject,
  message,
  short,
  expiresAt,
}: DraftPageView): string {
  const t = translator(language);
  const mail = { to: to.email, subject, message, short };
  const [mailto, outlook] = [mailtoLink(mail), outlookLink(mail)];
  const fits = mailto.whole && outlook.whole;
  // Only an invitation bears a code, and only its card has *Done*: the card of a primary contact needs no such click.
  const todo = findCode(message)
    ? t('page.draft.sendThenDone', { done: t('button.done') })
    : t('page.draft.sendThenTeams');
  const tooLong = html`<p class="notice">${t('page.draft.tooLong', { copy: t('button.copyToClipboard') })}</p>`;

  const title = t('page.draft.title', { name: to.name });
  const main = html`<h1>${title}</h1>
<p class="lead">${todo}</p>
<p class="actions">
<a class="button primary" href="${mailto.href}">${t('button.openInEmail')}</a>
<a class="button" href="${outlook.href}" target="_blank" rel="noopener noreferrer">${t('page.draft.outlook')}</a>
${copyButton(language, 'message', t('button.copyToClipboard'), { id: 'copy' })}
</p>
${fits ? undefined : tooLong}
<noscript><p class="notice">${t('page.draft.noScript')}</p></noscript>
<article class="letter" aria-label="${t('page.draft.email')}">
<dl>
<div class="field"><dt>${t('page.draft.to')}</dt><dd>${to.name} <span id="address" class="address">${to.email}</span></dd>${copyButton(language, 'address', t('page.copyAddress'))}</div>
<div class="field"><dt>${t('field.subject')}</dt><dd id="subject" lang="${letterLanguage}">${subject}</dd>${copyButton(language, 'subject', t('page.copySubject'))}</div>
</dl>
<h2 class="unseen">${t('field.message')}</h2>
<div id="message" class="message" lang="${letterLanguage}">${message}</div>
</article>
<p class="aside">${t('page.draft.until')} ${moment(language, expiresAt, 'clock')}</p>`;
  return layout({ language, title, main, languageLinks: false });
}
