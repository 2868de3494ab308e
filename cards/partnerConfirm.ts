import type { Language } from '../domain/language.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './partnerConfirm.json' with { type: 'json' };

export interface PartnerConfirmModel {
  partner: { id: string; name: string };
  services: readonly Service[];
  /** Who is to administer instead; nobody when the rights are only taken back. */
  to?: { id: string; name: string } | undefined;
  /** The customer's row that this speaks of; when it has changed, the question is asked anew. */
  administrationVersion: number;
}

const expand = template(json);
/** Each is said a dozen times. */
const NAME_MAX = 80;

/**
 * Asks once more before a customer takes administrator rights back or gives them to another partner: which services
 * change hands, what the partner loses and what it still owes, and who is told (source documents 000 and 004).
 */
export function partnerConfirmCard(model: PartnerConfirmModel, language: Language): Card {
  const t = translator(language);
  const { partner, to, services, administrationVersion: version } = model;
  const { id } = partner;
  const name = escapeMarkdown(clip(partner.name, NAME_MAX));
  const successor = to && escapeMarkdown(clip(to.name, NAME_MAX));
  const what = successor === undefined ? 'takeBack' : 'reassign';
  const title = t(`partnerConfirm.${what}.title`, { name, successor: successor ?? '' });
  const ends = t('partnerConfirm.ends', { name });
  const facts = services.map(service => ({
    title: t(`service.${service}`),
    value:
      successor === undefined
        ? t('partnerConfirm.takeBack.row', { name })
        : t('approvalReplacing.row', { partner: name, company: successor }),
  }));
  const stays = [
    t('partnerConfirm.sells', { name }),
    t('partnerConfirm.support', { name }),
    successor === undefined
      ? t('partnerConfirm.told', { name })
      : t('partnerConfirm.bothTold', { name, successor }),
    t('partnerConfirm.again', { name }),
  ];
  return expand(language, {
    ...inWords(language, title, ends, ...facts.map(fact => `${fact.title}: ${fact.value}.`), ...stays),
    title,
    ends,
    facts,
    hasFacts: facts.length > 0,
    stays: stays.map(text => ({ text })),
    actions: [
      to
        ? button(
            t('button.giveThem'),
            { verb: 'partners.reassign', id, to: to.id, version },
            { style: 'destructive' },
          )
        : button(
            t('button.takeBackRights'),
            { verb: 'partners.takeBack', id, version },
            { style: 'destructive' },
          ),
      button(t('button.cancel'), { verb: 'partners.open', id }),
    ],
  });
}
