import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DialogueKind, dialogueUrl, useDialogues, useReading } from '@/api/after'
import type { Dialogues as DialoguesData, Reading } from '@/api/types'
import { Button } from '@/components/button'
import { useSpoken } from '@/components/spoken'
import { Folded } from './folded'
import { SoundProvider, usePlayer, usePlayerState } from './playback'

const KINDS = ['good', 'poor'] as const

/** How the talk can go, well and badly: both to read and to hear. */
export function Dialogues({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const { data } = useDialogues(sessionId, true)
  if (!data) return null
  return (
    <Folded testId="dialogues" title={t('dialogue.title')} note={t('dialogue.note')} onOpen={() => setOpened(true)}>
      <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
        {KINDS.map((kind) => (
          <Dialogue key={kind} sessionId={sessionId} kind={kind} data={data} wanted={opened} />
        ))}
      </div>
    </Folded>
  )
}

interface DialogueProps {
  sessionId: string
  kind: DialogueKind
  data: DialoguesData
  /** Somebody has unfolded it: the server may read it aloud. */
  wanted: boolean
}

function Dialogue({ sessionId, kind, data, wanted }: DialogueProps) {
  const { t } = useTranslation()
  const reading = useReading(sessionId, kind, wanted)
  return (
    <section aria-label={t(`dialogue.${kind}`)} data-testid={`dialogue-${kind}`}>
      <SoundProvider url={reading.data ? dialogueUrl(sessionId, kind) : null}>
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-3">
          <h3 className="font-semibold">{t(`dialogue.${kind}`)}</h3>
          <Hear kind={kind} />
          {reading.isError && <span className="text-sm text-muted">{t('dialogue.no_voice')}</span>}
        </div>
        <Lines lines={data[kind]} partner={data.partner_name} reading={reading.data} />
      </SoundProvider>
    </section>
  )
}

function Hear({ kind }: { kind: DialogueKind }) {
  const { t } = useTranslation()
  const player = usePlayer()
  const playing = usePlayerState((state) => state.playing, false)
  if (!player) return null
  const Icon = playing ? Pause : Play
  return (
    <Button
      className="print:hidden"
      aria-label={t(playing ? 'dialogue.stop_what' : 'dialogue.hear_what', { what: t(`dialogue.${kind}`) })}
      onClick={() => (playing ? player.pause() : void player.play(0))}
    >
      <Icon aria-hidden="true" className="size-4" />
      {playing ? t('report.pause') : t('dialogue.hear')}
    </Button>
  )
}

interface LinesProps {
  lines: DialoguesData[DialogueKind]
  partner: string
  reading: Reading | undefined
}

/** The line that is heard is marked. */
function Lines({ lines, partner, reading }: LinesProps) {
  const { t } = useTranslation()
  const spoken = useSpoken()
  const at = usePlayerState(
    ({ playing, positionMs }) =>
      playing && reading ? reading.lines.findLastIndex((line) => line.start_ms <= positionMs) : -1,
    -1,
  )
  return (
    <ol className="mt-3 grid gap-3">
      {lines.map((line, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may be said twice
          key={i}
          aria-current={i === at}
          className={`-mx-3 rounded px-3 py-1 transition-colors ${i === at ? 'bg-sunk' : ''}`}
        >
          <span
            className={`block text-sm font-semibold ${line.speaker === 'learner' ? 'text-you' : 'text-partner-ink'}`}
          >
            {line.speaker === 'learner' ? t('session.you') : partner}
          </span>
          <span {...spoken}>{line.text}</span>
        </li>
      ))}
    </ol>
  )
}
