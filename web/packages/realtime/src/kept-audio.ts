/** What was said while the line was down, kept for when it is back. */
import { samplesToMs } from './audio/pcm.ts'

const KEPT_MS = 5000

export class KeptAudio {
  #pieces: Int16Array[] = []

  /** The oldest goes when it becomes too much. */
  add(pcm: Int16Array): void {
    this.#pieces.push(pcm)
    while (samplesToMs(this.#pieces.reduce((sum, each) => sum + each.length, 0)) > KEPT_MS) this.#pieces.shift()
  }

  /** All of it, which is then kept no more. */
  take(): readonly Int16Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }
}
