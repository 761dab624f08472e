import { Copy, Play } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Notice } from '@/components/notice'
import { callMessages } from '@/lib/call-messages'
import { getPreferences } from '@/lib/preferences'
import { asText, type Row, rows } from './rows'
import { SelfTest, type TestState } from './self-test'

/** The test: one button, then a list that fills from top to bottom. */
export function TestCard({ config }: { config: Config }) {
  const { t, i18n } = useTranslation()
  const [test] = useState(() => new SelfTest())
  const state = useSyncExternalStore(test.subscribe, test.getSnapshot)
  useEffect(() => () => test.stop(), [test])
  const run = () => void test.run(config, callMessages(i18n), getPreferences().microphoneId)
  const shown = rows(t, state)
  const running = state.step !== null
  return (
    <Card className="grid gap-6" aria-label={t('self_test.title')}>
      <div className="flex flex-wrap items-center gap-4">
        <Button variant="primary" disabled={running} onClick={run}>
          <Play aria-hidden="true" className="size-4" />
          {running ? t('self_test.running') : t(state.done ? 'self_test.again' : 'self_test.start')}
        </Button>
        <Please state={state} />
      </div>
      <dl data-testid="self-test" data-done={state.done}>
        {shown.map((row) => (
          <Result key={row.step} row={row} />
        ))}
      </dl>
      {state.done && <Support text={asText(t, shown, config, new Date())} />}
    </Card>
  )
}

function Please({ state: { please, step } }: { state: TestState }) {
  const { t } = useTranslation()
  return (
    <p role="status" className="text-lg font-[550]" data-testid="please" data-please={please ?? ''}>
      {please ? t(`self_test.please.${please}`) : step ? t('self_test.wait') : ''}
    </p>
  )
}

function Result({ row: { label, value, good, waiting, step } }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <div
      data-testid={`result-${step}`}
      className="grid gap-x-6 gap-y-1 border-t border-line py-4 sm:grid-cols-[220px_1fr]"
    >
      <dt className="flex items-baseline gap-2.5 font-semibold">
        <span
          aria-hidden="true"
          className={`mt-[7px] size-2.5 shrink-0 self-start rounded-full ${dot(good, waiting)}`}
        />
        {label}
      </dt>
      <dd className="num text-muted max-sm:pl-5">
        {waiting ? t('self_test.measuring') : value}
        {good === false && <span className="ml-2 font-[550] text-ink">{t('self_test.look')}</span>}
      </dd>
    </div>
  )
}

function dot(good: boolean | null, waiting: boolean): string {
  if (waiting) return 'animate-pulse bg-you'
  if (good === null) return 'border-2 border-edge'
  return good ? 'bg-you' : 'bg-danger'
}

/** The same as text, for whoever helps. */
function Support({ text }: { text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState<boolean | null>(null)
  const copy = () =>
    (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <section aria-labelledby="support" className="grid gap-3">
      <h2 id="support">{t('self_test.support')}</h2>
      <p className="text-sm text-muted">{t('self_test.support_text')}</p>
      <textarea
        readOnly
        aria-labelledby="support"
        rows={14}
        value={text}
        data-testid="support-text"
        onFocus={(event) => event.currentTarget.select()}
        className="w-full resize-y rounded border border-line bg-paper px-3 py-2.5 font-mono text-sm text-ink"
      />
      <Button className="justify-self-start" onClick={() => void copy()}>
        <Copy aria-hidden="true" className="size-4" />
        {copied ? t('self_test.copied') : t('self_test.copy')}
      </Button>
      {copied === false && <Notice role="status">{t('self_test.not_copied')}</Notice>}
    </section>
  )
}
