/** Microphones and outputs to choose from. */

export interface AudioDevice {
  id: string
  label: string
  kind: 'microphone' | 'output'
}

/** Devices by kind. Names are empty until the microphone was allowed once: browsers hide them. */
export async function listDevices(): Promise<AudioDevice[]> {
  if (!navigator.mediaDevices?.enumerateDevices) return []
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices
    .filter((device) => device.kind === 'audioinput' || device.kind === 'audiooutput')
    .map((device) => ({
      id: device.deviceId,
      label: device.label,
      kind: device.kind === 'audioinput' ? 'microphone' : 'output',
    }))
}

/** Calls `listener` whenever a device comes or goes; returns what ends that. */
export function onDevicesChanged(listener: () => void): () => void {
  const media = navigator.mediaDevices
  media?.addEventListener?.('devicechange', listener)
  return () => media?.removeEventListener?.('devicechange', listener)
}
