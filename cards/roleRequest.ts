import type { Language } from '../domain/language.ts';
import type { Levels } from '../domain/permissions.ts';
import { lapsesAt, type RoleRequest, type RoleRequestState, requestStateAt } from '../domain/roleRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import { adminName, agentName, levelNames } from './levels.ts';
import { facts, listOf, type Tone, toneStyle, typed } from './parts.ts';
import json from './roleRequest.json' with { type: 'json' };

export interface RoleRequestModel {
  request: RoleRequest;
  now: Date;
  /** Whoever asked, whoever may answer, or another who manages people. */
  viewer: 'asker' | 'granter' | 'reader';
  /** What approving would lead from and to. */
  present: Levels;
  after: Levels;
  /** Who can answer, for the asker. */
  granters?: readonly string[] | undefined;
}

const expand = template(json);
const TONES: Record<RoleRequestState, Tone> = {
  open: 'info',
  approved: 'good',
  declined: 'attention',
  lapsed: 'warning',
  withdrawn: 'info',
};

/**
 * A request for levels: who asks, what they have and want, why, until when; to approve or decline, to withdraw, or how
 * it ended (design §2 row 6). The same for everyone but for what they may do.
 */
export function roleRequestCard(model: RoleRequestModel, language: Language): Card {
  const { request, viewer, present, after } = model;
  const state = requestStateAt(request, model.now);
  const open = state === 'open';
  const own = viewer === 'asker';
  const person = escapeMarkdown(request.asker.name);
  const title = titleOf(model, state, language);
  const lines = linesOf(model, state, language);
  const grants = open && !own ? whatItAllows(present, after, language) : [];
  const actions = actionsOf(model, open, language);
  const until = momentOn(lapsesAt(request).toISOString());
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(TONES[state]),
    lines: lines.map(text => ({ text })),
    facts: facts(language, [
      ['field.person', own ? undefined : person],
      ['field.email', own ? undefined : typed(request.email)],
      ['field.has', open && !request.toBeAdded ? namesOf(present) : undefined],
      ['field.wants', namesOf(after)],
      ['field.why', typed(request.why)],
      ['field.askedAt', momentOn(request.askedAt)],
      ['field.validUntil', open ? until : undefined],
    ]),
    hasGrants: grants.length > 0,
    grants: grants.map(text => ({ text })),
    answers: open && viewer === 'granter',
    actions,
    hasActions: actions.length > 0,
  });

  function namesOf(levels: Levels): string {
    return levelNames(levels, language).join(' · ');
  }
}

function titleOf({ request, viewer }: RoleRequestModel, state: RoleRequestState, language: Language): string {
  const t = translator(language);
  if (viewer === 'asker') return t('roleRequest.title.own');
  const person = escapeMarkdown(request.asker.name);
  if (state !== 'open') return t('roleRequest.title.ended', { person });
  return t(`roleRequest.title.${request.toBeAdded ? 'add' : 'change'}`, { person });
}

/** Where it stands, or how it ended. */
function linesOf(
  { request, viewer, granters = [] }: RoleRequestModel,
  state: RoleRequestState,
  language: Language,
): string[] {
  const t = translator(language);
  const { decision } = request;
  const until = momentOn(lapsesAt(request).toISOString());
  switch (state) {
    case 'open': {
      if (viewer === 'granter') return [t('roleRequest.granter')];
      if (viewer === 'reader') return [t('roleRequest.onlyGlobalAdmin')];
      const names = listOf(language, granters.map(escapeMarkdown));
      return [
        t('roleRequest.waiting', { moment: until }),
        ...(granters.length > 0 ? [t('roleRequest.granters', { names })] : []),
      ];
    }
    case 'lapsed':
      return [t('roleRequest.lapsed', { moment: until })];
    default: {
      const person = escapeMarkdown(decision?.by.name ?? '');
      const moment = momentOn(decision?.at ?? request.askedAt);
      const reason = typed(decision?.reason);
      return [
        t(`roleRequest.${state}`, { person, moment }),
        ...(reason ? [t('roleRequest.reason', { reason })] : []),
      ];
    }
  }
}

/** What the levels can do that the asker would get, a line each. */
function whatItAllows(present: Levels, after: Levels, language: Language): string[] {
  const t = translator(language);
  const agent = { role: agentName(after.agent, language), text: t(`level.agent.${after.agent}.text`) };
  const admin = { role: adminName(after.admin, language), text: t(`level.admin.${after.admin}.text`) };
  return [
    ...(after.agent === present.agent ? [] : [t('level.choice', agent)]),
    ...(after.admin === present.admin ? [] : [t('level.choice', admin)]),
  ];
}

function actionsOf({ request, viewer }: RoleRequestModel, open: boolean, language: Language): Action[] {
  const t = translator(language);
  const about = { id: request.asker.objectId, request: request.id };
  if (viewer === 'asker') {
    return open ? [button(t('button.withdraw'), { verb: 'requestRole.withdraw', request: request.id })] : [];
  }
  const list = button(t('button.roleRequests'), { verb: 'requestRole.list' });
  if (!open || viewer === 'reader') return [list];
  return [
    button(t('button.approve'), { verb: 'requestRole.approve', ...about }, { style: 'positive' }),
    button(
      t('button.decline'),
      { verb: 'requestRole.decline', ...about },
      { style: 'destructive', inputs: true },
    ),
    list,
  ];
}
