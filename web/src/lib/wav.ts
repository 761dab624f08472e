const HEADER = 44

/** PCM16 mono samples as a WAV file (RIFF, "Multimedia Programming Interface and Data Specifications 1.0"). */
export function wav(chunks: readonly Int16Array[], rateHz: number): Blob {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const header = new DataView(new ArrayBuffer(HEADER))
  const text = (at: number, word: string) => {
    for (const [i, letter] of [...word].entries()) header.setUint8(at + i, letter.charCodeAt(0))
  }
  text(0, 'RIFF')
  header.setUint32(4, HEADER - 8 + bytes, true)
  text(8, 'WAVEfmt ')
  header.setUint32(16, 16, true)
  header.setUint16(20, 1, true)
  header.setUint16(22, 1, true)
  header.setUint32(24, rateHz, true)
  header.setUint32(28, rateHz * 2, true)
  header.setUint16(32, 2, true)
  header.setUint16(34, 16, true)
  text(36, 'data')
  header.setUint32(40, bytes, true)
  return new Blob([header, ...chunks.map((chunk) => Int16Array.from(chunk))], { type: 'audio/wav' })
}
