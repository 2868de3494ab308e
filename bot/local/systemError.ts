/** Whether this is the operating system's refusal of that name, such as ENOENT or EADDRINUSE. */
export function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
