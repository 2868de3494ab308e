/**
 * adaptivecards-templating's typings reach into the sources of `adaptivecards`, which do not compile under our
 * strict options. tsconfig.json maps that import here; we use none of what it would have brought.
 */
export interface IAdaptiveCard {
  type: 'AdaptiveCard';
}
