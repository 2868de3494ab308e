import * as z from 'zod';

/** The service families a partner can administer for a customer; the catalogue's offers belong to one each. */
export const SERVICES = ['office365', 'azure', 'dynamics365', 'windows'] as const;
export const service = z.enum(SERVICES);
export type Service = z.infer<typeof service>;

/** Who administers which service of a customer: at most one partner a service (source document 004). */
export const administrationSchema = z.partialRecord(
  service,
  z.object({ partnerId: z.string(), partnerName: z.string() }),
);
export type Administration = z.infer<typeof administrationSchema>;

/** The services whose administrator would change if `partnerId` got them all, each with its present holder. */
export function replacedBy(
  administration: Administration,
  partnerId: string,
): { service: Service; partnerId: string; partnerName: string }[] {
  return SERVICES.flatMap(name => {
    const holder = administration[name];
    return holder && holder.partnerId !== partnerId ? [{ service: name, ...holder }] : [];
  });
}

/** The services that a partner administers. */
export function heldBy(administration: Administration, partnerId: string): Service[] {
  return SERVICES.filter(name => administration[name]?.partnerId === partnerId);
}
