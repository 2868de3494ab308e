import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS_OF } from '../../domain/actionsOf.ts';
import { COMPANY_KINDS } from '../../domain/company.ts';
import { TABLE } from '../support/permissionTable.ts';

const JOURNEYS = new URL('../journeys/', import.meta.url);
const sources = readdirSync(JOURNEYS)
  .filter(name => name.endsWith('.test.ts'))
  .map(name => readFileSync(new URL(name, JOURNEYS), 'utf8'));
const played = new Set(
  sources.flatMap(source =>
    [...source.matchAll(/describe\.each\(\s*cells\('(\w+)'\)/g)].map(([, action]) => action),
  ),
);
const handled = [...new Set(COMPANY_KINDS.flatMap(kind => ACTIONS_OF[kind].here))];

describe('every row of the permission table that has a command', () => {
  it.each(handled)('is played over HTTP, a journey for each of its cells: %s', action => {
    expect([...played]).toContain(action);
  });

  it('says yes or no, which is all that these journeys tell apart', () => {
    for (const action of handled) {
      for (const cell of TABLE[action])
        expect([action, ['yes', 'no'].includes(cell)]).toEqual([action, true]);
    }
  });
});
