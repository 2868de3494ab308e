/** Microsoft's clouds, as the configuration names them (design §6). */
export const CLOUDS = ['global', 'usgov', 'germany'] as const;
export type Cloud = (typeof CLOUDS)[number];
/** A cloud in which something may be missing; the documents describe the global one. */
export type NationalCloud = Exclude<Cloud, 'global'>;

/** What there is not in every cloud. */
export const CLOUD_FEATURES = ['reservations', 'savingsPlans', 'withoutAdministration'] as const;
export type CloudFeature = (typeof CLOUD_FEATURES)[number];

/**
 * What is missing where, with the rule that says so. Everything else applies in all three: source documents 000 and 004
 * name each of them, 001 and 003 name none.
 */
const MISSING: Readonly<Record<CloudFeature, readonly NationalCloud[]>> = {
  /** Customers buy Azure reservations: source document 002 is for the global and the US Government cloud only. */
  reservations: ['germany'],
  /** No source document names savings plans; what Microsoft says of them is for the global cloud only. */
  savingsPlans: ['usgov', 'germany'],
  /** In both national clouds, a reseller relationship (000, 004) is asked for with administrator permissions. */
  withoutAdministration: ['usgov', 'germany'],
};

/** The cloud, when it lacks something; undefined when it has it. */
export function missingIn(cloud: Cloud, feature: CloudFeature): NationalCloud | undefined {
  return MISSING[feature].find(other => other === cloud);
}
