import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown } from './card.ts';
import { shownOnceCard } from './shownOnce.ts';

export interface SignInInformationModel {
  userId: string;
  codeId: string;
  name: string;
  address: string;
  /** The one-time code: this card is the only thing that ever holds it. */
  code: string;
  /** The page that copies it, with the code in the fragment. */
  copyUrl: string;
}

/** Someone's sign-in information, once (source document 001: it cannot be accessed again later). It is not read aloud. */
export function signInInformationCard(model: SignInInformationModel, language: Language): Card {
  const t = translator(language);
  const name = escapeMarkdown(model.name);
  return shownOnceCard(
    {
      title: t('signInInformation.title', { name }),
      once: t('signInInformation.once'),
      addressLabel: t('field.signInAddress'),
      address: model.address,
      codeLabel: t('field.signInCode'),
      code: model.code,
      how: [t('signInInformation.how', { name })],
      copyUrl: model.copyUrl,
      done: button(
        t('button.done'),
        { verb: 'users.codeDone', id: model.userId, code: model.codeId },
        { style: 'positive' },
      ),
    },
    language,
  );
}
