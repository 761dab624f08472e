/** PCM16 (little-endian, as all machines are that browsers run on) as base64, the way audio travels in Realtime events. */

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

export function pcm16ToBase64(pcm: Int16Array): string {
  return bytesToBase64(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength))
}

/** 16-bit samples of `text`, or null when it is no base64 or ends in half a sample. */
export function base64ToPcm16(text: string): Int16Array<ArrayBuffer> | null {
  const bytes = base64ToBytes(text)
  if (!bytes || bytes.length % 2 !== 0) return null
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
}
