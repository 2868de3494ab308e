import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import json from './signInInformation.json' with { type: 'json' };

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

const expand = template(json);

/** Someone's sign-in information, once (source document 001: it cannot be accessed again later). It is not read aloud. */
export function signInInformationCard(model: SignInInformationModel, language: Language): Card {
  const t = translator(language);
  const name = escapeMarkdown(model.name);
  const title = t('signInInformation.title', { name });
  return expand(language, {
    ...inWords(language, `${title}.`, t('signInInformation.once')),
    title,
    address: escapeMarkdown(model.address),
    code: model.code,
    how: t('signInInformation.how', { name }),
    hints: [{ text: t('signInInformation.gone') }, { text: t('signInInformation.copyHint') }],
    actions: [
      link(t('button.copyToClipboard'), model.copyUrl),
      button(
        t('button.done'),
        { verb: 'users.codeDone', id: model.userId, code: model.codeId },
        { style: 'positive' },
      ),
    ],
  });
}
