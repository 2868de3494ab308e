import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { type Tone, toneStyle } from './parts.ts';
import json from './signIn.json' with { type: 'json' };

export interface SignInModel {
  state: 'invited' | 'codeOver' | 'locked';
  companyName: string;
  /** Who made the code. */
  addedBy?: string | undefined;
  /** What was wrong with the code that was entered. */
  problem?: { what: 'wrong'; left: number } | { what: 'malformed' } | undefined;
  /** The code stands in a message that others could read. */
  typedInChat?: boolean | undefined;
}

const expand = template(json);
const TONES: Record<SignInModel['state'], Tone> = {
  invited: 'info',
  codeOver: 'warning',
  locked: 'attention',
};

/** Asks somebody whom a company added for their one-time code, at their first sign-in. */
export function signInCard(model: SignInModel, language: Language): Card {
  const t = translator(language);
  const { state, problem } = model;
  const names = {
    company: escapeMarkdown(model.companyName),
    person: escapeMarkdown(model.addedBy ?? ''),
  };
  const lines = [
    ...(problem ? [t(`signIn.${problem.what}`, { left: 'left' in problem ? problem.left : 0 })] : []),
    stateLine(),
    ...(model.typedInChat ? [t('signIn.deleteMessage')] : []),
  ];
  const title = t('signIn.title', names);
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(problem ? 'warning' : TONES[state]),
    lines: lines.map(text => ({ text })),
    canEnter: state === 'invited',
    actions: [button(t('button.signIn'), { verb: 'signIn.enter' }, { style: 'positive', inputs: true })],
  });

  function stateLine(): string {
    const known = model.addedBy !== undefined;
    switch (state) {
      case 'invited':
        return t(known ? 'signIn.text' : 'signIn.textNobody', names);
      case 'codeOver':
        return t(known ? 'signIn.over' : 'signIn.overNobody', names);
      case 'locked':
        return t(known ? 'signIn.locked' : 'signIn.lockedNobody', names);
    }
  }
}
