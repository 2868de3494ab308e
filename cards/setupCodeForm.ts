import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, inWords, template } from './card.ts';
import json from './setupCodeForm.json' with { type: 'json' };

export interface SetupCodeFormModel {
  /** What was wrong with the code that was entered; the code itself is not shown again. */
  problem?: { what: 'malformedCode' | 'unknownCode' } | { what: 'wrongCode'; left: number } | undefined;
}

const expand = template(json);

/** Asks for the setup code of an account that a partner opened. */
export function setupCodeFormCard({ problem }: SetupCodeFormModel, language: Language): Card {
  const t = translator(language);
  const problems = problem
    ? [t(`outcome.setupCode.${problem.what}`, { left: 'left' in problem ? problem.left : 0 })]
    : [];
  return expand(language, {
    ...inWords(language, `${t('setupCodeForm.title')}.`, ...problems, t('setupCodeForm.text')),
    problems: problems.map(text => ({ text })),
    actions: [button(t('button.next'), { verb: 'setUpAccount.enter' }, { style: 'positive', inputs: true })],
  });
}
