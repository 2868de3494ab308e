import type { Language } from '../domain/language.ts';
import type { Levels } from '../domain/permissions.ts';
import type { RoleRequestProblem } from '../domain/roleRequest.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { adminChoices, agentChoices } from './levelChoices.ts';
import { problemSummary } from './problems.ts';
import json from './requestRoleForm.json' with { type: 'json' };

export interface RequestRoleFormModel {
  companyName: string;
  /** Whether the reader has yet to be added. */
  toBeAdded: boolean;
  /** What is selected and written: at first the reader's own levels, or with the role that a refusal named. */
  typed: { agent?: string | undefined; admin?: string | undefined; why?: string | undefined };
  /** The levels that the reader has. */
  from: Levels;
  problems: Partial<Record<'agent' | 'why', RoleRequestProblem>>;
}

const expand = template(json);
const TYPED_MAX = 500;

/** *Ask for a role*, or to be added with one: the levels wanted, each with what it can do, and why (design §2 row 6). */
export function requestRoleFormCard(model: RequestRoleFormModel, language: Language): Card {
  const t = translator(language);
  const { typed, from, problems } = model;
  const title = t(`requestRoleForm.title.${model.toBeAdded ? 'add' : 'change'}`);
  const intro = t('requestRoleForm.text', { company: escapeMarkdown(model.companyName) });
  const agents = agentChoices(language);
  const admins = adminChoices(language, true);
  const summary = problemSummary(
    [
      ...(problems.agent ? [t('field.agent'), t('field.admin')] : []),
      ...(problems.why ? [t('field.why')] : []),
    ],
    language,
  );
  return expand(language, {
    ...inWords(language, `${title}.`, summary[0]?.text ?? intro),
    title,
    intro,
    summary,
    agents,
    admins,
    form: {
      agent: agents.find(choice => choice.value === typed.agent)?.value ?? from.agent,
      admin: admins.find(choice => choice.value === typed.admin)?.value ?? from.admin,
      why: (typed.why ?? '').slice(0, TYPED_MAX),
    },
    problems: { agent: problemAt(problems.agent), why: problemAt(problems.why) },
    actions: [
      button(t('button.send'), { verb: 'requestRole.send' }, { style: 'positive', inputs: true }),
      button(t('button.cancel'), { verb: 'requestRole.cancel' }),
    ],
  });

  function problemAt(problem: RoleRequestProblem | undefined): { text: string }[] {
    return problem ? [{ text: t(`problem.${problem}`) }] : [];
  }
}
