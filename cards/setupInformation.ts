import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown } from './card.ts';
import { shownOnceCard } from './shownOnce.ts';

export interface SetupInformationModel {
  customerId: string;
  customerName: string;
  accountName: string;
  codeId: string;
  /** The one-time code: this card is the only thing that ever holds it. */
  code: string;
  /** The page that copies it, with the code in the fragment. */
  copyUrl: string;
}

/** The setup information of an account that was opened, once (source document 003), and what its customer does with it. */
export function setupInformationCard(model: SetupInformationModel, language: Language): Card {
  const t = translator(language);
  const name = escapeMarkdown(model.customerName);
  return shownOnceCard(
    {
      title: t('setupInformation.title', { name }),
      once: t('setupInformation.once'),
      addressLabel: t('field.setupAccount'),
      address: model.accountName,
      codeLabel: t('field.setupCode'),
      code: model.code,
      how: [t('setupInformation.how', { name }), t('setupInformation.nothingElsewhere')],
      copyUrl: model.copyUrl,
      done: button(
        t('button.done'),
        { verb: 'setupInformation.done', id: model.customerId, code: model.codeId },
        { style: 'positive' },
      ),
    },
    language,
  );
}
