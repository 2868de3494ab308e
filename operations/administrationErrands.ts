import { type AdministrationNews, administrationNews } from '../domain/administration.ts';
import type { Company } from '../domain/company.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import { heldBy, type Service } from '../domain/services.ts';

/** Why who administers a customer's services changed: a partner was approved, or the customer decided it alone. */
export type AdministrationCause =
  | { approved: string; asked: readonly Service[] }
  | { decided: { by: PersonRef; at: string; reassigned: boolean } };

/**
 * Carries what the customer's row says now to every partner whose services changed, from `before` to `next`. A partner
 * that was just approved always hears, also of services that it asked for and another one kept.
 */
export function administrationErrands(before: Company, next: Company, cause: AdministrationCause): Errand[] {
  const news = administrationNews(before.administration, next.administration);
  const errand = ({ partnerId, services, lost }: Omit<AdministrationNews, 'gained'>): Errand => ({
    kind: 'showAdministration',
    partnerId,
    customerId: next.id,
    customerName: next.name,
    services: [...services],
    lost: [...lost],
    administrationVersion: next.administrationVersion,
  });
  if ('decided' in cause) {
    return news.map(each => ({ ...errand(each), decided: { ...cause.decided, gained: [...each.gained] } }));
  }
  const services = heldBy(next.administration, cause.approved);
  const missing = cause.asked.filter(service => !services.includes(service));
  return [
    ...news.filter(({ partnerId }) => partnerId !== cause.approved).map(errand),
    errand({ partnerId: cause.approved, services, lost: missing }),
  ];
}
