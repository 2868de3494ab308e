/** No package is made; the message has a line for each fault: where it is, what is wrong and what would be right. */
export class PackageError extends Error {
  override readonly name = 'PackageError';

  constructor(faults: readonly string[]) {
    super(['The Teams app package cannot be made:', ...faults.map(fault => `  ${fault}`)].join('\n'));
  }
}
