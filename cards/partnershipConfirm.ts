import type { Language } from '../domain/language.ts';
import type { Partnership } from '../domain/partnership.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import json from './partnershipConfirm.json' with { type: 'json' };
import type { PartnershipSide } from './partnerships.ts';

export interface PartnershipConfirmModel {
  partnership: Partnership;
  /** The whole partnership, or the provider's administrator access alone. */
  what: 'remove' | 'removeAccess';
  /** The viewer's own kind. */
  kind: PartnershipSide;
}

const expand = template(json);

/** Asks once more before something is removed, and says what ends, what stays and who is told (issue, points 4 and 6). */
export function partnershipConfirmCard(model: PartnershipConfirmModel, language: Language): Card {
  const t = translator(language);
  const { partnership, what, kind } = model;
  const { partnerId: id } = partnership;
  const name = escapeMarkdown(partnership.name);
  const title = t(`partnershipConfirm.${what}.title`, { name });
  const whole = what === 'remove';
  const ends = whole
    ? t(`partnershipConfirm.remove.ends.${kind}`, { name })
    : t('partnershipConfirm.removeAccess.ends', { name });
  const stays = whole
    ? [
        t('partnershipConfirm.remove.customers'),
        t(`partnershipConfirm.remove.support.${kind}`, { name }),
        t('partnershipConfirm.remove.silent', { name }),
        t('partnershipConfirm.remove.again'),
      ]
    : [t('partnershipConfirm.removeAccess.stays', { name }), t('partnershipConfirm.removeAccess.again')];
  return expand(language, {
    ...inWords(language, title, ends, ...stays),
    title,
    ends,
    stays: stays.map(text => ({ text })),
    actions: [
      button(
        t(whole ? 'button.removePartnership' : 'button.removeAccess'),
        { verb: whole ? 'partnerships.remove' : 'partnerships.removeAccess', id },
        { style: 'destructive' },
      ),
      button(t('button.cancel'), { verb: 'partnerships.open', id }),
    ],
  });
}
