/** PCM16 (little-endian) as base64, the way audio travels in Realtime events. */

/** Newer engines do this natively and much faster; the types of this TypeScript do not know it yet. */
interface NativeBase64 {
  toBase64?: () => string
}
interface NativeFromBase64 {
  fromBase64?: (text: string) => Uint8Array<ArrayBuffer>
}

/** Arguments per call of `String.fromCharCode`: engines limit them. */
const CHUNK = 0x8000

export function bytesToBase64(bytes: Uint8Array): string {
  const native = bytes as NativeBase64
  if (native.toBase64) return native.toBase64()
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(binary)
}

/** The bytes of `text`, or null when it is no base64. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> | null {
  const native = Uint8Array as unknown as NativeFromBase64
  try {
    if (native.fromBase64) return native.fromBase64(text)
    const binary = atob(text)
    const bytes = new Uint8Array(binary.length)
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
    return bytes
  } catch {
    return null
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

export function pcm16ToBase64(pcm: Int16Array): string {
  const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  return bytesToBase64(LITTLE_ENDIAN ? bytes : swapped(bytes))
}

/** 16-bit samples of `text`, or null when it is no base64 or ends in half a sample. */
export function base64ToPcm16(text: string): Int16Array<ArrayBuffer> | null {
  const bytes = base64ToBytes(text)
  if (!bytes || bytes.length % 2 !== 0) return null
  const ordered = LITTLE_ENDIAN ? bytes : swapped(bytes)
  return new Int16Array(ordered.buffer, ordered.byteOffset, ordered.length / 2)
}

function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes)
  for (let i = 0; i + 1 < copy.length; i += 2) [copy[i], copy[i + 1]] = [copy[i + 1] ?? 0, copy[i] ?? 0]
  return copy
}
