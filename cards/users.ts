import type { Language } from '../domain/language.ts';
import type { ListedUser } from '../domain/user.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf } from './dates.ts';
import { levelNames } from './levels.ts';
import { nextPage, pagedTitle, searchedFor } from './paging.ts';
import json from './users.json' with { type: 'json' };

export interface UsersModel {
  users: readonly ListedUser[];
  now: Date;
  /** What was searched for. */
  search?: string | undefined;
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
  /** 1 for the first page. */
  page: number;
  /** Requests for levels that wait for an answer. */
  openRequests: number;
}

const expand = template(json);
const NAME_MAX = 80;

/** The people who may act for a company, a row each, which opens the entry that carries the actions (design §3). */
export function usersCard(model: UsersModel, language: Language): Card {
  const t = translator(language);
  const { openRequests } = model;
  const search = searchedFor(model.search);
  const heading = search ? t('users.found', { search: escapeMarkdown(search) }) : t('users.title');
  const title = pagedTitle(heading, model, language);
  const rows = model.users.map(user => userRow(user, model.now, language));
  const empty =
    rows.length > 0
      ? []
      : [search ? t('users.notFound', { search: escapeMarkdown(search) }) : t('users.empty')];
  const waiting = openRequests > 0 ? [t('users.openRequests', { count: openRequests })] : [];
  const actions = [
    ...nextPage(model, { verb: 'users.show', ...(search && { search }) }, language),
    button(t('button.addUser'), { verb: 'addUser.start' }, { style: 'positive' }),
    ...(openRequests > 0 ? [button(t('button.roleRequests'), { verb: 'requestRole.list' })] : []),
  ];
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      ...waiting,
      empty[0],
      ...rows.map(row => `${row.title}: ${row.lines[0]?.text}.`),
    ),
    title,
    waiting: waiting.map(text => ({ text })),
    empty: empty.map(text => ({ text })),
    rows,
    searchable: search !== undefined || rows.length > 0,
    search: search ?? '',
    searchActions: [button(t('button.search'), { verb: 'users.show' }, { inputs: true })],
    actions,
  });
}

function userRow(
  user: ListedUser,
  now: Date,
  language: Language,
): { title: string; lines: { text: string }[]; select: Action } {
  const t = translator(language);
  const name = clip(user.name, NAME_MAX);
  // What someone held who was removed stands on their record; here it would read as if they still did.
  const levels = user.state === 'removed' ? [] : levelNames(user, language);
  const age = ageOf(user.addedAt, now, language);
  const added = user.addedBy
    ? t('users.row.addedBy', { person: escapeMarkdown(clip(user.addedBy.name, NAME_MAX)), age })
    : t('users.row.since', { age });
  return {
    title: escapeMarkdown(name),
    lines: [
      { text: [stateOf(user, now, language), ...levels].join(' · ') },
      { text: [...(user.email ? [escapeMarkdown(clip(user.email, NAME_MAX))] : []), added].join(' · ') },
    ],
    select: button(t('users.row.open', { name }), { verb: 'users.open', id: user.id }),
  };
}

/** Where an entry stands, in a word or two. */
export function stateOf(user: ListedUser, now: Date, language: Language): string {
  return translator(language)(isOver(user, now) ? 'user.state.codeOver' : `user.state.${user.state}`);
}

/** Whether someone was invited by a code that is over by now. */
export function isOver({ state, codeExpiresAt }: ListedUser, now: Date): boolean {
  return state === 'invited' && codeExpiresAt !== undefined && now.getTime() >= Date.parse(codeExpiresAt);
}
