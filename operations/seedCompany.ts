import type { Company } from '../domain/company.ts';
import { NO_LEVELS } from '../domain/permissions.ts';
import type { Person } from '../domain/person.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { admission } from './userEntry.ts';

/** Puts a demo company with its people into storage, once: one that stands already is left as it is. Local mode only. */
export async function seedCompany(desk: Desk, company: Company, people: readonly Person[]): Promise<void> {
  const { storage } = desk;
  if (await storage.companies.get(company.id)) return;
  const admissions = await Promise.all(
    people.map(person =>
      admission(desk, company, { row: undefined, person }, person.member ?? NO_LEVELS, undefined),
    ),
  );
  try {
    await storage.commit(company.id, {
      rows: [storage.companies.insert(company), ...admissions.flatMap(each => each.rows)],
      history: [
        historyEntry(company.enrolledAt, 'operator', {
          subject: company.id,
          event: 'company.seeded',
          detail: { name: company.name },
        }),
      ],
    });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
