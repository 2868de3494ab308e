import type { Language } from '../domain/language.ts';
import { lapsesAt, type RoleRequest } from '../domain/roleRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf, timeLeft } from './dates.ts';
import { levelNames } from './levels.ts';
import { nextPage, pagedTitle } from './paging.ts';
import json from './roleRequests.json' with { type: 'json' };

export interface RoleRequestsModel {
  requests: readonly RoleRequest[];
  now: Date;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
}

const expand = template(json);
const NAME_MAX = 80;
const WHY_SHOWN = 120;

/** The requests that wait for an answer, a row each, for whoever manages people (design §2 row 6). */
export function roleRequestsCard(model: RoleRequestsModel, language: Language): Card {
  const t = translator(language);
  const { next, now } = model;
  const heading = t('roleRequests.title');
  const title = pagedTitle(heading, model, language);
  const rows = model.requests.map(request => requestRow(request, now, language));
  const empty = rows.length > 0 ? [] : [next ? t('invitations.noneHere') : t('roleRequests.empty')];
  return expand(language, {
    ...inWords(language, `${title}.`, empty[0], ...rows.map(row => `${row.title}: ${row.lines[0]?.text}.`)),
    title,
    empty: empty.map(text => ({ text })),
    rows,
    actions: [
      ...nextPage(model, { verb: 'requestRole.list' }, language),
      button(t('button.users'), { verb: 'users.show' }),
    ],
    hasActions: true,
  });
}

/** A request in the list: who asks for what, since when and for how long still; selecting it opens it. */
function requestRow(
  request: RoleRequest,
  now: Date,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const name = clip(request.asker.name, NAME_MAX);
  const age = ageOf(request.askedAt, now, language);
  const left = timeLeft(lapsesAt(request).toISOString(), now, language);
  const roles = levelNames(request.wanted, language).join(' · ');
  return {
    title: escapeMarkdown(name),
    lines: [
      { text: t('roleRequests.row.asksFor', { roles }) },
      { text: escapeMarkdown(clip(request.why, WHY_SHOWN)) },
      { text: t('invitationStatus.ageAndLeft', { age, left }) },
    ],
    select: button(t('roleRequests.row.open', { name }), {
      verb: 'requestRole.open',
      id: request.asker.objectId,
      request: request.id,
    }),
  };
}
