import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS_OF } from '../../domain/actionsOf.ts';
import { COMPANY_KINDS } from '../../domain/company.ts';
import type { Right } from '../../domain/permissions.ts';
import { TABLE } from '../support/permissionTable.ts';

const JOURNEYS = new URL('../journeys/', import.meta.url);
const sources = readdirSync(JOURNEYS)
  .filter(name => name.endsWith('.test.ts'))
  .map(name => readFileSync(new URL(name, JOURNEYS), 'utf8'));
/** The services for which a row's cells are played; a row that holds for every service is played without one. */
const played = new Map<string, Set<string>>();
/** The rows of which it is played who sees what they may not change. */
const readingPlayed = new Set<string>();
for (const source of sources) {
  const calls = source.matchAll(/(?:describe|it)\.each\(\s*(readingCells|cells)\('(\w+)'(?:, '(\w+)')?\)/g);
  for (const [, kind, action = '', service = ''] of calls) {
    if (kind === 'cells') played.set(action, (played.get(action) ?? new Set()).add(service));
    else readingPlayed.add(action);
  }
}
const handled = [...new Set(COMPANY_KINDS.flatMap(kind => ACTIONS_OF[kind].here))];
const withRight = (right: Right) => handled.filter(action => TABLE[action].includes(right));

describe('every row of the permission table that has a command', () => {
  it.each(handled)('is played over HTTP, a journey for each of its cells: %s', action => {
    expect([...played.keys()]).toContain(action);
  });

  it('is played for Office 365 and for another service where some may do it for the others only', () => {
    for (const action of withRight('notOffice365')) {
      const services = [...(played.get(action) ?? [])];
      expect({ action, services }).toEqual({ action, services: expect.arrayContaining(['office365']) });
      expect([action, services.some(service => service !== 'office365')]).toEqual([action, true]);
    }
  });

  it('is played for who sees it, where some see what they may not change', () => {
    expect([...readingPlayed]).toEqual(expect.arrayContaining(withRight('reads')));
  });
});
