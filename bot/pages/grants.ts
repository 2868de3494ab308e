import type { Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import type { InvitationPageView } from '../../operations/draftPages.ts';
import { type Html, html } from './html.ts';

/** What an invitation would allow whom, by what it asks for: a list of its own for each kind. */
export function grants(
  view: InvitationPageView,
  language: Language,
  inOrder: (name: string) => string,
): Html {
  const t = translator(language);
  const company = inOrder(view.companyName);
  const provider = inOrder(view.providerName ?? '');
  const item = (what: string, text: string) => html`<li><strong>${what}</strong>${text}</li>`;
  const order = item(t('page.invitation.order'), t('page.invitation.order.text', { company, provider }));
  switch (view.asks) {
    case 'customer':
      return html`<ul class="grants">
${item(t('page.invitation.sell'), t('page.invitation.sell.text'))}
${item(t('page.invitation.administer'), t('page.invitation.administer.text'))}
</ul>`;
    case 'joint':
      return html`<ul class="grants">
${item(t('page.invitation.sell'), t('page.invitation.joint.sell.text', { company }))}
${item(t('page.invitation.administer'), t('page.invitation.joint.administer.text', { company }))}
${order}
</ul>`;
    case 'sellOnly':
      return html`<ul class="grants">
${item(t('page.invitation.sell'), t('page.invitation.sellOnly.text'))}
</ul>`;
    case 'restore':
      return html`<ul class="grants">
${item(t('page.invitation.administer'), t('page.invitation.administer.text'))}
</ul>`;
    case 'addProvider':
      return html`<ul class="grants">
${order}
</ul>`;
    case 'partnership':
      return html`<ul class="grants">
${item(t('page.invitation.partnership.order'), t('page.invitation.partnership.order.text', { company }))}
${item(t('page.invitation.partnership.administer'), t('page.invitation.partnership.administer.text', { company }))}
</ul>`;
  }
}
