/** Where to go after signing in: a page of our own, whatever the address says. */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== 'string') return '/'
  // Browsers read a backslash as a slash and drop tabs and line ends: "/\t/host" would lead to another host.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return '/'
  return wanted
}
