import { lazy, type ReactNode, Suspense, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCheck, useKeepDraft, useSaveScenario, useSimulate, useVocabulary } from '@/api/authoring'
import type { Authoring, ScenarioProblem } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { useSettled } from '@/lib/hooks'
import { asText, type Form, FormContext } from './context'
import { ScenarioForm } from './form'
import { More } from './more'
import { ProblemList } from './problem-list'
import { SaveDialog } from './save-dialog'
import { Simulation } from './simulation'

import { at, changed, data } from './text'
import { type Draft, useDraft } from './use-draft'
import type { YamlHandle } from './yaml-editor'

const YamlEditor = lazy(() => import('./yaml-editor'))
const SETTLED_MS = 500
const NONE: readonly ScenarioProblem[] = []

type Tab = 'form' | 'code'

interface EditorProps {
  written: Authoring['Written']
  /** A text was kept for a talk with it. */
  onTry: (version: number) => void
  onDeleted: () => void
}

/** Form and text side by side: two views of one text. */
export function Editor({ written, onTry, onDeleted }: EditorProps) {
  const { t } = useTranslation()
  const draft = useDraft(written)
  const check = useCheck(useSettled(draft.text, SETTLED_MS))
  const problems = check.data?.problems ?? NONE
  const [tab, setTab] = useState<Tab>('form')
  const code = useRef<YamlHandle>(null)
  const goTo = (line: number) => {
    setTab('code')
    // the tab has to be there before it can be looked at
    requestAnimationFrame(() => code.current?.goTo(line))
  }
  return (
    <>
      <Head written={written} draft={draft} check={check.data} onTry={onTry} onDeleted={onDeleted} goTo={goTo}>
        {check.isError && (
          <Problem error={check.error} what={t('author.not_checked')} retry={() => void check.refetch()} />
        )}
      </Head>
      <Tabs tab={tab} onTab={setTab} toLookAt={problems.length} />
      <div className="mt-4 grid items-start gap-6 lg:grid-cols-2">
        <div className={`min-w-0 ${tab === 'form' ? '' : 'max-lg:hidden'}`}>
          <FormSide draft={draft} problems={problems} onGo={goTo} />
        </div>
        <div className={`grid min-w-0 gap-4 lg:sticky lg:top-4 ${tab === 'code' ? '' : 'max-lg:hidden'}`}>
          <div className="h-[max(24rem,calc(100dvh-22rem))]">
            <Suspense fallback={<div className="skeleton h-full opacity-40" />}>
              <YamlEditor ref={code} text={draft.text} problems={problems} onChange={draft.change} />
            </Suspense>
          </div>
          <section aria-labelledby="to-look-at" className="-mx-1 max-h-64 overflow-y-auto px-1" aria-live="polite">
            <h2 id="to-look-at" className="text-base!">
              {check.data ? t('author.to_look_at', { count: problems.length }) : t('author.checking')}
            </h2>
            <ProblemList problems={problems} onGo={goTo} />
          </section>
        </div>
      </div>
    </>
  )
}

function FormSide({
  draft,
  problems,
  onGo,
}: {
  draft: Draft
  problems: readonly ScenarioProblem[]
  onGo: (line: number) => void
}) {
  const { t } = useTranslation()
  const words = useVocabulary()
  const now = useMemo(() => data(draft.text), [draft.text])
  const last = useRef(now)
  if (now) last.current = now
  const shown = useDeferredValue(now ?? last.current)
  const { change } = draft
  const form = useMemo<Form>(
    () => ({
      data: shown ?? {},
      problems,
      set: (path, value) => change((before) => changed(before, path, value)),
    }),
    [shown, problems, change],
  )
  if (words.isError) return <Problem error={words.error} what={t('author.failed')} retry={() => void words.refetch()} />
  if (!words.data || !shown)
    return now === null ? <Unreadable problems={problems} onGo={onGo} /> : <Slow what={t('author.loading')} />
  return (
    <>
      {now === null && <Unreadable problems={problems} onGo={onGo} />}
      <fieldset disabled={now === null} className={`min-w-0 ${now === null ? 'mt-4 opacity-60' : ''}`}>
        <legend className="sr">{t('author.form')}</legend>
        <FormContext value={form}>
          <ScenarioForm words={words.data} />
        </FormContext>
      </fieldset>
    </>
  )
}

/** A text that is no YAML has no form. */
function Unreadable({ problems, onGo }: { problems: readonly ScenarioProblem[]; onGo: (line: number) => void }) {
  const { t } = useTranslation()
  const line = problems[0]?.line ?? 1
  return (
    <Notice
      role="status"
      title={t('author.unreadable')}
      actions={<Button onClick={() => onGo(line)}>{t('author.go_to_line', { line })}</Button>}
    >
      {t('author.unreadable_text')}
    </Notice>
  )
}

interface HeadProps extends EditorProps {
  draft: Draft
  check: Authoring['Check'] | undefined
  goTo: (line: number) => void
  children: ReactNode
}

function Head({ written, draft, check, onTry, onDeleted, goTo, children }: HeadProps) {
  const { t } = useTranslation()
  const save = useSaveScenario(written.id)
  const tried = useKeepDraft(written.id)
  const simulate = useSimulate()
  const [asking, setAsking] = useState(false)
  const valid = check?.valid === true
  const title = asText(at(data(draft.text) ?? {}, ['title'])) || written.title
  const store = (note: string | null) => {
    setAsking(false)
    const sent = draft.text
    save.mutate({ text: sent, base_version: draft.version, note }, { onSuccess: (now) => draft.adopt(now, sent) })
  }
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-[min(100%,18rem)] flex-1">
          <h1>{title}</h1>
          <p role="status" className="num mt-1 text-sm text-muted">
            {t(draft.unsaved ? 'author.unsaved' : 'author.saved', { version: draft.version })}
            {' · '}
            {t(written.shared ? 'author.is_shared' : 'author.is_private')}
          </p>
        </div>
        <div className="grid w-full grid-cols-2 gap-3 sm:flex sm:w-auto">
          <More written={written} draft={draft} onDeleted={onDeleted} />
          <Button disabled={!valid || simulate.isPending} onClick={() => simulate.mutate(draft.text)}>
            {simulate.isPending ? t('author.simulating') : t('author.simulate')}
          </Button>
          <Button
            disabled={!valid || tried.isPending}
            onClick={() => tried.mutate(draft.text, { onSuccess: ({ version }) => onTry(version) })}
          >
            {t('author.try')}
          </Button>
          <Button
            variant="primary"
            disabled={!valid || !draft.unsaved || save.isPending}
            onClick={() => setAsking(true)}
          >
            {save.isPending ? t('author.saving') : t('author.save')}
          </Button>
        </div>
      </div>
      <div className="mt-4 grid gap-4 empty:hidden">
        {draft.broughtBack && (
          <Notice role="status" actions={<Button onClick={draft.discard}>{t('author.discard')}</Button>}>
            {t('author.brought_back')}
          </Notice>
        )}
        {check && !check.valid && <p className="text-sm text-muted">{t('author.mend_first')}</p>}
        {save.isError && <Problem error={save.error} what={t('author.not_saved')} />}
        {tried.isError && <Problem error={tried.error} what={t('author.not_tried')} />}
        {simulate.isError && <Problem error={simulate.error} what={t('author.not_simulated')} />}
        {children}
        {simulate.data && <Simulation found={simulate.data} stale={simulate.variables !== draft.text} onGo={goTo} />}
      </div>
      <SaveDialog open={asking} onClose={() => setAsking(false)} onSave={store} />
    </>
  )
}

interface TabsProps {
  tab: Tab
  onTab: (tab: Tab) => void
  /** So many problems are listed beside the text. */
  toLookAt: number
}

/** On a phone one of the two is seen. */
function Tabs({ tab, onTab, toLookAt }: TabsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={`${cardClass} mt-6 flex gap-1 p-1! lg:hidden`}>
      <legend className="sr">{t('author.views')}</legend>
      {(['form', 'code'] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={tab === each}
          onClick={() => onTab(each)}
          className="min-h-11 flex-1 cursor-pointer rounded text-muted aria-pressed:bg-you-soft aria-pressed:font-[550] aria-pressed:text-ink"
        >
          {t(`author.view_${each}`)}
          {each === 'code' && toLookAt > 0 && (
            <span className="num text-sm text-partner-ink"> · {t('author.to_look_at', { count: toLookAt })}</span>
          )}
        </button>
      ))}
    </fieldset>
  )
}
