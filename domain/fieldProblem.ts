/** Why a field was refused; each has a sentence of its own. */
export type FieldProblem =
  | 'required'
  | 'tooLong'
  | 'malformed'
  | 'webMail'
  | 'notConfirmed'
  | 'notForCustomers'
  | 'notJointly'
  | 'noRole'
  | 'taken'
  /** Of a customer that was imported and not invited yet: it goes on from its record. */
  | 'imported'
  | 'takenAtCustomer'
  | 'unknownColleague'
  | 'fixed'
  | 'otherMarket'
  | 'notInCountry'
  | 'notAPartner'
  | 'ownPartnerId'
  /** A reseller whose own relationship with the customer has ended. */
  | 'resellerLeft';
export type FieldProblems<Field extends string> = Partial<Record<Field, FieldProblem>>;
