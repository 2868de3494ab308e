import type { Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import type { LetterProblem } from '../domain/letter.ts';
import { MESSAGE_MAX, SUBJECT_MAX } from '../domain/letter.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import json from './letterEditor.json' with { type: 'json' };

export interface LetterEditorModel {
  invitation: Invitation;
  purpose: 'invitation' | 'reminder';
  subject: string;
  /** The text as typed, with the real link in it. */
  message: string;
  problem?: LetterProblem | undefined;
}

const expand = template(json);

/** The draft e-mail, to be edited freely around its personalized link (source document 000). */
export function letterEditorCard(model: LetterEditorModel, language: Language): Card {
  const t = translator(language);
  const { invitation, purpose, problem } = model;
  const { id, version } = invitation;
  const title = t(`letterEditor.title.${purpose === 'reminder' ? purpose : invitation.kind}`, {
    customer: escapeMarkdown(invitation.addressee.name),
    provider: escapeMarkdown(invitation.provider?.companyName ?? ''),
  });
  const problems = problem ? [{ text: t(`problem.letter.${problem}`) }] : [];
  const hint = t(invitation.kind === 'partnership' ? 'letterEditor.hint.partnership' : 'letterEditor.hint');
  const linkIsBroken = problem === 'linkMissing' || problem === 'linkAltered';
  return expand(language, {
    ...inWords(language, `${title}.`, problems[0]?.text ?? hint),
    title,
    problem: problems,
    hint,
    subject: model.subject.slice(0, 2 * SUBJECT_MAX),
    message: model.message.slice(0, MESSAGE_MAX + 200),
    actions: [
      button(t('button.next'), { verb: 'draft.save', id, version }, { style: 'positive', inputs: true }),
      ...(linkIsBroken
        ? [button(t('button.putLinkBack'), { verb: 'draft.putLinkBack', id, version }, { inputs: true })]
        : []),
      button(t('button.cancel'), { verb: 'draft.discard', id, version }),
    ],
  });
}
