/** Numbers and times as people read them. */

const SECOND = 1000
const MINUTE = 60
const DAY_MS = 86_400_000
/** Below this, money is told to a tenth of a cent. */
const SMALL = 0.1

/** A position or length as a clock shows it: `3:07`, `1:02:03`. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND))
  const seconds = String(total % MINUTE).padStart(2, '0')
  const minutes = Math.floor(total / MINUTE) % MINUTE
  const hours = Math.floor(total / (MINUTE * MINUTE))
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** A length in words: `6 min 12 s`, `42 s`. */
export function duration(ms: number, language: string): string {
  const total = Math.max(0, Math.round(ms / SECOND))
  const unit = (value: number, name: 'minute' | 'second') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' })
      .format(value)
      .replace(/\bsec\b/, 's')
  const minutes = Math.floor(total / MINUTE)
  const seconds = total % MINUTE
  return [minutes ? unit(minutes, 'minute') : '', seconds || !minutes ? unit(seconds, 'second') : '']
    .filter(Boolean)
    .join(' ')
}

/** When it was, as short as it stays clear: the weekday within the last week, else the date. */
export function moment(at: number, now: number, language: string): string {
  const recent = now - at < 6 * DAY_MS
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(language, {
    ...(recent
      ? { weekday: 'long' }
      : { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' as const }) }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .replace(' at ', ' ')
}

/** A day that is still to come, or long ago. */
export const date = (at: number, language: string) =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at)

export const money = (amount: number, currency: string, language: string) =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    maximumFractionDigits: Math.abs(amount) < SMALL ? 3 : 2,
  }).format(amount)

/** Bytes as people compare downloads: `108 MB`, `1,240 MB`. */
export const megabytes = (bytes: number, language: string) =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(
    Math.ceil(bytes / 1e6),
  )

/** Bytes of disks and databases: `12.4 GB`. */
export const gigabytes = (bytes: number, language: string) =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 }).format(bytes / 1e9)

/** A day in full. */
export const day = (date: string, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date))

/** A day of a year that is known. */
export const dayOfYear = (date: string, language: string) =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(date))

/** A metric's value with its unit, with as many digits as it deserves. */
export function quantity(value: number, unit: string, language: string): string {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options).format(value)
  // Some languages have a space there already, of one width or another.
  if (unit === 'ratio') return number({ style: 'percent', maximumFractionDigits: 0 }).replace(/\s*%/, ' %')
  const digits = Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1
  const plain = number({ maximumFractionDigits: digits })
  if (unit === 'ms') return quantity(value / SECOND, 's', language)
  return SHOWN_UNITS[unit] === undefined ? plain : `${plain}${SHOWN_UNITS[unit]}`
}

const SHOWN_UNITS: Record<string, string> = { s: ' s' }

/** `follow_up_question` as a person would write it, for a name that no locale file knows yet. */
export function humanise(id: string): string {
  const words = id.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A language tag by its name: `en` is "English". */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
