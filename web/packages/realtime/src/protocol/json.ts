/** What `JSON.parse` gives, and careful ways into it: fields of messages that others wrote are never trusted. */

export type Json = null | boolean | number | string | Json[] | JsonObject

export interface JsonObject {
  [key: string]: Json
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whatever is at `key`. */
export const at = (object: JsonObject, key: string): Json | undefined => object[key]

/** The string at `key`, or `otherwise` when there is none. */
export function textAt(object: JsonObject, key: string, otherwise = ''): string {
  const value = object[key]
  return typeof value === 'string' ? value : otherwise
}

/** The finite number at `key`, or `otherwise`. */
export function numberAt(object: JsonObject, key: string, otherwise = 0): number {
  const value = object[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

/** Whether `key` says true. */
export const flagAt = (object: JsonObject, key: string): boolean => object[key] === true

/** The object at `key`, or an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key]
  return isObject(value) ? value : {}
}

/** The objects in the list at `key`. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  const value = object[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Parses one JSON object; null for anything else. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
