/** What pages follow: whoever subscribes is called after each change, and reads the state anew. */
export class Observable {
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
