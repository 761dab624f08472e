import type { Metric } from '@/api/types'

export interface Scale {
  /** Shares of the width, 0 to 1. */
  value: number
  from: number
  to: number
}

/** Where a value and its band stand on a line that has room for both. */
export function scale({ value, band, unit }: Pick<Metric, 'value' | 'band' | 'unit'>): Scale | null {
  if (value === null || band === null) return null
  const [low, high] = band
  const top = unit === 'ratio' ? 1 : Math.max(value, high ?? 0, low ?? 0) * 1.35 || 1
  const bottom = Math.min(0, value, low ?? 0)
  const share = (at: number) => Math.min(1, Math.max(0, (at - bottom) / (top - bottom)))
  return { value: share(value), from: share(low ?? bottom), to: share(high ?? top) }
}
