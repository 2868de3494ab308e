/** The European Union and the European Free Trade Association are one market for CSP; elsewhere a market is a country. */
const EUROPEAN_MARKET = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH'.split(' '),
);

/** Whether two countries (ISO alpha-2) belong to one market, so that a provider may work with a reseller. */
export function sameMarket(a: string, b: string): boolean {
  return a === b || (EUROPEAN_MARKET.has(a) && EUROPEAN_MARKET.has(b));
}
