import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { copyButton } from './parts.ts';

/** Stands in a text for a place that the script fills. No sentence has this character. */
const PLACE = '\u001f';

/** What a page copies: the sign-in information of a person, or the setup information of an account. */
export type ShownOncePage = 'signIn' | 'setup';

/**
 * A page that copies what is shown once (design §3). It is the same for everybody: address and one-time code are
 * behind the # of its address, which reaches no server. Its script fills the places, clears the address bar, and
 * empties the places after 10 minutes or when the page is left.
 */
export function shownOncePage(what: ShownOncePage, language: Language): string {
  const t = translator(language);
  const title = t(`page.${what}.title`);
  const address = around(
    t(`page.${what}.address`, { address: PLACE }),
    html`<span id="address" translate="no"></span>`,
  );
  const code = around(
    t(`page.${what}.code`, { code: PLACE }),
    html`<span id="code" class="code" translate="no"></span>`,
  );
  // A new code replaces what can no longer be read; the way to it is the same whatever happened.
  const renew = html`<p>${t(`page.${what}.renew`)}</p>`;
  const main = html`<h1>${title}</h1>
<noscript><p class="notice">${t(`page.${what}.noScript`)}</p></noscript>
<section id="ready" hidden>
<p class="lead">${t(`page.${what}.lead`)}</p>
<p class="actions">
${copyButton(language, 'message', t('button.copyToClipboard'), { id: 'copy', primary: true })}
${copyButton(language, 'code', t('page.shownOnce.copyCode'))}
</p>
<article class="letter" aria-label="${t('page.shownOnce.message')}">
<div id="message" class="message">${t(`page.${what}.heading`)}

${address}
${code}

${t(`page.${what}.how`)}</div>
</article>
<p class="aside">${t('page.shownOnce.until')}</p>
</section>
<section id="nothing" hidden>
<p class="lead">${t(`page.${what}.nothing`)}</p>
${renew}
</section>
<section id="gone" hidden>
<p class="lead">${t(`page.${what}.gone`)}</p>
${renew}
</section>`;
  return layout({ language, title, main, languageLinks: false, script: 'shownOnce.js' });
}

function around(text: string, place: Html): Html {
  const [before, after] = text.split(PLACE);
  return html`${before}${place}${after}`;
}
