import type { Api } from './api.ts'
import type { PieceStore } from './tape-store.ts'

/** `sendPieces` of `tape.ts`, which is fetched for it: most pages never record. */
export async function sendPieces(api: Api, store: PieceStore): Promise<void> {
  const tape = await import('./tape.ts')
  await tape.sendPieces(api, store)
}
