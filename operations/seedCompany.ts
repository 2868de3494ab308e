import type { Company } from '../domain/company.ts';
import type { Person } from '../domain/person.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Desk } from './desk.ts';

/** Puts a demo company with its people into storage, once: one that stands already is left as it is. Local mode only. */
export async function seedCompany(desk: Desk, company: Company, people: readonly Person[]): Promise<void> {
  const { storage } = desk;
  if (await storage.companies.get(company.id)) return;
  try {
    await storage.commit(company.id, {
      rows: [storage.companies.insert(company), ...people.map(person => storage.people.insert(person))],
      history: [{ at: company.enrolledAt, by: 'operator', subject: company.id, event: 'company.seeded' }],
    });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
