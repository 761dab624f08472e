import { useTranslation } from 'react-i18next'
import type { Overview } from '@/api/types'
import { Card } from '@/components/card'
import { Fact, Facts } from '@/components/facts'

/** What hears, answers, speaks and judges now, and whether it runs. */
export function EngineCard({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const { engine, models } = overview
  const running = (part: string) => {
    const count = engine.processes[part]
    if (count === undefined) return undefined
    return count > 0 ? t('admin.processes', { count }) : t('admin.no_processes')
  }
  const note = (part: string) => [engine.reasons[part], running(part)].filter(Boolean).join('; ') || undefined
  return (
    <Card aria-labelledby="engine">
      <h2 id="engine">{t('admin.engine')}</h2>
      <Facts>
        <Fact name={t('admin.provider')} note={t(engine.hosted ? 'admin.leaves' : 'admin.stays')}>
          {engine.provider === engine.model ? engine.provider : `${engine.provider}, ${engine.model}`}
        </Fact>
        <Fact name={t('admin.recogniser')} note={note('recogniser')}>
          {engine.recogniser || t('admin.of_provider')}
        </Fact>
        <Fact name={t('admin.partner')} note={note('partner')}>
          {engine.partner || t('admin.of_provider')}
        </Fact>
        <Fact name={t('admin.voice')} note={note('voice')}>
          {engine.voice || t('admin.of_provider')}
        </Fact>
        <Fact name={t('admin.judge')}>{engine.judge ?? t('admin.basic_check')}</Fact>
        <Fact
          name={t('admin.models')}
          note={models.installed.length > 0 && !models.runs ? t('models.no_library') : undefined}
        >
          {models.installed.join(', ') || t('admin.no_models')}
          {models.pulling.length > 0 && (
            <span className="block">{t('admin.pulling', { names: models.pulling.join(', ') })}</span>
          )}
        </Fact>
      </Facts>
    </Card>
  )
}
