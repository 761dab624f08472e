import vm from 'node:vm'

export interface Processor {
  port: { onmessage: (event: { data: unknown }) => void }
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
}

/** What the processors post. */
export interface Sent {
  pcm?: Int16Array
  drained?: number
  level?: number
  flushed?: number
  positions?: { item: string; played: number }[]
}

/** Runs a script as a worklet would: in a scope of its own that has nothing of ours. */
export function loadWorklet(source: string, sampleRate: number) {
  const sent: Sent[] = []
  const processors = new Map<string, new () => Processor>()
  class AudioWorkletProcessor {
    port = { onmessage: () => {}, postMessage: (message: Sent) => sent.push(message) }
  }
  vm.runInNewContext(source, {
    AudioWorkletProcessor,
    registerProcessor: (name: string, processor: new () => Processor) => processors.set(name, processor),
    currentTime: 0,
    sampleRate,
  })
  const make = (name: string) => {
    const processor = processors.get(name)
    if (!processor) throw new Error(`${name} was not registered`)
    return new processor()
  }
  return { make, sent }
}
